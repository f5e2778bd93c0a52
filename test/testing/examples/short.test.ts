import { expect, test } from 'vitest';
import { resourceTypes, startCluster } from '../../../server/testing/index.ts';

test('a Service gets an address', async () => {
  await using cluster = await startCluster(); // in memory, on a free port
  const [service] = await cluster.apply(`
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
`);
  expect(service).toMatchObject({ kind: 'Service', spec: { type: 'ClusterIP' } });
  const { items } = await cluster.client.list(resourceTypes.services, { namespace: 'default' });
  expect(items.map(({ spec }) => spec.clusterIP)).toContain('10.96.0.1');
});
