import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../server/cluster.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ dns: false });
});
afterAll(() => cluster[Symbol.asyncDispose]());

test.each([
  ['a plain watch', {}],
  ['a watch of tables', { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }],
])('%s from before the compaction begins, says 410 in an event, and ends', async (_, headers) => {
  const revision = await cluster.compact();
  const path = `${MAPS}?watch=1&timeoutSeconds=5&resourceVersion=1`;
  const answer = await fetch(cluster.url + path, { headers });
  expect(answer.status).toBe(200);
  const [line, ...rest] = (await answer.text()).split('\n');
  expect(rest).toEqual(['']);
  expect(JSON.parse(`${line}`)).toEqual({
    type: 'ERROR',
    object: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: `too old resource version: 1 (${revision})`,
      reason: 'Expired',
      code: 410,
    },
  });
});
