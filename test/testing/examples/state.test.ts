import { expect, test } from 'vitest';
import { resourceTypes, startCluster } from '../../../server/testing/index.ts';

test('a snapshot is gone back to, and a fork goes its own way', async () => {
  await using cluster = await startCluster({ nodes: 0 });
  const settings = { namespace: 'default', name: 'settings' };
  const manifest = { apiVersion: 'v1', kind: 'ConfigMap', metadata: settings };
  await cluster.apply({ ...manifest, data: { colour: 'blue' } });
  const blue = cluster.snapshot();

  await cluster.apply({ ...manifest, data: { colour: 'red' } });
  await using fork = await cluster.fork(); // another server, red as well
  await cluster.restore(blue); // watches see a MODIFIED

  const colourIn = async ({ client }: typeof cluster) =>
    (await client.get(resourceTypes.configMaps, settings)).data?.colour;
  expect([await colourIn(cluster), await colourIn(fork)]).toEqual(['blue', 'red']);
});
