import { describe, expect, test } from 'vitest';
import { resourceTypes, startCluster, type TestCluster } from '../../server/testing/index.ts';

const { configMaps, deployments, namespaces, pods } = resourceTypes;

const itemsOf = (cluster: TestCluster) => cluster.snapshot().toJSON().items;
const uidsOf = (cluster: TestCluster) => itemsOf(cluster).map(({ metadata }) => metadata?.uid);

/** What is there, without the times in the names of events. */
const namesOf = (cluster: TestCluster) =>
  itemsOf(cluster)
    .map(({ kind, metadata }) => `${kind} ${metadata?.namespace}/${metadata?.name}`.replace(/\.[\da-f]{16}$/, ''))
    .map((name) => name.replace(/-[a-z\d]{5}$/, ''))
    .sort();

async function post({ url }: TestCluster, path: string, body: object) {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return (await response.json()) as { status: { token?: string; authenticated?: boolean } };
}

// Of a kind that no other test has, so that the first one is the first.
const options = { nodes: 2, podCidr: '10.99.0.0/16' };

describe('clusters that begin alike', () => {
  test('have the same from the start, under identities of their own', async () => {
    await using first = await startCluster(options);
    await using second = await startCluster(options);
    await using third = await startCluster(options);
    expect(namesOf(second)).toEqual(namesOf(first));
    expect(namesOf(third)).toEqual(namesOf(first));
    const uids = [first, second, third].flatMap(uidsOf);
    expect(new Set(uids).size).toBe(uids.length);
    const own = new Set(uidsOf(second));
    const owners = itemsOf(second).flatMap(({ metadata }) => metadata?.ownerReferences ?? []);
    expect(owners.filter(({ uid }) => !own.has(uid))).toEqual([]);
    expect(owners.length).toBeGreaterThan(3);
  });

  test('have come to rest, and nothing is done again', async () => {
    await using _ = await startCluster(options);
    await using cluster = await startCluster(options);
    const { revision } = cluster.snapshot();
    await cluster.settled();
    expect(cluster.snapshot().revision).toBe(revision);
    const dns = await cluster.client.get(deployments, { namespace: 'kube-system', name: 'coredns' });
    expect(dns.status.readyReplicas).toBe(2);
    expect((await cluster.dns.resolve('kube-dns.kube-system.svc.cluster.local', 'A')).answer).toHaveLength(1);
  });

  test('know nothing of what was done with the first one', async () => {
    const made = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'made' } };
    const kind = { nodes: 1, podCidr: '10.98.0.0/16' };
    await using first = await startCluster({ ...kind, manifests: made });
    await first.client.delete(configMaps, { namespace: 'kube-system', name: 'coredns' });
    await using second = await startCluster(kind);
    const names = (await second.client.list(configMaps)).items.map(({ metadata }) => metadata.name);
    expect(names).not.toContain('made');
    expect(names).toContain('coredns');
  });

  test('are as old as their own clocks say', async () => {
    await using _ = await startCluster(options);
    await using cluster = await startCluster({ ...options, clock: 'manual' });
    const text = JSON.stringify(itemsOf(cluster));
    const times = new Set(text.match(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/g));
    expect([...times]).toEqual(['2026-01-01T00:00:00']);
    await cluster.clock.advance('1h');
    const { items } = await cluster.client.list(pods, { namespace: 'kube-system' });
    expect(items.map(({ status }) => status.phase)).toEqual(['Running', 'Running']);
  });

  test('take no tokens of each other', async () => {
    await using first = await startCluster(options);
    await using second = await startCluster(options);
    const made = await post(first, '/api/v1/namespaces/default/serviceaccounts/default/token', {});
    const { token } = made.status;
    const review = async (cluster: TestCluster) =>
      (await post(cluster, '/apis/authentication.k8s.io/v1/tokenreviews', { spec: { token } })).status.authenticated;
    expect([await review(first), await review(second)]).toEqual([true, undefined]);
  });

  test('go back to their start', async () => {
    await using _ = await startCluster(options);
    await using cluster = await startCluster(options);
    const before = uidsOf(cluster);
    await cluster.client.delete(configMaps, { namespace: 'kube-system', name: 'coredns' });
    await cluster.client.create(namespaces, { metadata: { name: 'shop' } });
    await cluster.settled();
    await cluster.reset();
    expect(uidsOf(cluster)).toEqual(before);
  });
});
