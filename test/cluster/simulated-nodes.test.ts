import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { configMaps, deployments, events, leases, nodes, pods } from '../../server/api/resource-types.gen.ts';
import type { Container, Node, ObjectMeta, Pod, PodSpec } from '../../server/api/types.gen.ts';
import { DEFAULT_PACE } from '../../server/node/pace.ts';
import {
  type ClusterWithNodes,
  type ClusterWithNodesOptions,
  startClusterWithNodes,
} from '../support/cluster-with-nodes.ts';
import { createDisposables } from '../support/disposables.ts';

let stack: ReturnType<typeof createDisposables>;
beforeEach(() => {
  stack = createDisposables();
});
afterEach(() => stack.disposeAsync());

const start = async (options?: ClusterWithNodesOptions) => stack.use(await startClusterWithNodes(options));

const MERGE = 'application/merge-patch+json';

function createPod(
  { client }: ClusterWithNodes,
  name: string,
  {
    spec,
    metadata,
    container,
  }: { spec?: Partial<PodSpec>; metadata?: Partial<ObjectMeta>; container?: Partial<Container> } = {},
): Promise<Pod> {
  const containers = [{ name: 'main', image: 'nginx:1.27', ...container }];
  return client.create(pods, {
    metadata: { name, namespace: 'default', ...metadata },
    spec: { containers, ...spec },
  });
}
const getPod = ({ client }: ClusterWithNodes, name: string) => client.get(pods, { namespace: 'default', name });
const getNode = ({ client }: ClusterWithNodes, name: string) => client.get(nodes, { name });
const podNames = async ({ client }: ClusterWithNodes) =>
  (await client.list(pods, { namespace: 'default' })).items.map(({ metadata }) => metadata.name);
const statusOf = (object: Pod | Node, type: string) =>
  (object.status.conditions as { type: string; status: string }[] | undefined)?.find((c) => c.type === type)?.status;
const annotateNode = ({ client }: ClusterWithNodes, name: string, annotations: Record<string, string | null>) =>
  client.patch(nodes, { name }, { type: MERGE, body: { metadata: { annotations } } });
const cordon = ({ client }: ClusterWithNodes, name: string, unschedulable: boolean) =>
  client.patch(nodes, { name }, { type: MERGE, body: { spec: { unschedulable } } });
const eventsOf = async ({ client }: ClusterWithNodes, name: string) =>
  (await client.list(events, { fieldSelector: `involvedObject.name=${name}` })).items
    .sort((a, b) =>
      (a.metadata.resourceVersion ?? '').localeCompare(b.metadata.resourceVersion ?? '', 'en', { numeric: true }),
    )
    .map(({ reason, message }) => `${reason}: ${message}`);

