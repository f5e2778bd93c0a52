import { afterEach, beforeEach, expect, test } from 'vitest';
import { events, namespaces } from '../../server/api/resource-types.gen.ts';
import { createEventRecorder } from '../../server/client/event-recorder.ts';
import { type Cluster, startCluster } from '../../server/cluster.ts';
import { systemClock } from '../../server/lib/clock.ts';
import { silentLogger } from '../../server/lib/logger.ts';
import { eventually } from '../support/eventually.ts';

let cluster: Cluster;
beforeEach(async () => {
  cluster = await startCluster({ dns: false });
});
afterEach(() => cluster[Symbol.asyncDispose]());

async function recordMany() {
  const { client } = cluster;
  const recorder = createEventRecorder({ client, clock: systemClock, log: silentLogger, component: 'test' });
  const about = await client.get(namespaces, { name: 'default' });
  for (let i = 0; i < 24; i++) recorder.record(about, 'Normal', `Reason${i}`, 'said');
  return recorder;
}
const count = async () => (await cluster.client.list(events, { fieldSelector: 'source=test' })).items.length;

test('what is recorded is written after a while', async () => {
  await recordMany();
  await eventually(async () => expect(await count()).toBe(24));
});

test('whoever ends does not wait for words', async () => {
  const recorder = await recordMany();
  await recorder.close();
  expect(await count()).toBeLessThan(24);
});
