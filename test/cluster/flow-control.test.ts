import { afterAll, beforeAll, expect, test } from 'vitest';
import { flowSchemas, priorityLevelConfigurations } from '../../server/api/resource-types.gen.ts';
import { type Cluster, startCluster } from '../../server/cluster.ts';

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ dns: false });
  await cluster.settled();
});
afterAll(() => cluster[Symbol.asyncDispose]());

const danglingOf = async (name: string) =>
  (await cluster.client.get(flowSchemas, { name })).status?.conditions?.find(({ type }) => type === 'Dangling');

test('each flow schema of a new cluster names a priority level that is there', async () => {
  const { items: schemas } = await cluster.client.list(flowSchemas);
  const { items: levels } = await cluster.client.list(priorityLevelConfigurations);
  expect([schemas.length, levels.length]).toEqual([13, 8]);
  for (const { status } of schemas) expect(status?.conditions).toMatchObject([{ type: 'Dangling', status: 'False' }]);
});

test('a flow schema is told when its priority level is missing, and when it comes', async () => {
  const name = 'lonely';
  const spec = { matchingPrecedence: 7, priorityLevelConfiguration: { name: 'late' }, rules: [] };
  await cluster.client.create(flowSchemas, { metadata: { name }, spec });
  await cluster.settled();
  const references = 'This FlowSchema references the PriorityLevelConfiguration object named "late"';
  expect(await danglingOf(name)).toMatchObject({
    status: 'True',
    reason: 'NotFound',
    message: `${references} but there is no such object`,
  });
  const limited = { nominalConcurrencyShares: 1, limitResponse: { type: 'Reject' } };
  await cluster.client.create(priorityLevelConfigurations, {
    metadata: { name: 'late' },
    spec: { type: 'Limited', limited },
  });
  await cluster.settled();
  expect(await danglingOf(name)).toMatchObject({
    status: 'False',
    reason: 'Found',
    message: `${references} and it exists`,
  });
});
