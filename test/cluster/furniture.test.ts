import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  clusterRoles,
  configMaps,
  deployments,
  endpointSlices,
  namespaces,
  persistentVolumeClaims,
  persistentVolumes,
  pods,
  serviceCIDRs,
  services,
  storageClasses,
} from '../../server/api/resource-types.gen.ts';
import { type Cluster, startCluster } from '../../server/cluster.ts';
import { createDisposables } from '../support/disposables.ts';
import { eventually } from '../support/eventually.ts';

let stack: ReturnType<typeof createDisposables>;
beforeEach(() => {
  stack = createDisposables();
});
afterEach(() => stack.disposeAsync());

async function start(nodes = 2): Promise<Cluster> {
  const cluster = stack.use(await startCluster({ dns: false, nodes, clusterDomain: 'test.example' }));
  await cluster.settled();
  return cluster;
}

const SYSTEM = 'kube-system';

test('kube-system has a DNS Service at the tenth address, and two pods behind it', async () => {
  const { client } = await start();
  const service = await client.get(services, { namespace: SYSTEM, name: 'kube-dns' });
  expect(service.spec.clusterIP).toBe('10.96.0.10');
  expect(service.spec.ports?.map(({ name, port, protocol }) => `${name} ${port}/${protocol}`)).toEqual([
    'dns 53/UDP',
    'dns-tcp 53/TCP',
    'metrics 9153/TCP',
  ]);
  await eventually(async () => {
    const { status } = await client.get(deployments, { namespace: SYSTEM, name: 'coredns' });
    expect(status.readyReplicas).toBe(2);
    const { items } = await client.list(endpointSlices, { labelSelector: 'kubernetes.io/service-name=kube-dns' });
    expect(items.flatMap(({ endpoints }) => endpoints)).toHaveLength(2);
  });
});

test('the configuration of CoreDNS names the domain of the cluster', async () => {
  const { client } = await start();
  const { data } = await client.get(configMaps, { namespace: SYSTEM, name: 'coredns' });
  expect(data?.Corefile).toContain('kubernetes test.example in-addr.arpa ip6.arpa {');
});

test('a claim that names no class gets a volume of the default one', async () => {
  const { client, settled } = await start();
  const key = { namespace: 'default', name: 'data' };
  const resources = { requests: { storage: '1Gi' } };
  await client.create(persistentVolumeClaims, { metadata: key, spec: { accessModes: ['ReadWriteOnce'], resources } });
  await settled();
  const { spec, status, metadata } = await client.get(persistentVolumeClaims, key);
  expect(status).toMatchObject({ phase: 'Bound', capacity: { storage: '1Gi' } });
  expect([spec.storageClassName, spec.volumeName]).toEqual(['standard', `pvc-${metadata.uid}`]);
  await client.delete(persistentVolumeClaims, key);
  await settled();
  expect((await client.list(persistentVolumes)).items).toEqual([]);
});

test('the roles for users gather the rules of the smaller ones', async () => {
  const { client } = await start();
  const rulesOf = async (name: string) => (await client.get(clusterRoles, { name })).rules ?? [];
  const [admin, edit, view] = [await rulesOf('admin'), await rulesOf('edit'), await rulesOf('view')];
  expect(edit).toEqual(expect.arrayContaining(view));
  expect(admin).toEqual(expect.arrayContaining(edit));
  expect(view.length).toBeGreaterThan(0);
});

test('every namespace has the certificate of the cluster', async () => {
  const { client } = await start(0);
  const { data } = await client.get(configMaps, { namespace: 'default', name: 'kube-root-ca.crt' });
  expect(new X509Certificate(data?.['ca.crt'] ?? '').ca).toBe(true);
});

test('a server without nodes is bare', async () => {
  const { client } = await start(0);
  expect((await client.list(storageClasses)).items).toEqual([]);
  expect((await client.list(pods)).items).toEqual([]);
  expect((await client.list(services)).items.map(({ metadata }) => metadata.name)).toEqual(['kubernetes']);
});

test('an ephemeral volume of a pod has a claim that is the pod’s own', async () => {
  const { client, settled } = await start(0);
  const claimSpec = { accessModes: ['ReadWriteOnce' as const], resources: { requests: { storage: '1Gi' } } };
  const pod = await client.create(pods, {
    metadata: { namespace: 'default', name: 'p' },
    spec: {
      containers: [{ name: 'main', image: 'nginx' }],
      volumes: [{ name: 'scratch', ephemeral: { volumeClaimTemplate: { spec: claimSpec } } }],
    },
  });
  await settled();
  const { metadata } = await client.get(persistentVolumeClaims, { namespace: 'default', name: 'p-scratch' });
  expect(metadata.ownerReferences).toMatchObject([{ kind: 'Pod', name: 'p', uid: pod.metadata.uid, controller: true }]);
});

test('the range of Services is an object that is ready', async () => {
  const { client } = await start(0);
  const { spec, status } = await client.get(serviceCIDRs, { name: 'kubernetes' });
  expect(spec?.cidrs).toEqual(['10.96.0.0/16']);
  expect(status?.conditions).toMatchObject([{ type: 'Ready', status: 'True', reason: '' }]);
});

test('a system namespace that is deleted comes back', async () => {
  const { client, settled } = await start(0);
  const key = { name: 'kube-node-lease' };
  const { metadata } = await client.get(namespaces, key);
  await client.delete(namespaces, key);
  await settled();
  expect((await client.get(namespaces, key)).metadata.uid).not.toBe(metadata.uid);
});