describe('nodes', () => {
  test('are registered as a kubelet registers them, and ready', async () => {
    const cluster = await start({ count: 4 });
    const { items } = await cluster.client.list(nodes);
    expect(items.map(({ metadata, spec }) => [metadata.name, spec.podCIDR, spec.taints])).toEqual([
      ['node-1', '10.244.0.0/24', undefined],
      ['node-2', '10.244.1.0/24', undefined],
      ['node-3', '10.244.2.0/24', undefined],
      ['node-4', '10.244.3.0/24', undefined],
    ]);
    expect(items.map(({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone'])).toEqual([
      'zone-a',
      'zone-b',
      'zone-c',
      'zone-a',
    ]);
    expect(items[0]).toMatchObject({
      metadata: { labels: { 'kubernetes.io/hostname': 'node-1', 'kubernetes.io/os': 'linux' } },
      status: {
        addresses: [
          { type: 'InternalIP', address: '172.18.0.2' },
          { type: 'Hostname', address: 'node-1' },
        ],
        nodeInfo: { kubeletVersion: 'v1.36.2' },
      },
    });
    expect(statusOf(items[0] as Node, 'Ready')).toBe('True');
  });

  test('say what becomes of them, under their name as every kubelet does', async () => {
    const cluster = await start({ count: 1 });
    await cordon(cluster, 'node-1', true);
    await cluster.settled();
    await cordon(cluster, 'node-1', false);
    await cluster.settled();
    const fieldSelector = 'involvedObject.name=node-1,involvedObject.uid=node-1';
    const { items } = await cluster.client.list(events, { fieldSelector });
    expect(items.map(({ reason, message }) => `${reason}: ${message}`).sort()).toEqual([
      'NodeNotSchedulable: Node node-1 status is now: NodeNotSchedulable',
      'NodeReady: Node node-1 status is now: NodeReady',
      'NodeSchedulable: Node node-1 status is now: NodeSchedulable',
      'Starting: Starting kubelet.',
    ]);
  });

  test('renew their leases, and write nothing else while nothing happens', async () => {
    const cluster = await start();
    await createPod(cluster, 'web');
    await cluster.settled();
    const key = { namespace: 'kube-node-lease', name: 'node-1' };
    const before = await cluster.client.get(leases, key);
    const revision = Number((await cluster.client.list(leases)).metadata.resourceVersion);
    await cluster.pass('60s');
    const after = await cluster.client.get(leases, key);
    expect(after.spec.renewTime).not.toBe(before.spec.renewTime);
    expect(after.metadata.ownerReferences?.[0]).toMatchObject({ kind: 'Node', name: 'node-1' });
    expect(Number((await cluster.client.list(leases)).metadata.resourceVersion) - revision).toBeLessThanOrEqual(3 * 6);
  });

  test('stay ready however much time is let pass at once', async () => {
    const cluster = await start();
    await createPod(cluster, 'web');
    await cluster.pass('1h');
    for (const node of (await cluster.client.list(nodes)).items) expect(statusOf(node, 'Ready')).toBe('True');
    expect(statusOf(await getPod(cluster, 'web'), 'Ready')).toBe('True');
  });

  test('that a user creates are simulated when they ask for it', async () => {
    const cluster = await start();
    await cluster.client.create(nodes, {
      metadata: {
        name: 'big',
        labels: { size: 'big', 'topology.kubernetes.io/zone': 'elsewhere' },
        annotations: { 'sim.kubeling.dev/node': 'yes' },
      },
      status: { capacity: { cpu: '128', memory: '1Ti', pods: '10' } },
    });
    await cluster.settled();
    await createPod(cluster, 'web', { spec: { nodeSelector: { size: 'big' } } });
    await cluster.settled();
    const node = await getNode(cluster, 'big');
    expect(node).toMatchObject({
      metadata: { labels: { 'kubernetes.io/hostname': 'big', 'topology.kubernetes.io/zone': 'elsewhere' } },
      spec: { podCIDR: '10.244.3.0/24' },
      status: { allocatable: { cpu: '128' } },
    });
    expect((await getPod(cluster, 'web')).status).toMatchObject({ phase: 'Running', podIP: '10.244.3.2' });
  });
});

test('a restart finds nodes and pods as they were, and takes away nodes that are not wanted any more', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'kubeling-nodes-'));
  stack.use({ [Symbol.asyncDispose]: () => rm(dataDir, { recursive: true }) });
  const before = await startClusterWithNodes({ dataDir });
  for (const name of ['a', 'b', 'c']) await createPod(before, name);
  await before.settled();
  await cordon(before, 'node-1', true);
  const pod = await getPod(before, 'a');
  await before[Symbol.asyncDispose]();

  const after = await start({ dataDir, count: 2 });
  expect((await after.client.list(nodes)).items.map(({ metadata }) => metadata.name)).toEqual(['node-1', 'node-2']);
  expect((await getNode(after, 'node-1')).spec.unschedulable).toBe(true);
  expect(await getPod(after, 'a')).toEqual(pod);
  await createPod(after, 'd');
  await after.settled();
  expect((await getPod(after, 'd')).status.podIP).toBe('10.244.1.3');
  await after.pass('1m');
  expect(await podNames(after)).toEqual(['a', 'b', 'd']);
});

