import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  cronJobs,
  daemonSets,
  deployments,
  horizontalPodAutoscalers,
  jobs,
  leases,
  namespaces,
  nodes,
  podDisruptionBudgets,
  resourceQuotas,
  services,
  statefulSets,
} from '../../server/api/resource-types.gen.ts';
import { type Cluster, startCluster } from '../../server/cluster.ts';
import { manualClock } from '../../server/lib/clock.ts';

const clock = manualClock();
let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ dns: false, nodes: 3, clock, loadBalancerCidr: '172.18.255.0/24' });
});
afterAll(() => cluster[Symbol.asyncDispose]());

/** Lets time pass in small parts, and what it brings come to an end. */
async function pass(seconds: number): Promise<void> {
  for (let i = 0; i < seconds; i++) {
    await cluster.settled();
    await clock.advance('1s');
  }
  await cluster.settled();
}

const key = (name: string) => ({ namespace: 'default', name });
const labels = { app: 'web' };
const selector = { matchLabels: labels };
const containers = [{ name: 'main', image: 'nginx', resources: { requests: { cpu: '10m' } } }];
const template = { metadata: { labels }, spec: { containers } } as never;
const finite = (command: string[]) =>
  ({ spec: { containers: [{ name: 'main', image: 'busybox', command }], restartPolicy: 'Never' } }) as never;

async function createEverything(): Promise<void> {
  const { client } = cluster;
  await client.create(resourceQuotas, { metadata: key('all'), spec: { hard: { pods: '50' } } });
  await client.create(deployments, { metadata: key('web'), spec: { replicas: 3, selector, template } });
  await client.create(services, {
    metadata: key('web'),
    spec: { type: 'LoadBalancer', selector: labels, ports: [{ port: 80 }] },
  });
  const claim = {
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  await client.create(statefulSets, {
    metadata: key('db'),
    spec: { replicas: 2, serviceName: 'db', selector, template, volumeClaimTemplates: [claim as never] },
  });
  await client.create(daemonSets, { metadata: key('agent'), spec: { selector, template } });
  await client.create(jobs, { metadata: key('once'), spec: { template: finite(['true']) } });
  await client.create(jobs, { metadata: key('never'), spec: { backoffLimit: 0, template: finite(['false']) } });
  await client.create(cronJobs, {
    metadata: key('yearly'),
    spec: { schedule: '0 0 1 7 *', jobTemplate: { spec: { template: finite(['true']) } } },
  });
  await client.create(podDisruptionBudgets, { metadata: key('web'), spec: { minAvailable: 1, selector } });
  await client.create(horizontalPodAutoscalers, {
    metadata: key('web'),
    spec: { maxReplicas: 5, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
  });
  await client.create(namespaces, { metadata: { name: 'gone' } });
  await client.delete(namespaces, { name: 'gone' });
}

const revision = async () => Number((await cluster.client.list(nodes)).metadata.resourceVersion);

test('nothing moves until the clock does', async () => {
  await cluster.settled();
  await cluster.client.create(deployments, { metadata: key('early'), spec: { replicas: 1, selector, template } });
  await cluster.settled();
  const before = await revision();
  for (let i = 0; i < 100; i++) await new Promise((resolve) => setImmediate(resolve));
  expect(await revision()).toBe(before);
  const { status } = await cluster.client.get(deployments, key('early'));
  expect([status.replicas, status.readyReplicas]).toEqual([1, undefined]);
  await cluster.client.delete(deployments, key('early'));
});

test('in an idle cluster only the heartbeats of the nodes are written', async () => {
  await createEverything();
  await pass(30);
  const { status } = await cluster.client.get(statefulSets, key('db'));
  expect(status.readyReplicas).toBe(2);

  const before = await revision();
  const beats = await renewals();
  await pass(60);
  expect((await revision()) - before).toBe((await renewals()) - beats);
  expect((await renewals()) - beats).toBe(3 * 6);
});

/** How often the nodes have renewed their leases, which they do each time with another revision. */
async function renewals(): Promise<number> {
  const { items } = await cluster.client.list(leases, { namespace: 'kube-node-lease' });
  const renewed = items.map(({ spec }) => Date.parse(spec.renewTime ?? '') / 10_000);
  return Math.round(renewed.reduce((sum, tens) => sum + tens, 0));
}
