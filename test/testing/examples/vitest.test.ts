import { test as base, expect } from 'vitest';
import { clusterFixture, resourceTypes } from '../../../server/testing/index.ts';

// Each test that asks for it has a cluster of its own.
const test = base.extend({ cluster: clusterFixture({ nodes: 1 }) });

test('a headless Service answers with the addresses of its pods', async ({ cluster }) => {
  await cluster.apply(`
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: 3
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: nginx }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { clusterIP: None, selector: { app: web }, ports: [{ port: 80 }] }
`);
  await cluster.settled();
  const { items } = await cluster.client.list(resourceTypes.pods, { namespace: 'default' });
  const { answer } = await cluster.dns.resolve('web.default.svc.cluster.local', 'A');
  expect(answer.map(({ data }) => data).sort()).toEqual(items.map(({ status }) => status.podIP).sort());
});