describe('a pod', () => {
  test('is placed, started and ready, and says so in events', async () => {
    const cluster = await start({ pace: DEFAULT_PACE });
    await createPod(cluster, 'web');
    await cluster.settled();
    expect((await getPod(cluster, 'web')).status.containerStatuses?.[0]?.state?.waiting?.reason).toBe(
      'ContainerCreating',
    );
    await cluster.pass('100ms');
    const pod = await getPod(cluster, 'web');
    expect(pod.spec.nodeName).toBe('node-1');
    expect(pod.status).toMatchObject({ phase: 'Running', podIP: '10.244.0.2', hostIP: '172.18.0.2' });
    expect(statusOf(pod, 'Ready')).toBe('True');
    expect(await eventsOf(cluster, 'web')).toEqual([
      'Scheduled: Successfully assigned default/web to node-1',
      'Pulling: Pulling image "nginx:1.27"',
      expect.stringMatching(/^Pulled: Successfully pulled image "nginx:1.27" in 100ms \(100ms including waiting\)/),
      'Created: Container created',
      'Started: Container started',
    ]);
  });

  test('has no scheduler among its managers: a binding makes nobody an owner', async () => {
    const cluster = await start();
    await createPod(cluster, 'web');
    await cluster.settled();
    const { metadata } = await getPod(cluster, 'web');
    expect(metadata.managedFields?.map(({ subresource }) => subresource)).toEqual([undefined, 'status']);
  });

  test('that is deleted goes, and its address is not given out again soon', async () => {
    const cluster = await start({ count: 1, pace: DEFAULT_PACE });
    await createPod(cluster, 'web');
    await cluster.pass('1s');
    await cluster.client.delete(pods, { namespace: 'default', name: 'web' });
    await cluster.settled();
    expect((await getPod(cluster, 'web')).metadata.deletionGracePeriodSeconds).toBe(30);
    await cluster.pass('1s');
    expect(await podNames(cluster)).toEqual([]);
    expect((await eventsOf(cluster, 'web')).at(-1)).toBe('Killing: Stopping container main');
    await createPod(cluster, 'web');
    await cluster.pass('1s');
    expect((await getPod(cluster, 'web')).status.podIP).toBe('10.244.0.3');
  });

  describe('into whose status a user writes', () => {
    const patchStatus = ({ client }: ClusterWithNodes, status: object) =>
      client.patch(
        pods,
        { namespace: 'default', name: 'web' },
        { type: 'application/strategic-merge-patch+json', body: { status } },
        { subresource: 'status' },
      );
    const startWithPod = async (spec?: Partial<PodSpec>) => {
      const cluster = await start();
      await createPod(cluster, 'web', { ...(spec && { spec }) });
      await cluster.settled();
      return { cluster, before: await getPod(cluster, 'web') };
    };

    test('is put right by its node after ten seconds, as by a kubelet', async () => {
      const { cluster, before } = await startWithPod();
      const conditions = [{ type: 'Ready', status: 'False', reason: 'ByHand' }];
      await patchStatus(cluster, { phase: 'Pending', podIP: '10.1.2.3', message: 'by hand', conditions });
      await cluster.pass('9s');
      const meanwhile = await getPod(cluster, 'web');
      expect(meanwhile.status).toMatchObject({ phase: 'Pending', podIP: '10.1.2.3', message: 'by hand' });
      expect(statusOf(meanwhile, 'Ready')).toBe('False');
      await cluster.pass('1s');
      expect((await getPod(cluster, 'web')).status).toEqual(before.status);
    });

    test('keeps the conditions that are not of its node', async () => {
      const { cluster } = await startWithPod();
      await patchStatus(cluster, { message: 'by hand', conditions: [{ type: 'example.com/mine', status: 'True' }] });
      await cluster.pass('10s');
      const pod = await getPod(cluster, 'web');
      expect(pod.status.message).toBeUndefined();
      expect(statusOf(pod, 'example.com/mine')).toBe('True');
      expect(statusOf(pod, 'Ready')).toBe('True');
    });

    test('is put right at once when its node has something to say', async () => {
      const { cluster, before } = await startWithPod();
      await patchStatus(cluster, { podIP: '10.1.2.3' });
      const annotations = { 'sim.kubeling.dev/ready': 'false' };
      const key = { namespace: 'default', name: 'web' };
      await cluster.client.patch(pods, key, { type: MERGE, body: { metadata: { annotations } } });
      await cluster.settled();
      const pod = await getPod(cluster, 'web');
      expect(pod.status.podIP).toBe(before.status.podIP);
      expect(statusOf(pod, 'Ready')).toBe('False');
    });

    test('is ready as soon as its readiness gates are open', async () => {
      const { cluster, before } = await startWithPod({ readinessGates: [{ conditionType: 'lb' }] });
      expect(statusOf(before, 'Ready')).toBe('False');
      await patchStatus(cluster, { conditions: [{ type: 'lb', status: 'True' }] });
      await cluster.settled();
      expect(statusOf(await getPod(cluster, 'web'), 'Ready')).toBe('True');
      await patchStatus(cluster, { conditions: [{ type: 'lb', status: 'False' }] });
      await cluster.settled();
      expect(statusOf(await getPod(cluster, 'web'), 'Ready')).toBe('False');
    });

    test('is over when he says so', async () => {
      const { cluster } = await startWithPod();
      await patchStatus(cluster, { phase: 'Failed', reason: 'ByHand' });
      await cluster.pass('1m');
      expect((await getPod(cluster, 'web')).status).toMatchObject({ phase: 'Failed', reason: 'ByHand' });
    });
  });

  test('that comes past the scheduler is rejected when it wants a host port of another', async () => {
    const cluster = await start({ count: 1 });
    const ports = [{ containerPort: 80, hostPort: 8080 }];
    const spec = { nodeName: 'node-1', containers: [{ name: 'main', image: 'web', ports }] };
    await createPod(cluster, 'first', { spec });
    await cluster.pass('1s');
    await createPod(cluster, 'second', { spec });
    await cluster.pass('1s');
    const message = "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports";
    expect((await getPod(cluster, 'first')).status.phase).toBe('Running');
    expect((await getPod(cluster, 'second')).status).toMatchObject({
      phase: 'Failed',
      reason: 'NodePorts',
      message: `Pod was rejected: ${message}`,
    });
    expect(await eventsOf(cluster, 'second')).toEqual([`NodePorts: ${message}`]);
  });

  test('for which there is no room waits until there is', async () => {
    const cluster = await start({ count: 1 });
    await cordon(cluster, 'node-1', true);
    await cluster.settled();
    await createPod(cluster, 'web');
    await cluster.settled();
    const waiting = await getPod(cluster, 'web');
    const message =
      '0/1 nodes are available: 1 node(s) were unschedulable. no new claims to deallocate, preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
    expect(waiting.status.conditions).toMatchObject([
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message },
    ]);
    expect(await eventsOf(cluster, 'web')).toEqual([`FailedScheduling: ${message}`]);
    await cordon(cluster, 'node-1', false);
    await cluster.pass('20s');
    expect((await getPod(cluster, 'web')).status.phase).toBe('Running');
  });

  test('of higher priority takes the place of another', async () => {
    const cluster = await start({ count: 1 });
    const needs = (cpu: string, priorityClassName?: string) => ({
      container: { resources: { requests: { cpu } } },
      ...(priorityClassName && { spec: { priorityClassName }, metadata: { namespace: 'kube-system' } }),
    });
    await createPod(cluster, 'low', needs('60'));
    await cluster.settled();
    await createPod(cluster, 'high', needs('10', 'system-cluster-critical'));
    await cluster.pass('1s');
    const high = await cluster.client.get(pods, { namespace: 'kube-system', name: 'high' });
    expect(high.status.phase).toBe('Running');
    expect(await podNames(cluster)).toEqual([]);
    expect((await eventsOf(cluster, 'low')).some((event) => event.startsWith('Preempted: Preempted by pod'))).toBe(
      true,
    );
  });

  test('with a gate or another scheduler is left alone', async () => {
    const cluster = await start();
    await createPod(cluster, 'gated', { spec: { schedulingGates: [{ name: 'example.com/wait' }] } });
    await createPod(cluster, 'foreign', { spec: { schedulerName: 'mine' } });
    await cluster.pass('1m');
    expect((await getPod(cluster, 'gated')).spec.nodeName).toBeUndefined();
    expect((await getPod(cluster, 'foreign')).spec.nodeName).toBeUndefined();
    const patch = { type: MERGE, body: { spec: { schedulingGates: null } } } as const;
    await cluster.client.patch(pods, { namespace: 'default', name: 'gated' }, patch);
    await cluster.settled();
    expect((await getPod(cluster, 'gated')).status.phase).toBe('Running');
  });

  test('of a Deployment is on another node than its siblings', async () => {
    const cluster = await start();
    const labels = { app: 'web' };
    const template = { metadata: { labels } as never, spec: { containers: [{ name: 'main', image: 'nginx' }] } };
    await cluster.client.create(deployments, {
      metadata: { name: 'web', namespace: 'default' },
      spec: { replicas: 6, selector: { matchLabels: labels }, template },
    });
    await cluster.settled();
    const { items } = await cluster.client.list(pods, { namespace: 'default' });
    const byNode = items.map(({ spec }) => spec.nodeName).sort();
    expect(byNode).toEqual(['node-1', 'node-1', 'node-2', 'node-2', 'node-3', 'node-3']);
  });
});

