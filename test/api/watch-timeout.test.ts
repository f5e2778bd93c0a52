/** How long a watch lasts is what the client asks for. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Cluster, startCluster } from '../../server/cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ dns: false, nodes: 0 });
});
afterAll(() => cluster[Symbol.asyncDispose]());

it('ends a watch at once that has less than no time', async () => {
  const answer = await fetch(`${cluster.url}/api/v1/services?watch=true&timeoutSeconds=-5`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('"ADDED"');
});
