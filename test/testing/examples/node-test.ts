import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { resourceTypes, useCluster } from '../../../server/testing/index.ts';

// One cluster for the file; before each test it is as it was at the start.
const cluster = useCluster({ before, beforeEach, after }, { nodes: 1 });

test('a pod runs', async () => {
  await cluster().apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'web', image: 'nginx' }] },
  });
  await cluster().settled();
  const pod = await cluster().client.get(resourceTypes.pods, { namespace: 'default', name: 'web' });
  assert.equal(pod.status.phase, 'Running');
});

test('the next test does not see it', async () => {
  const { items } = await cluster().client.list(resourceTypes.pods, { namespace: 'default' });
  assert.deepEqual(items, []);
});
