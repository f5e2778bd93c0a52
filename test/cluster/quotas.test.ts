import { expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../server/cluster.ts';

async function create({ url }: Cluster, plural: string, { body, query = '' }: { body: object; query?: string }) {
  const path = `${url}/api/v1/namespaces/kube-public/${plural}${query}`;
  const headers = { 'content-type': 'application/json' };
  return (await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) })).status;
}

const secret = (name: string) => ({ body: { metadata: { name } } });
const quota = (secrets: string) => ({ body: { metadata: { name: 'q' }, spec: { hard: { secrets } } } });

test('a quota holds for what is created at the same time', async () => {
  await using cluster = await startCluster({ dns: false });
  await create(cluster, 'resourcequotas', quota('3'));
  const names = ['a', 'b', 'c', 'd', 'e', 'f'];
  const codes = await Promise.all(names.map((name) => create(cluster, 'secrets', secret(name))));
  expect(codes.sort()).toEqual([201, 201, 201, 403, 403, 403]);
});

test('what is refused or only tried takes nothing from a quota', async () => {
  await using cluster = await startCluster({ dns: false });
  await create(cluster, 'resourcequotas', quota('2'));
  expect(await create(cluster, 'secrets', secret('a'))).toBe(201);
  expect(await create(cluster, 'secrets', secret('a'))).toBe(409);
  expect(await create(cluster, 'secrets', { ...secret('b'), query: '?dryRun=All' })).toBe(201);
  expect(await create(cluster, 'secrets', secret('b'))).toBe(201);
  expect(await create(cluster, 'secrets', secret('c'))).toBe(403);
});
