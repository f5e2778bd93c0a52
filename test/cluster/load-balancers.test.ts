import { afterEach, beforeEach, expect, test } from 'vitest';
import { isNotFound } from '../../server/api/errors.ts';
import { events, services } from '../../server/api/resource-types.gen.ts';
import type { ServiceSpec } from '../../server/api/types.gen.ts';
import { type Cluster, type ClusterOptions, startCluster } from '../../server/cluster.ts';
import { createDisposables } from '../support/disposables.ts';

let stack: ReturnType<typeof createDisposables>;
beforeEach(() => {
  stack = createDisposables();
});
afterEach(() => stack.disposeAsync());

async function start(options: ClusterOptions = { nodes: 1, loadBalancerCidr: '172.18.255.0/30' }): Promise<Cluster> {
  return stack.use(await startCluster({ dns: false, ...options }));
}

const keyOf = (name: string) => ({ namespace: 'default', name });

async function createBalanced(cluster: Cluster, name: string, spec: Partial<ServiceSpec> = {}) {
  const ports = [{ port: 80 } as NonNullable<ServiceSpec['ports']>[number]];
  await cluster.client.create(services, { metadata: keyOf(name), spec: { type: 'LoadBalancer', ports, ...spec } });
  await cluster.settled();
}

async function addressOf({ client }: Cluster, name: string): Promise<string | undefined> {
  return (await client.get(services, keyOf(name))).status.loadBalancer?.ingress?.[0]?.ip;
}

async function remove(cluster: Cluster, name: string): Promise<void> {
  await cluster.client.delete(services, keyOf(name));
  await cluster.settled();
}

test('a load balancer gets an address, and says so', async () => {
  const cluster = await start();
  await createBalanced(cluster, 'web');
  const { status, metadata } = await cluster.client.get(services, keyOf('web'));
  expect(status.loadBalancer).toEqual({ ingress: [{ ip: '172.18.255.1', ipMode: 'VIP' }] });
  expect(metadata.finalizers).toEqual(['service.kubernetes.io/load-balancer-cleanup']);
  const { items } = await cluster.client.list(events, { fieldSelector: 'involvedObject.name=web' });
  const said = items.map(({ reason, message }) => `${reason}: ${message}`).sort();
  expect(said).toEqual(['EnsuredLoadBalancer: Ensured load balancer', 'EnsuringLoadBalancer: Ensuring load balancer']);
});

test('a load balancer gets the address that it asks for', async () => {
  const cluster = await start();
  await createBalanced(cluster, 'web', { loadBalancerIP: '192.0.2.9' });
  expect(await addressOf(cluster, 'web')).toBe('192.0.2.9');
});

test('the address of a Service that is deleted is free again', async () => {
  const cluster = await start();
  await createBalanced(cluster, 'first');
  await createBalanced(cluster, 'second');
  expect(await addressOf(cluster, 'second')).toBe('172.18.255.2');
  await remove(cluster, 'first');
  await expect(cluster.client.get(services, keyOf('first'))).rejects.toSatisfy(isNotFound);
  await createBalanced(cluster, 'third');
  expect(await addressOf(cluster, 'third')).toBe('172.18.255.1');
});

test('a Service that becomes something else gives its address back', async () => {
  const cluster = await start();
  await createBalanced(cluster, 'web');
  const body = { spec: { type: 'ClusterIP' } };
  await cluster.client.patch(services, keyOf('web'), { type: 'application/merge-patch+json', body });
  await cluster.settled();
  const { status, metadata } = await cluster.client.get(services, keyOf('web'));
  expect([status.loadBalancer, metadata.finalizers]).toEqual([{}, undefined]);
});

test.each([
  ['without nodes', { nodes: 0, loadBalancerCidr: '172.18.255.0/30' }],
  ['when they are turned off', { nodes: 1 }],
])('a load balancer waits for its address %s', async (_, options) => {
  const cluster = await start(options);
  await createBalanced(cluster, 'web');
  const { status, metadata } = await cluster.client.get(services, keyOf('web'));
  expect([status.loadBalancer, metadata.finalizers]).toEqual([{}, undefined]);
});