describe('a pod that refers to what is not there', () => {
  const container = (cluster: ClusterWithNodes) =>
    getPod(cluster, 'web').then(({ status }) => status.containerStatuses?.[0]?.state);
  const createMap = ({ client }: ClusterWithNodes, data: Record<string, string>) =>
    client.create(configMaps, { metadata: { name: 'settings', namespace: 'default' }, data });

  test('cannot be configured until it is', async () => {
    const cluster = await start();
    const env = [{ name: 'MODE', valueFrom: { configMapKeyRef: { name: 'settings', key: 'mode' } } }];
    await createPod(cluster, 'web', { container: { env } });
    await cluster.settled();
    const waiting = (message: string) => ({ waiting: { reason: 'CreateContainerConfigError', message } });
    expect(await container(cluster)).toEqual(waiting('configmap "settings" not found'));
    expect((await eventsOf(cluster, 'web')).at(-1)).toBe('Failed: Error: configmap "settings" not found');
    await createMap(cluster, { other: 'x' });
    await cluster.pass('2s');
    expect(await container(cluster)).toEqual(waiting("couldn't find key mode in ConfigMap default/settings"));
    await cluster.client.patch(
      configMaps,
      { namespace: 'default', name: 'settings' },
      { type: MERGE, body: { data: { mode: 'y' } } },
    );
    await cluster.pass('2s');
    expect((await getPod(cluster, 'web')).status.phase).toBe('Running');
  });

  test('waits for its volumes', async () => {
    const cluster = await start();
    const volumes = [
      { name: 'optional', secret: { secretName: 'none', optional: true } },
      { name: 'settings', configMap: { name: 'settings' } },
    ];
    await createPod(cluster, 'web', { spec: { volumes } });
    await cluster.pass('30s');
    expect(await container(cluster)).toEqual({ waiting: { reason: 'ContainerCreating' } });
    expect((await eventsOf(cluster, 'web')).slice(1)).toEqual([
      'FailedMount: MountVolume.SetUp failed for volume "settings" : configmap "settings" not found',
    ]);
    await createMap(cluster, {});
    await cluster.pass('2s');
    expect((await getPod(cluster, 'web')).status.phase).toBe('Running');
  });
});

