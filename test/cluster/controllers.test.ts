import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isNotFound } from '../../server/api/errors.ts';
import type { ApiObject, Draft, ResourceType } from '../../server/api/object.ts';
import {
  configMaps,
  cronJobs,
  deployments,
  endpointSlices,
  events,
  jobs,
  namespaces,
  pods,
  replicaSets,
  resourceQuotas,
  services,
  statefulSets,
} from '../../server/api/resource-types.gen.ts';
import type { ConfigMap, Pod } from '../../server/api/types.gen.ts';
import { type Cluster, startCluster } from '../../server/cluster.ts';
import { manualClock } from '../../server/lib/clock.ts';
import { createDisposables } from '../support/disposables.ts';
import { eventually } from '../support/eventually.ts';

// A cluster without nodes: pods stay Pending until a test says otherwise.
let cluster: Cluster;
let stack: ReturnType<typeof createDisposables>;
const clock = manualClock();
beforeEach(async () => {
  stack = createDisposables();
  cluster = stack.use(await startCluster({ nodes: 0, dns: false, clock }));
  await cluster.settled();
});
afterEach(() => stack.disposeAsync());

const inDefault = (name: string) => ({ namespace: 'default', name });
const create = <T extends ApiObject>(type: ResourceType<T>, name: string, rest: object = {}, metadata: object = {}) =>
  cluster.client.create(type, { metadata: { ...inDefault(name), ...metadata }, ...rest } as Draft<T>);
const list = async <T extends ApiObject>(type: ResourceType<T>, labelSelector?: string): Promise<T[]> => {
  await cluster.settled();
  const where = { namespace: 'default', ...(labelSelector && { labelSelector }) };
  return (await cluster.client.list(type, where)).items;
};
const names = async (type: ResourceType) => (await list(type)).map(({ metadata }) => metadata?.name ?? '');
const isGone = async (type: ResourceType, key: { namespace?: string; name: string }) => {
  await cluster.settled();
  return cluster.client.get(type, key).then(() => false, isNotFound);
};
const setReady = ({ metadata }: Pod, ip: string) => {
  const conditions = [{ type: 'Ready', status: 'True', lastTransitionTime: '2026-01-01T00:00:00Z' }];
  const body = { status: { phase: 'Running', podIP: ip, podIPs: [{ ip }], conditions } };
  const patch = { type: 'application/strategic-merge-patch+json' as const, body };
  return cluster.client.patch(pods, inDefault(metadata.name), patch, { subresource: 'status' });
};
const template = (image = 'web:1') => ({
  metadata: { labels: { app: 'web' } },
  spec: { containers: [{ name: 'c', image }], restartPolicy: 'Always' },
});
const selector = { matchLabels: { app: 'web' } };

describe('owners', () => {
  const owner = (object: ConfigMap, rest = {}) => ({
    ownerReferences: [
      { apiVersion: 'v1', kind: 'ConfigMap', name: object.metadata.name, uid: object.metadata.uid, ...rest },
    ],
  });

  test('take what they own with them', async () => {
    const parent = await create(configMaps, 'parent');
    const kid = await create(configMaps, 'kid', {}, owner(parent));
    await create(configMaps, 'grandkid', {}, owner(kid));
    await cluster.client.delete(configMaps, inDefault('parent'));
    expect(await isGone(configMaps, inDefault('grandkid'))).toBe(true);
  });

  test('wait in the foreground for what blocks them', async () => {
    const parent = await create(configMaps, 'parent');
    await create(
      configMaps,
      'kid',
      {},
      { ...owner(parent, { blockOwnerDeletion: true }), finalizers: ['example.com/hold'] },
    );
    await cluster.client.delete(configMaps, inDefault('parent'), { propagationPolicy: 'Foreground' });
    expect(await isGone(configMaps, inDefault('parent'))).toBe(false);
    const free = { type: 'application/merge-patch+json' as const, body: { metadata: { finalizers: null } } };
    await cluster.client.patch(configMaps, inDefault('kid'), free);
    expect(await isGone(configMaps, inDefault('parent'))).toBe(true);
  });

  test('can leave orphans', async () => {
    const parent = await create(configMaps, 'parent');
    await create(configMaps, 'kid', {}, owner(parent));
    await cluster.client.delete(configMaps, inDefault('parent'), { propagationPolicy: 'Orphan' });
    expect(await isGone(configMaps, inDefault('parent'))).toBe(true);
    expect((await cluster.client.get(configMaps, inDefault('kid'))).metadata.ownerReferences).toBeUndefined();
  });
});

