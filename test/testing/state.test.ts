import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ConfigMap } from '../../server/api/types.gen.ts';
import { resourceTypes, startCluster, type TestCluster } from '../../server/testing/index.ts';

const { configMaps, deployments, namespaces, pods, secrets, services } = resourceTypes;

const inDefault = (name: string) => ({ namespace: 'default', name });
const configMap = (name: string, data: Record<string, string> = {}) => ({ metadata: inDefault(name), data });

const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: nginx }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { type: NodePort, selector: { app: web }, ports: [{ port: 80 }] }
`;

/** All that is there, but for what says when. */
const everything = (cluster: TestCluster) => {
  const { items } = cluster.snapshot().toJSON();
  return items.map(({ kind, metadata }) => `${kind} ${metadata?.namespace}/${metadata?.name} ${metadata?.uid}`).sort();
};

/** What a client sees that watches from now on. */
async function watchConfigMaps({ client }: TestCluster) {
  const { metadata } = await client.list(configMaps);
  const seen: string[] = [];
  const abort = new AbortController();
  const options = { resourceVersion: metadata.resourceVersion ?? '', signal: abort.signal };
  const ended = (async () => {
    for await (const { type, object } of client.watch(configMaps, options)) {
      if (type === 'ERROR') seen.push('ERROR');
      else seen.push(`${type} ${object.metadata?.name} ${JSON.stringify(object.data)}`);
    }
  })();
  return {
    seen,
    async [Symbol.asyncDispose]() {
      abort.abort();
      await ended;
    },
  };
}

describe('reset', () => {
  test('takes away what was made since the start, and brings back what was there', async () => {
    await using cluster = await startCluster({ nodes: 1, manifests: [WEB] });
    const before = everything(cluster);
    const key = inDefault('web');
    await cluster.apply('{apiVersion: v1, kind: Namespace, metadata: {name: shop}}');
    await cluster.apply(WEB.replaceAll('name: web', 'name: other').replaceAll('app: web', 'app: other'));
    await cluster.client.delete(deployments, key);
    await cluster.client.delete(services, key);
    await cluster.settled();
    expect(everything(cluster)).not.toEqual(before);

    await cluster.reset();
    expect(everything(cluster)).toEqual(before);
    await cluster.settled();
    expect((await cluster.client.get(deployments, key)).status.readyReplicas).toBe(3);
    expect((await cluster.client.list(pods, { namespace: 'default' })).items).toHaveLength(3);
  });

  test('gives back addresses and ports', async () => {
    await using cluster = await startCluster({ nodes: 0, serviceCidr: '10.96.0.0/29' });
    const fill = async () => {
      for (let i = 0; i < 5; i++) {
        await cluster.client.create(services, {
          metadata: inDefault(`s${i}`),
          spec: { type: 'NodePort', ports: [{ port: 80, nodePort: 30_000 + i }] },
        });
      }
    };
    for (let round = 0; round < 3; round++) {
      await fill();
      await cluster.reset();
    }
    await fill();
  });

  test('lets a test make the same things again, and controllers work on them', async () => {
    await using cluster = await startCluster({ nodes: 1 });
    for (let round = 0; round < 5; round++) {
      await cluster.apply('{apiVersion: v1, kind: Namespace, metadata: {name: shop}}');
      await cluster.apply(WEB.replaceAll('name: web }', 'name: web, namespace: shop }'));
      await cluster.settled();
      const web = await cluster.client.get(deployments, { namespace: 'shop', name: 'web' });
      expect(web.status.readyReplicas).toBe(3);
      const { answer } = await cluster.dns.resolve('web.shop.svc.cluster.local', 'A');
      expect(answer).toHaveLength(1);
      await cluster.reset();
    }
    await cluster.settled();
    expect((await cluster.dns.resolve('web.shop.svc.cluster.local', 'A')).rcode).toBe('NXDOMAIN');
  });

  test('shows watches what happened, in revisions that rise', async () => {
    const first = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'first' }, data: { a: '1' } };
    await using cluster = await startCluster({ nodes: 0, manifests: first });
    const { client } = cluster;
    await client.create(configMaps, configMap('second', { b: '2' }));
    await client.delete(configMaps, inDefault('kube-root-ca.crt')).catch(() => {});
    await client.delete(configMaps, inDefault('first'));
    await client.create(configMaps, configMap('first', { a: 'another' }));
    await cluster.settled();
    const revision = Number((await client.list(configMaps)).metadata.resourceVersion);
    await using watch = await watchConfigMaps(cluster);

    await cluster.reset();
    await cluster.eventually(() => expect(watch.seen.filter((line) => !line.includes('root-ca'))).toHaveLength(3));
    expect(watch.seen.filter((line) => !line.includes('root-ca')).sort()).toEqual([
      'ADDED first {"a":"1"}',
      'DELETED first {"a":"another"}',
      'DELETED second {"b":"2"}',
    ]);
    const again = await client.get(configMaps, inDefault('first'));
    expect(Number(again.metadata.resourceVersion)).toBeGreaterThan(revision);
  });

  test('is kept where the cluster is', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'kubeling-reset-'));
    onTestFinished(() => rm(dataDir, { recursive: true }));
    const first = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'first' }, data: { a: '1' } };
    let was: unknown;
    {
      await using cluster = await startCluster({ nodes: 0, dataDir, manifests: first });
      was = await cluster.client.get(configMaps, inDefault('first'));
      await Promise.all(Array.from({ length: 50 }, (_, i) => cluster.client.create(configMaps, configMap(`c${i}`))));
      await cluster.client.delete(configMaps, inDefault('first'));
      await cluster.reset();
    }
    await using cluster = await startCluster({ nodes: 0, dataDir });
    const { items } = await cluster.client.list(configMaps, { namespace: 'default' });
    expect(items.map(({ metadata }) => metadata.name)).toEqual(['first', 'kube-root-ca.crt']);
    const { resourceVersion } = items[0]?.metadata ?? {};
    expect(items[0]).toEqual({ ...(was as object), metadata: { ...(was as ConfigMap).metadata, resourceVersion } });
  });

  test('finds what is unchanged unchanged', async () => {
    const first = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'first' }, data: { a: '1' } };
    await using cluster = await startCluster({ nodes: 0, manifests: first });
    const { client } = cluster;
    const was = await client.get(configMaps, inDefault('first'));
    // The revision gets another digit, and so does the size.
    for (let i = 0; i < 1000; i++)
      await client.update(configMaps, {
        ...was,
        data: { i: String(i) },
        metadata: { ...was.metadata, resourceVersion: '' },
      });
    await cluster.reset();
    const again = await client.get(configMaps, inDefault('first'));
    expect(again.data).toEqual({ a: '1' });
    expect(await client.update(configMaps, again)).toEqual(again);
  });

  test('leaves alone what is as it was', async () => {
    await using cluster = await startCluster({ nodes: 0 });
    const before = await cluster.client.get(namespaces, { name: 'default' });
    await cluster.client.create(configMaps, configMap('a'));
    await cluster.reset();
    await cluster.reset();
    expect(await cluster.client.get(namespaces, { name: 'default' })).toBe(before);
    const { resourceVersion } = (await cluster.client.list(configMaps)).metadata;
    await cluster.reset();
    expect((await cluster.client.list(configMaps)).metadata.resourceVersion).toBe(resourceVersion);
  });
});

test('reset does not wait for others who write without end', async () => {
  await using cluster = await startCluster({ nodes: 0 });
  const { client } = cluster;
  let isWriting = true;
  const writing = (async () => {
    for (let i = 0; isWriting; i++) {
      await client.create(configMaps, configMap(`c${i}`));
      await client.delete(configMaps, inDefault(`c${i}`)).catch(() => {});
    }
  })();
  await cluster.reset();
  isWriting = false;
  await writing;
});

describe('a snapshot', () => {
  test('is gone back to as often as one likes', async () => {
    await using cluster = await startCluster({ nodes: 1 });
    await cluster.apply(WEB);
    await cluster.settled();
    const snapshot = cluster.snapshot();
    const before = everything(cluster);
    for (const replicas of [0, 5]) {
      await cluster.apply(WEB.replace('replicas: 3', `replicas: ${replicas}`));
      await cluster.settled();
      await cluster.restore(snapshot);
      expect(everything(cluster).filter((line) => !line.startsWith('Event'))).toEqual(
        before.filter((line) => !line.startsWith('Event')),
      );
    }
    await cluster.settled();
    expect((await cluster.client.list(pods, { namespace: 'default' })).items).toHaveLength(3);
  });

  test('can be kept as JSON and restored in another cluster', async () => {
    await using one = await startCluster({ nodes: 1 });
    await one.apply(WEB);
    await one.client.create(secrets, { metadata: inDefault('s'), stringData: { a: 'b' } });
    await one.settled();
    const text = JSON.stringify(one.snapshot());

    await using other = await startCluster({ nodes: 1 });
    await other.restore(JSON.parse(text));
    // Those who watch nodes have said that they know them.
    const lasting = (cluster: TestCluster) => everything(cluster).filter((object) => !object.startsWith('Event '));
    expect(lasting(other)).toEqual(lasting(one));
    await other.settled();
    const secret = await other.client.get(secrets, inDefault('s'));
    expect(secret.data).toEqual({ a: Buffer.from('b').toString('base64') });
    expect((await other.dns.resolve('web.default.svc.cluster.local', 'A')).answer).toHaveLength(1);
  });

  test.each([
    [{}, 'not a snapshot of kubeling'],
    [
      { kind: 'Snapshot', metadata: {}, items: [{ apiVersion: 'v1', kind: 'Foo', metadata: { name: 'a' } }] },
      'a Foo of v1',
    ],
    [{ kind: 'Snapshot', metadata: {}, items: [{ apiVersion: 'v1', kind: 'Pod' }] }, 'a Pod without name or uid'],
  ])('is not restored from %j', async (file, message) => {
    await using cluster = await startCluster({ nodes: 0 });
    await expect(cluster.restore(file as never)).rejects.toThrow(message);
  });

  test('taken while others write is gone back to all the same', async () => {
    await using cluster = await startCluster({ nodes: 0 });
    const { client } = cluster;
    const snapshot = cluster.snapshot();
    const writes = Array.from({ length: 200 }, (_, i) => client.create(configMaps, configMap(`c${i}`)));
    await Promise.all([...writes, cluster.restore(snapshot)]);
    await cluster.restore(snapshot);
    expect((await client.list(configMaps, { namespace: 'default' })).items).toHaveLength(1);
  });
});

describe('a fork', () => {
  test('begins as the cluster is, and goes its own way', async () => {
    await using cluster = await startCluster({ nodes: 1 });
    await cluster.apply(WEB);
    await cluster.settled();
    await using fork = await cluster.fork();
    expect(fork.url).not.toBe(cluster.url);
    const key = inDefault('web');
    expect(await fork.client.get(deployments, key)).toEqual(await cluster.client.get(deployments, key));

    await fork.apply(WEB.replace('replicas: 3', 'replicas: 1'));
    await cluster.client.delete(services, key);
    await fork.settled();
    await cluster.settled();
    expect((await fork.client.list(pods, { namespace: 'default' })).items).toHaveLength(1);
    expect((await cluster.client.list(pods, { namespace: 'default' })).items).toHaveLength(3);
    expect((await fork.dns.resolve('web.default.svc.cluster.local', 'A')).answer).toHaveLength(1);
    expect((await cluster.dns.resolve('web.default.svc.cluster.local', 'A')).answer).toHaveLength(0);
  });

  test('counts revisions on, and knows no watch from before', async () => {
    await using cluster = await startCluster({ nodes: 0 });
    await cluster.client.create(configMaps, configMap('a'));
    await using fork = await cluster.fork();
    const made = await fork.client.create(configMaps, configMap('b'));
    const before = await cluster.client.get(configMaps, inDefault('a'));
    expect(Number(made.metadata.resourceVersion)).toBeGreaterThan(Number(before.metadata.resourceVersion));
    for await (const event of fork.client.watch(configMaps, { resourceVersion: '5' })) {
      expect(event).toMatchObject({ type: 'ERROR', object: { code: 410, reason: 'Expired' } });
    }
  });

  test('resets to what it began with', async () => {
    await using cluster = await startCluster({ nodes: 0 });
    await cluster.client.create(configMaps, configMap('a'));
    await using fork = await cluster.fork();
    await fork.client.delete(configMaps, inDefault('a'));
    await fork.reset();
    expect((await fork.client.get(configMaps, inDefault('a'))).metadata.name).toBe('a');
  });

  test('takes options of its own', async () => {
    await using cluster = await startCluster({ nodes: 0 });
    await using fork = await cluster.fork({ nodes: 1 });
    await fork.apply(WEB);
    await fork.settled();
    expect((await fork.client.get(deployments, inDefault('web'))).status.readyReplicas).toBe(3);
  });
});