describe('a node that fails', () => {
  test('silently is found out, and its pods are evicted when their time is over', async () => {
    const cluster = await start();
    await createPod(cluster, 'web', { spec: { nodeSelector: { 'kubernetes.io/hostname': 'node-2' } } });
    await annotateNode(cluster, 'node-2', { 'sim.kubeling.dev/heartbeat': 'off' });
    await cluster.pass('45s');
    expect(statusOf(await getNode(cluster, 'node-2'), 'Ready')).toBe('True');
    await cluster.pass('15s');
    const silent = await getNode(cluster, 'node-2');
    expect(statusOf(silent, 'Ready')).toBe('Unknown');
    expect(silent.spec.taints?.map(({ key, effect }) => `${key}:${effect}`).sort()).toEqual([
      'node.kubernetes.io/unreachable:NoExecute',
      'node.kubernetes.io/unreachable:NoSchedule',
    ]);
    expect(statusOf(await getPod(cluster, 'web'), 'Ready')).toBe('False');
    await cluster.pass('5m');
    const evicted = await getPod(cluster, 'web');
    expect(evicted.metadata.deletionTimestamp).toBeDefined();
    expect(evicted.status.conditions?.find(({ type }) => type === 'DisruptionTarget')).toMatchObject({
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    });
    await annotateNode(cluster, 'node-2', { 'sim.kubeling.dev/heartbeat': null });
    await cluster.settled();
    expect(statusOf(await getNode(cluster, 'node-2'), 'Ready')).toBe('True');
    expect((await getNode(cluster, 'node-2')).spec.taints).toBeUndefined();
    expect(await podNames(cluster)).toEqual([]);
  });

  test('for a while leaves its pods as they were', async () => {
    const cluster = await start();
    await createPod(cluster, 'web', { spec: { nodeSelector: { 'kubernetes.io/hostname': 'node-2' } } });
    await cluster.settled();
    await annotateNode(cluster, 'node-2', { 'sim.kubeling.dev/ready': 'false' });
    await cluster.settled();
    expect(statusOf(await getNode(cluster, 'node-2'), 'Ready')).toBe('False');
    await cluster.pass('1m');
    expect(statusOf(await getPod(cluster, 'web'), 'Ready')).toBe('False');
    await annotateNode(cluster, 'node-2', { 'sim.kubeling.dev/ready': null });
    await cluster.settled();
    expect(statusOf(await getPod(cluster, 'web'), 'Ready')).toBe('True');
    await cluster.pass('10m');
    expect(await podNames(cluster)).toEqual(['web']);
  });

  test('for good takes its pods with it', async () => {
    const cluster = await start();
    await createPod(cluster, 'web', { spec: { nodeSelector: { 'kubernetes.io/hostname': 'node-2' } } });
    await cluster.settled();
    await cluster.client.delete(nodes, { name: 'node-2' });
    await cluster.pass('30s');
    expect(await podNames(cluster)).toEqual(['web']);
    await cluster.pass('15s');
    expect(await podNames(cluster)).toEqual([]);
  });

  test('is welcomed and seen off with an event', async () => {
    const cluster = await start();
    await cluster.client.delete(nodes, { name: 'node-2' });
    await cluster.settled();
    const ofNode = { namespace: 'default', fieldSelector: 'involvedObject.name=node-2,source=node-controller' };
    const said = (await cluster.client.list(events, ofNode)).items.map(
      ({ reason, message }) => `${reason}: ${message}`,
    );
    expect(said.sort()).toEqual([
      'RegisteredNode: Node node-2 event: Registered Node node-2 in Controller',
      'RemovingNode: Node node-2 event: Removing Node node-2 from Controller',
    ]);
  });

  test('is left by pods whose time of tolerating its taint is over, though the taint does not say since when', async () => {
    const cluster = await start();
    const tolerations = [
      { key: 'broken', operator: 'Exists' as const, effect: 'NoExecute' as const, tolerationSeconds: 5 },
    ];
    await createPod(cluster, 'patient', { spec: { nodeName: 'node-1', tolerations } });
    await cluster.settled();
    const taints = [{ key: 'broken', effect: 'NoExecute' }];
    await cluster.client.patch(nodes, { name: 'node-1' }, { type: MERGE, body: { spec: { taints } } });
    await cluster.pass('4s');
    expect(await podNames(cluster)).toEqual(['patient']);
    await cluster.pass('2s');
    await cluster.pass('1s');
    expect(await podNames(cluster)).toEqual([]);
  });

  test('is left by pods that do not tolerate its taint', async () => {
    const cluster = await start({ count: 2 });
    const onFirst = { nodeSelector: { 'kubernetes.io/hostname': 'node-1' } };
    const tolerations = [{ key: 'broken', operator: 'Exists' as const }];
    await createPod(cluster, 'leaves', { spec: onFirst });
    await createPod(cluster, 'stays', { spec: { ...onFirst, tolerations } });
    await cluster.settled();
    const taints = [{ key: 'broken', effect: 'NoExecute' }];
    await cluster.client.patch(nodes, { name: 'node-1' }, { type: MERGE, body: { spec: { taints } } });
    await cluster.settled();
    expect(await podNames(cluster)).toEqual(['stays']);
  });
});

