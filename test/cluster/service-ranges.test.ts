import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isNotFound } from '../../server/api/errors.ts';
import { ipAddresses, serviceCIDRs, services } from '../../server/api/resource-types.gen.ts';
import type { ServiceSpec } from '../../server/api/types.gen.ts';
import { type Cluster, startCluster } from '../../server/cluster.ts';
import { createDisposables } from '../support/disposables.ts';

const FINALIZER = 'networking.k8s.io/service-cidr-finalizer';

let stack: ReturnType<typeof createDisposables>;
beforeEach(() => {
  stack = createDisposables();
});
afterEach(() => stack.disposeAsync());

async function start(options: Parameters<typeof startCluster>[0] = {}): Promise<Cluster> {
  const cluster = stack.use(await startCluster({ dns: false, nodes: 0, ...options }));
  await cluster.settled();
  return cluster;
}

const keyOf = (name: string) => ({ namespace: 'default', name });

async function createService(cluster: Cluster, name: string, spec: Partial<ServiceSpec> = {}): Promise<string> {
  const made = await cluster.client.create(services, {
    metadata: keyOf(name),
    spec: { ports: [{ port: 80 }], ...spec },
  });
  await cluster.settled();
  return made.spec.clusterIP as string;
}

async function createRange(cluster: Cluster, name: string, ...cidrs: string[]): Promise<void> {
  await cluster.client.create(serviceCIDRs, { metadata: { name }, spec: { cidrs } });
  await cluster.settled();
}

async function namesOfAddresses({ client }: Cluster): Promise<string[]> {
  return (await client.list(ipAddresses, {})).items.map(({ metadata }) => metadata.name);
}

test('each cluster IP is an object that refers to its Service, for as long as the Service has it', async () => {
  const cluster = await start();
  expect(await namesOfAddresses(cluster)).toEqual(['10.96.0.1']);
  const ip = await createService(cluster, 'web');
  await createService(cluster, 'headless', { clusterIP: 'None' });
  expect(await cluster.client.get(ipAddresses, { name: ip })).toMatchObject({
    metadata: {
      labels: {
        'ipaddress.kubernetes.io/ip-family': 'IPv4',
        'ipaddress.kubernetes.io/managed-by': 'ipallocator.k8s.io',
      },
    },
    spec: { parentRef: { resource: 'services', namespace: 'default', name: 'web' } },
  });
  await cluster.client.delete(services, keyOf('web'));
  await cluster.settled();
  expect(await namesOfAddresses(cluster)).toEqual(['10.96.0.1']);
});

test('the object of an address that is in use comes back when somebody deletes it', async () => {
  const cluster = await start();
  const ip = await createService(cluster, 'web');
  const { metadata } = await cluster.client.get(ipAddresses, { name: ip });
  await cluster.client.delete(ipAddresses, { name: ip });
  await cluster.settled();
  const again = await cluster.client.get(ipAddresses, { name: ip });
  expect(again.metadata.uid).not.toBe(metadata.uid);
});

test('an address that an object of somebody else stands for is not given to a Service', async () => {
  const cluster = await start();
  const parentRef = { group: 'example.com', resource: 'routers', name: 'edge' };
  await cluster.client.create(ipAddresses, { metadata: { name: '10.96.7.7' }, spec: { parentRef } });
  await expect(createService(cluster, 'web', { clusterIP: '10.96.7.7' })).rejects.toThrow(
    'provided IP is already allocated',
  );
  await cluster.client.delete(ipAddresses, { name: '10.96.7.7' });
  expect(await createService(cluster, 'web', { clusterIP: '10.96.7.7' })).toBe('10.96.7.7');
});

test('a range that is added is ready and gives addresses, by name and when the first one is full', async () => {
  const cluster = await start({ serviceCidr: '10.96.0.0/30' });
  const rest = await createService(cluster, 'last');
  expect(rest).toBe('10.96.0.2');
  await expect(createService(cluster, 'none')).rejects.toThrow('range is full');
  await expect(createService(cluster, 'other', { clusterIP: '203.0.113.10' })).rejects.toThrow(
    'the provided network does not match the current range',
  );
  await createRange(cluster, 'more', '203.0.113.0/28');
  const { metadata, status } = await cluster.client.get(serviceCIDRs, { name: 'more' });
  expect(metadata.finalizers).toEqual([FINALIZER]);
  expect(status.conditions).toMatchObject([
    { type: 'Ready', status: 'True', reason: '', message: 'Kubernetes Service CIDR is ready' },
  ]);
  expect(await createService(cluster, 'other', { clusterIP: '203.0.113.10' })).toBe('203.0.113.10');
  expect(await createService(cluster, 'any')).toMatch(/^203\.0\.113\.\d+$/);
});

test('a range that Services have addresses of stays until they are gone, but gives no more', async () => {
  const cluster = await start();
  await createRange(cluster, 'more', '203.0.113.0/24');
  await createService(cluster, 'web', { clusterIP: '203.0.113.10' });
  await cluster.client.delete(serviceCIDRs, { name: 'more' });
  await cluster.settled();
  const { status } = await cluster.client.get(serviceCIDRs, { name: 'more' });
  expect(status.conditions).toMatchObject([{ type: 'Ready', status: 'False', reason: 'Terminating' }]);
  await expect(createService(cluster, 'late', { clusterIP: '203.0.113.11' })).rejects.toThrow(
    'the provided network does not match the current range',
  );
  await cluster.client.delete(services, keyOf('web'));
  await cluster.clock.advance('11s');
  await cluster.settled();
  await expect(cluster.client.get(serviceCIDRs, { name: 'more' })).rejects.toSatisfy(isNotFound);
});

test('a range within another one goes though its addresses are in use', async () => {
  const cluster = await start();
  await createRange(cluster, 'wide', '203.0.112.0/20');
  await createRange(cluster, 'narrow', '203.0.113.0/24');
  await createService(cluster, 'web', { clusterIP: '203.0.113.10' });
  await cluster.client.delete(serviceCIDRs, { name: 'narrow' });
  await cluster.clock.advance('11s');
  await cluster.settled();
  await expect(cluster.client.get(serviceCIDRs, { name: 'narrow' })).rejects.toSatisfy(isNotFound);
  await expect(createService(cluster, 'same', { clusterIP: '203.0.113.10' })).rejects.toThrow(
    'provided IP is already allocated',
  );
});

test('an added range gives addresses after a restart on the same folder, and taken ones stay taken', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'kubeling-ranges-'));
  stack.use({ [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true }) });
  {
    await using cluster = await startCluster({ dns: false, nodes: 0, dataDir });
    await createRange(cluster, 'more', '203.0.113.0/24');
    await createService(cluster, 'web', { clusterIP: '203.0.113.10' });
  }
  const cluster = await start({ dataDir });
  await expect(createService(cluster, 'same', { clusterIP: '203.0.113.10' })).rejects.toThrow(
    'provided IP is already allocated',
  );
  expect(await createService(cluster, 'other', { clusterIP: '203.0.113.11' })).toBe('203.0.113.11');
});
