import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { connectionOf, createHttpClient } from '../../server/index.ts';
import { resourceTypes, startCluster } from '../../server/testing/index.ts';

const { configMaps, deployments, nodes, pods, serviceAccounts } = resourceTypes;

const WEB = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: nginx }] }
---
# What clients ask for.
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`;

const folder = await mkdtemp(join(tmpdir(), 'kubeling-manifests-'));
afterAll(() => rm(folder, { recursive: true }));

describe('a cluster for tests', () => {
  test('is complete when it is there: nodes are ready and pods can be made', async () => {
    await using cluster = await startCluster();
    const ready = (await cluster.client.list(nodes)).items.map(({ status }) =>
      status.conditions?.find(({ type }) => type === 'Ready'),
    );
    expect(ready.map((condition) => condition?.status)).toEqual(['True', 'True', 'True']);
    expect((await cluster.client.list(serviceAccounts, { namespace: 'default' })).items).toHaveLength(1);
  });

  test('runs what is applied, and answers for it in DNS', async () => {
    await using cluster = await startCluster({ nodes: 1 });
    const applied = await cluster.apply(WEB);
    expect(applied.map(({ kind }) => kind)).toEqual(['Deployment', 'Service']);
    await cluster.settled();
    const web = await cluster.client.get(deployments, { namespace: 'default', name: 'web' });
    expect(web.status.readyReplicas).toBe(2);
    const { rcode, answer } = await cluster.dns.resolve('web.default.svc.cluster.local', 'A');
    expect([rcode, answer.length]).toEqual(['NOERROR', 1]);
  });

  test('begins with its manifests: texts, objects, files and folders', async () => {
    const named = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
    await writeFile(join(folder, 'b.json'), JSON.stringify(named('in-json')));
    await writeFile(join(folder, 'a.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: in-yaml }\n---\n');
    await writeFile(join(folder, 'README.md'), 'not a manifest');
    const list = { apiVersion: 'v1', kind: 'List', items: [named('in-list')] };
    const manifests = ['kind: Namespace\napiVersion: v1\nmetadata: { name: shop }', named('object'), list];
    await using cluster = await startCluster({
      nodes: 0,
      manifests: [...manifests, { path: folder }, pathToFileURL(join(folder, 'b.json'))],
    });
    const { items } = await cluster.client.list(configMaps, { namespace: 'default' });
    const names = items.map(({ metadata }) => metadata.name);
    expect(names).toEqual(['in-json', 'in-list', 'in-yaml', 'kube-root-ca.crt', 'object']);
  });

  test.each([
    [
      'a field that is not there',
      'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { contaners: [] }',
      'spec.contaners',
    ],
    ['a kind that is not there', 'apiVersion: v1\nkind: Foo\nmetadata: { name: a }', 'no kind "Foo" is served'],
    ['a path in place of a text', './deploy/web.yaml', 'files are meant by { path: … }'],
    ['a key that is set twice', 'apiVersion: v1\napiVersion: v1\nkind: Pod', 'key "apiVersion" already set in map'],
    ['a folder that is not there', { path: '/does/not/exist' }, 'no such file or directory'],
  ])('does not start with %s', async (_, manifests, message) => {
    await expect(startCluster({ nodes: 0, manifests })).rejects.toThrow(message);
  });

  test('says in which file something is wrong', async () => {
    const path = join(folder, 'wrong.yml');
    await writeFile(path, 'a: [');
    await expect(startCluster({ nodes: 0, manifests: { path } })).rejects.toThrow(`${path}: yaml: `);
    await rm(path);
  });

  test('has its kubeconfig as text, as data and as a file', async () => {
    let path = '';
    {
      await using cluster = await startCluster({ nodes: 0 });
      path = await cluster.kubeconfigFile();
      expect(await cluster.kubeconfigFile()).toBe(path);
      expect(await readFile(path, 'utf8')).toBe(cluster.kubeconfig);
      using client = createHttpClient(connectionOf(cluster.kubeconfigObject));
      expect((await client.list(configMaps, { namespace: 'default' })).items).toHaveLength(1);
    }
    await expect(readFile(path)).rejects.toThrow('ENOENT');
  });

  test('keeps its state in a folder when it is given one', async () => {
    const dataDir = join(folder, 'data');
    const metadata = { namespace: 'default', name: 'kept' };
    {
      await using cluster = await startCluster({ nodes: 0, dataDir });
      await cluster.client.create(configMaps, { metadata });
    }
    await using cluster = await startCluster({ nodes: 0, dataDir });
    expect((await cluster.client.get(configMaps, metadata)).metadata.name).toBe('kept');
  });

  test('has no DNS when that is turned off, and says so', async () => {
    await using cluster = await startCluster({ nodes: 0, dns: false });
    expect(() => cluster.dns).toThrow('started without DNS');
  });

  test('leaves pods pending without nodes', async () => {
    await using cluster = await startCluster({ nodes: 0 });
    await cluster.apply(WEB);
    await cluster.settled();
    const phases = (await cluster.client.list(pods, { namespace: 'default' })).items.map(({ status }) => status.phase);
    expect(phases).toEqual(['Pending', 'Pending']);
  });

  test('is one of many in a process, none of which knows the others', async () => {
    const clusters = await Promise.all(Array.from({ length: 5 }, () => startCluster({ nodes: 1 })));
    await Promise.all(clusters.map((cluster, i) => cluster.apply(WEB.replace('replicas: 2', `replicas: ${i}`))));
    await Promise.all(clusters.map((cluster) => cluster.settled()));
    const counts = clusters.map(async ({ client }) => (await client.list(pods, { namespace: 'default' })).items.length);
    expect(await Promise.all(counts)).toEqual([0, 1, 2, 3, 4]);
    expect(new Set(clusters.map(({ url }) => url)).size).toBe(5);
    for (const cluster of clusters) await cluster[Symbol.asyncDispose]();
  });
});

describe('eventually', () => {
  test('answers with what the check answers, once it neither throws nor says no', async () => {
    await using cluster = await startCluster({ nodes: 0 });
    const answers = [() => false, () => Promise.reject(new Error('not yet')), () => 'done'];
    expect(await cluster.eventually(() => answers.shift()?.())).toBe('done');
  });

  test('fails with what the check failed with', async () => {
    await using cluster = await startCluster({ nodes: 0 });
    const failing = cluster.eventually(() => expect('is').toBe('should be'), { timeout: 10 });
    await expect(failing).rejects.toThrow("expected 'is' to be 'should be'");
    await expect(cluster.eventually(() => false, { timeout: 10 })).rejects.toThrow('did not happen within 10 ms');
  });
});
