/** There are no custom resources, and kubectl is told so in its own way. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../../server/cluster.ts';

const PATH = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ dns: false, nodes: 0 });
});
afterAll(() => cluster[Symbol.asyncDispose]());

it('lists none, so that kubectl names the kind that has no match', async () => {
  const answer = await fetch(cluster.url + PATH);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ kind: 'CustomResourceDefinitionList', items: [] });
});

it('takes none', async () => {
  expect((await fetch(cluster.url + PATH, { method: 'POST', body: '{}' })).status).toBe(405);
  expect((await fetch(`${cluster.url}${PATH}/foo`)).status).toBe(404);
});
