import { expect, test } from 'vitest';
import { resourceTypes, startCluster } from '../../../server/testing/index.ts';

test('a finished Job goes after an hour', async () => {
  await using cluster = await startCluster({ clock: 'manual', nodes: 1 });
  await cluster.apply(`
apiVersion: batch/v1
kind: Job
metadata: { name: once }
spec:
  ttlSecondsAfterFinished: 3600
  template:
    spec:
      restartPolicy: Never
      containers: [{ name: once, image: busybox, command: [sleep, '30'] }]
`);
  const count = async () => (await cluster.client.list(resourceTypes.jobs)).items.length;
  await cluster.clock.advance('31s'); // it runs, and succeeds
  expect(await count()).toBe(1);
  await cluster.clock.advance('1h');
  expect(await count()).toBe(0);
});