describe('logs', () => {
  const counter = ['sh', '-c', 'i=0; while true; do echo "line $i"; i=$((i+1)); sleep 1; done'];
  const read = async (cluster: ClusterWithNodes, options = {}, target = {}) => {
    let text = '';
    const logs = cluster.nodes.runtime.logs(
      { namespace: 'default', name: 'web', ...target },
      options,
      new AbortController().signal,
    );
    for await (const part of logs) text += part;
    return text;
  };

  test('are what the command has printed by now', async () => {
    const cluster = await start();
    await createPod(cluster, 'web', { container: { command: counter } });
    await cluster.pass('3500ms');
    expect(await read(cluster)).toBe('line 0\nline 1\nline 2\nline 3\n');
    expect(await read(cluster, { tailLines: 2 })).toBe('line 2\nline 3\n');
    expect(await read(cluster, { tailLines: 0 })).toBe('');
    expect(await read(cluster, { sinceSeconds: 2 })).toBe('line 2\nline 3\n');
    expect(await read(cluster, { sinceTime: '2026-01-01T00:00:03Z' })).toBe('line 3\n');
    expect(await read(cluster, { limitBytes: 10 })).toBe('line 0\nlin');
    expect(await read(cluster, { tailLines: 1, timestamps: true })).toBe('2026-01-01T00:00:03.000000000Z line 3\n');
  });

  test('are followed until the container ends', async () => {
    const cluster = await start();
    await createPod(cluster, 'web', { container: { command: counter } });
    await cluster.settled();
    const followed = read(cluster, { follow: true, tailLines: 1 });
    await cluster.pass('2s');
    await cluster.client.delete(pods, { namespace: 'default', name: 'web' });
    await cluster.settled();
    expect(await followed).toBe('line 0\nline 1\nline 2\n');
  });

  test('of an earlier run are kept', async () => {
    const cluster = await start();
    await createPod(cluster, 'web', { container: { command: ['sh', '-c', 'echo going; sleep 5; exit 1'] } });
    await cluster.settled();
    await expect(read(cluster, { previous: true })).rejects.toThrow(
      'previous terminated container "main" in pod "web" not found',
    );
    await cluster.pass('6s');
    expect(await read(cluster, { previous: true })).toBe('going\n');
  });

  test('can be said by annotation', async () => {
    const cluster = await start();
    await createPod(cluster, 'web', { metadata: { annotations: { 'sim.kubeling.dev/log': 'hello' } } });
    await cluster.settled();
    expect(await read(cluster)).toBe('hello\n');
  });

  test('that cannot be had are refused in words', async () => {
    const cluster = await start({ pace: DEFAULT_PACE });
    await createPod(cluster, 'web', { container: { image: 'nginx:does-not-exist' } });
    await cluster.settled();
    const words = 'container "main" in pod "web" is waiting to start:';
    await expect(read(cluster)).rejects.toThrow(`${words} ContainerCreating`);
    await cluster.pass('1s');
    await expect(read(cluster)).rejects.toThrow(`${words} trying and failing to pull image`);
    await expect(read(cluster, {}, { container: 'other' })).rejects.toThrow('container other is not valid for pod web');
    await expect(read(cluster, {}, { name: 'none' })).rejects.toThrow('pods "none" not found');
  });
});
