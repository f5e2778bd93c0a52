import { expect, test } from 'vitest';
import { events } from '../../server/api/resource-types.gen.ts';
import { startCluster } from '../../server/cluster.ts';
import { manualClock } from '../../server/lib/clock.ts';

test('an event is gone an hour after it was last written', async () => {
  const clock = manualClock();
  await using cluster = await startCluster({ clock, dns: false });
  await cluster.settled();
  const involvedObject = { kind: 'Pod', namespace: 'default', name: 'p' };
  for (const name of ['once', 'counted']) {
    await cluster.client.create(events, { metadata: { namespace: 'default', name }, involvedObject, reason: 'Test' });
  }
  const names = async () => (await cluster.client.list(events)).items.map(({ metadata }) => metadata.name);

  await clock.advance('30m');
  const counted = { type: 'application/merge-patch+json' as const, body: { count: 2 } };
  await cluster.client.patch(events, { namespace: 'default', name: 'counted' }, counted);
  await clock.advance('32m');
  await cluster.settled();
  expect(await names()).toEqual(['counted']);

  await clock.advance('30m');
  await cluster.settled();
  expect(await names()).toEqual([]);
});