test('a namespace goes with everything that is in it', async () => {
  await cluster.client.create(namespaces, { metadata: { name: 'short' } });
  const inShort = { namespace: 'short' };
  await create(services, 's', { spec: { selector: { a: 'b' }, ports: [{ port: 80 }] } }, inShort);
  await create(deployments, 'd', { spec: { selector, template: template() } }, inShort);
  await cluster.settled();
  await cluster.client.delete(namespaces, { name: 'short' });
  expect(await isGone(namespaces, { name: 'short' })).toBe(true);
  expect((await cluster.client.list(endpointSlices, { namespace: 'short' })).items).toEqual([]);
});

test('a Deployment rolls out, pod by pod, into the slices of its Service', async () => {
  await create(services, 'web', {
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }], publishNotReadyAddresses: true },
  });
  await create(deployments, 'web', { spec: { replicas: 2, selector, template: template() } });
  for (const [i, pod] of (await list(pods)).entries()) await setReady(pod, `10.1.0.${i}`);
  await cluster.settled();
  expect((await cluster.client.get(deployments, inDefault('web'))).status.availableReplicas).toBe(2);
  const [slice] = await list(endpointSlices, 'kubernetes.io/service-name=web');
  expect(slice?.endpoints).toHaveLength(2);

  const current = await cluster.client.get(deployments, inDefault('web'));
  await cluster.client.update(deployments, {
    ...current,
    spec: { ...current.spec, template: template('web:2') } as never,
  });
  for (let n = 2; n < 4; n++) {
    const waiting = (await list(pods)).filter((pod) => pod.status.phase === 'Pending');
    for (const pod of waiting) await setReady(pod, `10.1.0.${n}`);
  }
  await cluster.settled();
  expect((await list(pods)).map((pod) => pod.spec.containers[0]?.image)).toEqual(['web:2', 'web:2']);
  expect((await list(replicaSets)).map(({ spec }) => spec.replicas).sort()).toEqual([0, 2]);
  const said = (await list(events))
    .filter((e) => e.source?.component === 'deployment-controller')
    .map((e) => e.message);
  expect(said.some((text) => /^Scaled up replica set web-\w+ from 0 to 2$/.test(text ?? ''))).toBe(true);
});

test('the pods of a StatefulSet come in order and keep their names', async () => {
  await create(statefulSets, 'db', { spec: { replicas: 2, serviceName: 'db', selector, template: template() } });
  expect(await names(pods)).toEqual(['db-0']);
  await setReady((await list(pods))[0] as Pod, '10.1.0.1');
  expect(await names(pods)).toEqual(['db-0', 'db-1']);
  await cluster.client.delete(pods, inDefault('db-0'), { gracePeriodSeconds: 0 });
  expect(await names(pods)).toEqual(['db-0', 'db-1']);
});

test('a CronJob makes a Job when its time has come, and the Job ends with its pod', async () => {
  const jobTemplate = {
    spec: { template: { spec: { containers: [{ name: 'c', image: 'x' }], restartPolicy: 'Never' } } },
  };
  await create(cronJobs, 'tick', { spec: { schedule: '*/5 * * * *', jobTemplate } });
  expect(await names(jobs)).toEqual([]);
  await clock.advance('5m1s');
  await eventually(async () => expect(await names(jobs)).toHaveLength(1));
  const [pod] = await list(pods);
  const patch = { type: 'application/strategic-merge-patch+json' as const, body: { status: { phase: 'Succeeded' } } };
  await cluster.client.patch(pods, inDefault(pod?.metadata.name ?? ''), patch, { subresource: 'status' });
  const [job] = await list(jobs);
  expect(job?.status).toMatchObject({
    succeeded: 1,
    conditions: [{ type: 'SuccessCriteriaMet' }, { type: 'Complete' }],
  });
  expect((await cluster.client.get(pods, inDefault(pod?.metadata.name ?? ''))).metadata.finalizers).toBeUndefined();
});

test('a quota says what is used of it', async () => {
  await create(resourceQuotas, 'q', { spec: { hard: { pods: '5', 'requests.cpu': '2' } } });
  const resources = { requests: { cpu: '250m' }, limits: { cpu: '250m' } };
  await create(pods, 'a', { spec: { containers: [{ name: 'c', image: 'x', resources }] } });
  const [quota] = await list(resourceQuotas);
  expect(quota?.status.used).toEqual({ pods: '1', 'requests.cpu': '250m' });
});

test('a cluster in which nothing happens writes nothing', async () => {
  await create(services, 'web', { spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } });
  await create(deployments, 'web', { spec: { replicas: 3, selector, template: template() } });
  const revision = async () => (await cluster.client.list(configMaps, { limit: 1 })).metadata.resourceVersion;
  await cluster.settled();
  const before = await revision();
  await clock.advance('5m');
  await cluster.settled();
  expect(await revision()).toBe(before);
});
