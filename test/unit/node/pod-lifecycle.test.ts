import { describe, expect, test } from 'vitest';
import type { Container, Pod } from '../../../server/api/types.gen.ts';
import { INSTANT } from '../../../server/node/pace.ts';
import { POD_LIFECYCLE } from '../../../server/node/pod-lifecycle.ts';
import { type PodUnderTest, START, simulatePod } from '../../support/lifecycle.ts';
import { makeContainer, makePod } from '../../support/make.ts';

const container = (pod: Pod, name = 'main') =>
  [
    ...(pod.status.containerStatuses ?? []),
    ...(pod.status.initContainerStatuses ?? []),
    ...(pod.status.ephemeralContainerStatuses ?? []),
  ].find((status) => status.name === name);

/** `waiting CrashLoopBackOff`, `running`, `terminated Error 1`. */
const stateOf = (pod: Pod, name?: string) => {
  const { waiting, running, terminated } = container(pod, name)?.state ?? {};
  if (waiting) return `waiting ${waiting.reason}`;
  if (terminated) return `terminated ${terminated.reason} ${terminated.exitCode}`;
  return running ? 'running' : 'nothing';
};
const conditions = (pod: Pod) =>
  Object.fromEntries(
    (pod.status.conditions ?? []).map((c) => [c.type, c.reason ? `${c.status} ${c.reason}` : c.status]),
  );
const isReady = (pod: Pod) => conditions(pod).Ready === 'True';
const withCommand = (...command: string[]) => ({ spec: { containers: [makeContainer('main', { command })] } });
const annotated = (what: Record<string, string>) => ({
  annotations: Object.fromEntries(Object.entries(what).map(([key, value]) => [`sim.kubeling.dev/${key}`, value])),
});
const annotate = (what: Record<string, string>) => (pod: Pod) => ({
  ...pod,
  metadata: { ...pod.metadata, ...annotated(what) },
});
const startedPod = (pod: Pod) => {
  const simulation = simulatePod(pod);
  simulation.pass(1000);
  simulation.events();
  return simulation;
};
const deleted = (grace: number) => (pod: Pod) => ({
  ...pod,
  metadata: {
    ...pod.metadata,
    generation: 2,
    deletionTimestamp: new Date(START + grace * 1000).toISOString(),
    deletionGracePeriodSeconds: grace,
  },
});

test('every rule has a name of its own', () => {
  expect(new Set(POD_LIFECYCLE.map(({ name }) => name)).size).toBe(POD_LIFECYCLE.length);
});

describe('a plain pod', () => {
  test('is created, runs and is ready after two writes', () => {
    const web = simulatePod(makePod('web'));
    expect(web.pod.status).toMatchObject({
      phase: 'Pending',
      startTime: '2026-01-01T00:00:00Z',
      hostIP: '172.18.0.2',
      hostIPs: [{ ip: '172.18.0.2' }],
      observedGeneration: 1,
      containerStatuses: [
        {
          name: 'main',
          state: { waiting: { reason: 'ContainerCreating' } },
          lastState: {},
          ready: false,
          restartCount: 0,
          image: 'nginx:1.27',
          imageID: '',
          started: false,
        },
      ],
    });
    expect(conditions(web.pod)).toEqual({
      PodReadyToStartContainers: 'False',
      Initialized: 'True',
      Ready: 'False ContainersNotReady',
      ContainersReady: 'False ContainersNotReady',
      PodScheduled: 'True',
    });
    web.pass(99);
    expect(web.pod.status.podIP).toBeUndefined();
    web.pass(1);
    expect(web.pod.status).toMatchObject({
      phase: 'Running',
      podIP: '10.244.0.2',
      podIPs: [{ ip: '10.244.0.2' }],
      containerStatuses: [
        {
          state: { running: { startedAt: '2026-01-01T00:00:00Z' } },
          ready: true,
          started: true,
          image: 'docker.io/library/nginx:1.27',
          imageID: expect.stringMatching(/^docker\.io\/library\/nginx@sha256:[0-9a-f]{64}$/),
          containerID: expect.stringMatching(/^containerd:\/\/[0-9a-f]{64}$/),
          resources: {},
        },
      ],
    });
    expect((web.pod.status.conditions ?? []).map(({ type, status }) => `${type} ${status}`)).toEqual([
      'PodReadyToStartContainers True',
      'Initialized True',
      'Ready True',
      'ContainersReady True',
      'PodScheduled True',
    ]);
    expect(web.events()).toEqual([
      'Pulled Container image "nginx:1.27" already present on machine and can be accessed by the pod',
      'Created Container created',
      'Started Container started',
    ]);
    expect(web.goOn()).toBe(false);
    expect(web.writes).toBe(2);
  });

  test('at an instant pace is ready with the first write', () => {
    const web = simulatePod(makePod('web'), INSTANT);
    expect(isReady(web.pod)).toBe(true);
    expect(web.writes).toBe(1);
  });

  test('pulls an image that its node has not', () => {
    const web = simulatePod(makePod('web', { spec: { containers: [makeContainer('main', { image: 'redis' })] } }));
    web.pass(100);
    expect(web.events()[0]).toBe('Pulling Pulling image "redis"');
    expect(web.events()).toEqual([]);
    expect(container(web.pod)?.image).toBe('docker.io/library/redis:latest');
  });

  test('keeps the conditions that others gave it, and the time of its binding', () => {
    const bound = { type: 'PodScheduled', status: 'True', lastTransitionTime: '2025-12-31T00:00:00Z' };
    const own = { type: 'example.com/own', status: 'True' };
    const web = startedPod(makePod('web', { status: { conditions: [bound, own] } }));
    expect(web.pod.status.conditions?.[0]).toEqual(own);
    expect(web.pod.status.conditions?.at(-1)).toMatchObject({ ...bound, observedGeneration: 1 });
  });

  test('on the network of its node has its addresses at once', () => {
    const web = simulatePod(makePod('web', { spec: { hostNetwork: true } }));
    expect(web.pod.status).toMatchObject({ podIP: '172.18.0.2', podIPs: [{ ip: '172.18.0.2' }] });
    expect(conditions(web.pod).PodReadyToStartContainers).toBe('False');
    web.pass(100);
    expect(web.pod.status).toMatchObject({ phase: 'Running', podIP: '172.18.0.2' });
  });

  test('lists its containers by name, whatever their order', () => {
    const web = startedPod(makePod('web', { spec: { containers: [makeContainer('b'), makeContainer('a')] } }));
    expect(web.pod.status.containerStatuses?.map(({ name }) => name)).toEqual(['a', 'b']);
  });
});

describe('readiness', () => {
  const probed = { spec: { containers: [makeContainer('main', { readinessProbe: { httpGet: { port: 80 } } })] } };

  test('comes with the probe, after the start', () => {
    const web = simulatePod(makePod('web', probed));
    web.pass(100);
    expect(web.pod.status.phase).toBe('Running');
    expect(conditions(web.pod).Ready).toBe('False ContainersNotReady');
    web.pass(100);
    expect(isReady(web.pod)).toBe(true);
  });

  test('waits for the startup probe', () => {
    const startupProbe = { httpGet: { port: 80 } };
    const web = simulatePod(makePod('web', { spec: { containers: [makeContainer('main', { startupProbe })] } }));
    web.pass(100);
    expect(container(web.pod)).toMatchObject({ started: false, ready: false });
    web.pass(100);
    expect(container(web.pod)).toMatchObject({ started: true, ready: true });
  });

  test('is delayed by annotation', () => {
    const web = simulatePod(makePod('web', { metadata: annotated({ 'ready-delay': '5s' }) }));
    web.pass(5099);
    expect(isReady(web.pod)).toBe(false);
    web.pass(1);
    expect(isReady(web.pod)).toBe(true);
  });

  test('follows the annotation while the pod runs', () => {
    const web = startedPod(makePod('web'));
    web.change(annotate({ ready: 'false' }));
    expect(conditions(web.pod)).toMatchObject({
      Ready: 'False ContainersNotReady',
      ContainersReady: 'False ContainersNotReady',
    });
    expect(web.events()).toEqual(['Unhealthy Readiness probe failed: simulated failure']);
    web.change(annotate({}));
    expect(isReady(web.pod)).toBe(true);
  });

  test('of one container is said by its name', () => {
    const spec = { containers: [makeContainer('a'), makeContainer('b')] };
    const web = startedPod(makePod('web', { spec, metadata: annotated({ 'ready.b': 'false' }) }));
    expect(web.pod.status.containerStatuses?.map(({ ready }) => ready)).toEqual([true, false]);
  });

  test('fails with a probe whose command plainly fails', () => {
    const readinessProbe = { exec: { command: ['false'] } };
    const web = startedPod(makePod('web', { spec: { containers: [makeContainer('main', { readinessProbe })] } }));
    expect(isReady(web.pod)).toBe(false);
  });

  test('needs the conditions that the readiness gates name', () => {
    const web = startedPod(makePod('web', { spec: { readinessGates: [{ conditionType: 'lb' }] } }));
    expect(conditions(web.pod)).toMatchObject({ ContainersReady: 'True', Ready: 'False ReadinessGatesNotReady' });
    const set = (status: string) => (pod: Pod) => ({
      ...pod,
      status: {
        ...pod.status,
        conditions: [...(pod.status.conditions ?? []).filter(({ type }) => type !== 'lb'), { type: 'lb', status }],
      },
    });
    web.change(set('True'));
    expect(isReady(web.pod)).toBe(true);
    web.change(set('False'));
    expect(web.pod.status.conditions?.find(({ type }) => type === 'Ready')?.message).toBe(
      'the status of pod readiness gate "lb" is not "True", but False',
    );
  });
});

describe('init containers and sidecars', () => {
  const init = (name: string, more: Partial<Container> = {}) =>
    makeContainer(name, { command: ['sleep', '1'], ...more });
  const sidecar = makeContainer('proxy', { restartPolicy: 'Always' });
  const pod = (...initContainers: Container[]) => makePod('web', { spec: { initContainers } });

  test('run one after the other before the main containers', () => {
    const web = simulatePod(pod(init('first'), init('second')));
    expect(stateOf(web.pod, 'main')).toBe('waiting PodInitializing');
    expect(conditions(web.pod)).toMatchObject({ Initialized: 'False ContainersNotInitialized' });
    web.pass(100);
    expect(['first', 'second', 'main'].map((name) => stateOf(web.pod, name))).toEqual([
      'running',
      'waiting PodInitializing',
      'waiting PodInitializing',
    ]);
    web.pass(1000);
    expect(stateOf(web.pod, 'first')).toBe('terminated Completed 0');
    expect(container(web.pod, 'first')).toMatchObject({ ready: true, started: false });
    expect(stateOf(web.pod, 'second')).toBe('running');
    expect(web.pod.status.conditions?.find(({ type }) => type === 'Initialized')?.message).toBe(
      'containers with incomplete status: [second]',
    );
    expect(web.pod.status.phase).toBe('Pending');
    web.pass(1000);
    expect(web.pod.status.phase).toBe('Running');
    expect(isReady(web.pod)).toBe(true);
  });

  test('that fail are started again, with a growing pause', () => {
    const web = simulatePod(pod(init('first', { command: ['sh', '-c', 'sleep 1; exit 2'] })));
    web.pass(100 + 1000);
    expect(stateOf(web.pod, 'first')).toBe('terminated Error 2');
    web.pass(100 + 1000 + 100);
    expect(container(web.pod, 'first')?.restartCount).toBe(1);
    expect(stateOf(web.pod, 'first')).toBe('waiting CrashLoopBackOff');
    expect(web.pod.status.phase).toBe('Pending');
  });

  test('that fail end a pod that is never restarted', () => {
    const web = startedPod(
      makePod('job', { spec: { restartPolicy: 'Never', initContainers: [init('first', { command: ['false'] })] } }),
    );
    expect(web.pod.status.phase).toBe('Failed');
    expect(conditions(web.pod)).toMatchObject({ Ready: 'False PodFailed' });
    expect(stateOf(web.pod, 'main')).toBe('waiting PodInitializing');
  });

  test('of unknown doing come to an end', () => {
    const web = startedPod(pod(makeContainer('setup', { command: ['./migrate'] })));
    expect(web.pod.status.phase).toBe('Running');
  });

  test('sidecars start in their place and go on running', () => {
    const web = simulatePod(pod(init('first'), sidecar, init('last')));
    web.pass(100 + 1000);
    expect(['first', 'proxy', 'last', 'main'].map((name) => stateOf(web.pod, name))).toEqual([
      'terminated Completed 0',
      'running',
      'running',
      'waiting PodInitializing',
    ]);
    web.pass(1000);
    expect(stateOf(web.pod, 'proxy')).toBe('running');
    expect(isReady(web.pod)).toBe(true);
  });

  test('sidecars stop when the work is done', () => {
    const job = makePod('job', {
      spec: {
        restartPolicy: 'Never',
        initContainers: [sidecar],
        containers: [makeContainer('main', { command: ['sleep', '3'] })],
      },
    });
    const web = simulatePod(job);
    web.pass(3100);
    expect(stateOf(web.pod, 'proxy')).toBe('terminated Completed 0');
    expect(web.pod.status.phase).toBe('Succeeded');
    expect(web.events()).toContain('Killing Stopping container proxy');
  });

  test('sidecars are started again, whatever the policy of the pod', () => {
    const crashing = makeContainer('proxy', { restartPolicy: 'Always', command: ['sh', '-c', 'sleep 5; exit 1'] });
    const web = simulatePod(makePod('job', { spec: { restartPolicy: 'Never', initContainers: [crashing] } }));
    web.pass(100 + 5000 + 100);
    expect(container(web.pod, 'proxy')).toMatchObject({ restartCount: 1, state: { running: {} } });
    expect(stateOf(web.pod, 'main')).toBe('running');
  });
});

describe('a command that ends', () => {
  test('well, in a pod that is not restarted: it has succeeded', () => {
    const job = simulatePod(
      makePod('job', {
        ...withCommand('sleep', '5'),
        spec: { ...withCommand('sleep', '5').spec, restartPolicy: 'Never' },
      }),
    );
    job.pass(5099);
    expect(job.pod.status.phase).toBe('Running');
    job.pass(1);
    expect(job.pod.status).toMatchObject({
      phase: 'Succeeded',
      containerStatuses: [
        {
          ready: false,
          started: false,
          state: {
            terminated: {
              exitCode: 0,
              reason: 'Completed',
              startedAt: '2026-01-01T00:00:00Z',
              finishedAt: '2026-01-01T00:00:05Z',
              containerID: expect.stringMatching(/^containerd/),
            },
          },
        },
      ],
    });
    expect(conditions(job.pod)).toEqual({
      PodReadyToStartContainers: 'False',
      Initialized: 'True PodCompleted',
      Ready: 'False PodCompleted',
      ContainersReady: 'False PodCompleted',
      PodScheduled: 'True',
    });
    expect(job.goOn()).toBe(false);
  });

  test.each([
    ['Never', 'Failed'],
    ['OnFailure', 'Running'],
    ['Always', 'Running'],
  ] as const)('badly, with restartPolicy %s: the pod is %s', (restartPolicy, phase) => {
    const job = simulatePod(makePod('job', { spec: { ...withCommand('sh', '-c', 'exit 3').spec, restartPolicy } }));
    job.pass(100);
    expect(stateOf(job.pod)).toBe('terminated Error 3');
    expect(job.pod.status.phase).toBe(phase);
  });

  test('is started again at once, then after 10 s, 20 s … 5 m', () => {
    const job = simulatePod(makePod('crash', withCommand('false')));
    const pauses: number[] = [];
    for (let last = 0; pauses.length < 8; ) {
      const before = container(job.pod)?.restartCount;
      job.goOn();
      if (container(job.pod)?.restartCount === before) continue;
      pauses.push(Math.round((job.time - last) / 1000));
      last = job.time;
    }
    expect(pauses).toEqual([0, 10, 20, 40, 80, 160, 300, 300]);
    expect(job.pod.status.phase).toBe('Running');
    expect(container(job.pod)?.lastState?.terminated).toMatchObject({ exitCode: 1, reason: 'Error' });
    const events = job.events();
    expect(events).toContain('BackOff Back-off restarting failed container main in pod crash_default(uid-crash)');
  });

  test('says how long it is left alone', () => {
    const job = simulatePod(makePod('crash', withCommand('false')));
    job.pass(1000);
    expect(container(job.pod)?.state?.waiting).toEqual({
      reason: 'CrashLoopBackOff',
      message: 'back-off 10s restarting failed container=main pod=crash_default(uid-crash)',
    });
    expect(conditions(job.pod).Ready).toBe('False ContainersNotReady');
    job.pass(11_000);
    expect(container(job.pod)?.state?.waiting?.message).toMatch(/^back-off 20s /);
  });

  test('after a long run starts with a clean slate', () => {
    const job = simulatePod(makePod('crash', withCommand('sh', '-c', 'sleep 660; exit 1')));
    for (let i = 0; i < 20; i++) job.goOn();
    expect(container(job.pod)?.restartCount).toBeGreaterThan(3);
    expect(job.events().some((event) => event.startsWith('BackOff'))).toBe(false);
  });

  test('of unknown doing ends well in a Job, and goes on elsewhere', () => {
    const ownerReferences = [{ apiVersion: 'batch/v1', kind: 'Job', name: 'pi', uid: 'j', controller: true }];
    const spec = {
      ...withCommand('perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)').spec,
      restartPolicy: 'Never' as const,
    };
    const job = simulatePod(makePod('pi', { spec, metadata: { ownerReferences } }));
    job.pass(1000);
    expect(job.pod.status.phase).toBe('Succeeded');
    const alone = startedPod(makePod('pi', { spec }));
    expect(alone.pod.status.phase).toBe('Running');
  });

  test('is judged by the rules of its own container', () => {
    const rules = [{ action: 'Restart' as const, exitCodes: { operator: 'In' as const, values: [42] } }];
    const own = makeContainer('main', {
      command: ['sh', '-c', 'exit 42'],
      restartPolicy: 'Never',
      restartPolicyRules: rules,
    });
    const job = simulatePod(makePod('job', { spec: { restartPolicy: 'Never', containers: [own] } }));
    job.pass(300);
    expect(container(job.pod)?.restartCount).toBe(1);
  });
});

describe('by annotation', () => {
  test('a container ends with a code, after a time', () => {
    const metadata = annotated({ 'exit-code': '7', 'exit-after': '30s' });
    const job = simulatePod(makePod('job', { metadata, spec: { restartPolicy: 'Never' } }));
    job.pass(30_000);
    expect(stateOf(job.pod)).toBe('running');
    job.pass(100);
    expect(stateOf(job.pod)).toBe('terminated Error 7');
  });
  test('a container ends by the time that it has run, also for a node that has not seen it start', () => {
    const { pod } = startedPod(makePod('web'));
    const running = structuredClone(pod);
    running.status.containerStatuses = running.status.containerStatuses?.map((status) => ({
      ...status,
      state: { running: { startedAt: '2025-12-31T23:59:00Z' } },
    }));
    const web = simulatePod(running);
    web.change(annotate({ ready: 'false' }));
    web.change(annotate({ 'exit-code': '3', 'exit-after': '60s' }));
    expect([web.time, stateOf(web.pod)]).toEqual([0, 'terminated Error 3']);
  });

  test('a container crashes again and again', () => {
    const job = startedPod(makePod('job', { metadata: annotated({ 'crash-loop': 'true' }) }));
    expect(stateOf(job.pod)).toBe('waiting CrashLoopBackOff');
    job.change(annotate({}));
    job.pass(11_000);
    expect(stateOf(job.pod)).toBe('running');
  });
  test('a pod fails as a whole', () => {
    const web = startedPod(makePod('web'));
    web.change(annotate({ fail: 'Evicted: The node was low on resource: memory.' }));
    expect(web.pod.status).toMatchObject({
      phase: 'Failed',
      reason: 'Evicted',
      message: 'The node was low on resource: memory.',
    });
    expect(conditions(web.pod).Ready).toBe('False PodFailed');
    expect(stateOf(web.pod)).toBe('terminated Error 137');
  });
  test('a pod starts late', () => {
    const web = simulatePod(makePod('web', { metadata: annotated({ 'start-delay': '1m' }) }));
    web.pass(59_999);
    expect(web.pod.status.phase).toBe('Pending');
    web.pass(1);
    expect(web.pod.status.phase).toBe('Running');
  });
  test('the liveness probe fails', () => {
    const web = startedPod(makePod('web'));
    web.change(annotate({ live: 'false' }));
    expect(web.events()).toEqual([
      'Unhealthy Liveness probe failed: simulated failure',
      'Killing Container main failed liveness probe, will be restarted',
    ]);
    web.pass(100);
    expect(container(web.pod)).toMatchObject({ restartCount: 1 });
  });
  test('what cannot be read is as if it were not there', () => {
    const web = startedPod(makePod('web', { metadata: annotated({ 'start-delay': 'soon', 'exit-after': '-1s' }) }));
    expect(web.pod.status.phase).toBe('Running');
  });
});

describe('an image that cannot be pulled', () => {
  const pod = (image: string) => makePod('web', { spec: { containers: [makeContainer('main', { image })] } });
  const reason = 'docker.io/library/nginx:does-not-exist';
  const message = `rpc error: code = NotFound desc = failed to pull and unpack image "${reason}": failed to resolve reference "${reason}": ${reason}: not found`;

  test('is tried again after 10 s, 20 s …', () => {
    const web = simulatePod(pod('nginx:does-not-exist'));
    web.pass(100);
    expect(container(web.pod)?.state?.waiting).toEqual({ reason: 'ErrImagePull', message });
    expect(web.events()).toEqual([
      'Pulling Pulling image "nginx:does-not-exist"',
      `Failed Failed to pull image "nginx:does-not-exist": ${message}`,
      'Failed Error: ErrImagePull',
    ]);
    web.pass(100);
    expect(container(web.pod)?.state?.waiting).toEqual({
      reason: 'ImagePullBackOff',
      message: `Back-off pulling image "nginx:does-not-exist": ErrImagePull: ${message}`,
    });
    expect(web.events()).toEqual([
      'BackOff Back-off pulling image "nginx:does-not-exist"',
      'Failed Error: ImagePullBackOff',
    ]);
    web.pass(10_000);
    expect(stateOf(web.pod)).toBe('waiting ErrImagePull');
    web.pass(10_100);
    expect(stateOf(web.pod)).toBe('waiting ImagePullBackOff');
    web.pass(10_000);
    expect(stateOf(web.pod)).toBe('waiting ErrImagePull');
    expect(web.pod.status.phase).toBe('Pending');
  });

  test('is replaced by one that can', () => {
    const web = startedPod(pod('nginx:does-not-exist'));
    web.change((before) => ({
      ...before,
      metadata: { ...before.metadata, generation: 2 },
      spec: { ...before.spec, containers: [makeContainer('main')] },
    }));
    expect(web.pod.status).toMatchObject({ phase: 'Running', observedGeneration: 2 });
  });

  test('or whose name cannot be read is not asked for', () => {
    const web = startedPod(pod('NGINX:1'));
    expect(stateOf(web.pod)).toBe('waiting InvalidImageName');
  });

  test.each([
    'nginx',
    'nginx:1.27',
    'ghcr.io/a/b-c:v1',
    'localhost:5000/x',
    `registry.k8s.io/pause@sha256:${'a'.repeat(64)}`,
  ])('%s can be pulled', (image) => expect(startedPod(pod(image)).pod.status.phase).toBe('Running'));
});

test('a changed image replaces the container', () => {
  const web = startedPod(makePod('web'));
  web.change((before) => ({
    ...before,
    metadata: { ...before.metadata, generation: 2 },
    spec: { ...before.spec, containers: [makeContainer('main', { image: 'nginx:1.28' })] },
  }));
  expect(container(web.pod)).toMatchObject({
    image: 'docker.io/library/nginx:1.28',
    restartCount: 1,
    state: { running: {} },
    lastState: { terminated: { exitCode: 0 } },
  });
  expect(web.events()[0]).toBe('Killing Container main definition changed, will be restarted');
});

test('changed resources are given', () => {
  const web = startedPod(makePod('web'));
  const resources = { requests: { cpu: '2' } };
  web.change((before) => ({
    ...before,
    metadata: { ...before.metadata, generation: 2 },
    spec: { ...before.spec, containers: [makeContainer('main', { resources })] },
  }));
  expect(container(web.pod)).toMatchObject({ resources, allocatedResources: { cpu: '2' }, restartCount: 0 });
  expect(web.pod.status.observedGeneration).toBe(2);
});

test('a container that is added for debugging runs beside the others', () => {
  const web = startedPod(makePod('web'));
  web.change((before) => ({
    ...before,
    metadata: { ...before.metadata, generation: 2 },
    spec: { ...before.spec, ephemeralContainers: [{ name: 'debug', image: 'busybox' }] },
  }));
  expect(stateOf(web.pod, 'debug')).toBe('running');
  expect(isReady(web.pod)).toBe(true);
});

test('a pod that is active longer than its deadline fails', () => {
  const web = simulatePod(makePod('web', { spec: { activeDeadlineSeconds: 60 } }));
  web.pass(60_000);
  expect(web.pod.status).toMatchObject({ phase: 'Failed', reason: 'DeadlineExceeded' });
});

describe('a deleted pod', () => {
  const goneAfter = (web: PodUnderTest) => {
    const before = web.time;
    while (web.goOn());
    return web.isRemoved ? web.time - before : undefined;
  };

  test('stops its containers and goes', () => {
    const web = startedPod(makePod('web'));
    web.change(deleted(30));
    expect(web.events()).toEqual(['Killing Stopping container main']);
    expect(isReady(web.pod)).toBe(true);
    expect(goneAfter(web)).toBe(100);
    expect(web.pod.status).toMatchObject({ phase: 'Succeeded', observedGeneration: 2 });
    expect(stateOf(web.pod)).toBe('terminated Completed 0');
    expect(conditions(web.pod)).toMatchObject({ Ready: 'False PodCompleted', PodReadyToStartContainers: 'False' });
  });

  test('that is slow has its grace and no more', () => {
    const slow = startedPod(makePod('web', { metadata: annotated({ 'stop-delay': '10s' }) }));
    slow.change(deleted(30));
    expect(goneAfter(slow)).toBe(10_000);
    const stubborn = startedPod(makePod('web', { metadata: annotated({ 'stop-delay': 'never' }) }));
    stubborn.change(deleted(5));
    expect(goneAfter(stubborn)).toBe(5000);
    expect(stateOf(stubborn.pod)).toBe('terminated Error 137');
    expect(stubborn.pod.status.phase).toBe('Failed');
  });

  test('can be given less grace while it stops', () => {
    const web = startedPod(makePod('web', { metadata: annotated({ 'stop-delay': '20s' }) }));
    web.change(deleted(30));
    web.pass(1000);
    web.change(deleted(3));
    expect(goneAfter(web)).toBe(2000);
  });

  test('sleeps as its hook says', () => {
    const lifecycle = { preStop: { sleep: { seconds: 4 } } };
    const web = startedPod(makePod('web', { spec: { containers: [makeContainer('main', { lifecycle })] } }));
    web.change(deleted(30));
    expect(goneAfter(web)).toBe(4100);
  });

  test('that has not started goes at once', () => {
    const web = simulatePod(makePod('web'));
    web.change(deleted(30));
    expect(web.isRemoved).toBe(true);
    expect(stateOf(web.pod)).toBe('terminated ContainerStatusUnknown 137');
    expect(web.pod.status.phase).toBe('Failed');
  });

  test('whose work was not done has failed', () => {
    const job = startedPod(makePod('job', { spec: { ...withCommand('sleep', '60').spec, restartPolicy: 'Never' } }));
    job.change(deleted(30));
    goneAfter(job);
    expect(stateOf(job.pod)).toBe('terminated Error 143');
    expect(job.pod.status.phase).toBe('Failed');
  });

  test('that was finished goes without another word', () => {
    const job = startedPod(makePod('job', { spec: { ...withCommand('true').spec, restartPolicy: 'Never' } }));
    const before = job.writes;
    job.change(deleted(30));
    expect(job.isRemoved).toBe(true);
    expect(job.writes).toBe(before);
  });
});

test('a phase that somebody wrote by hand is the end of it', () => {
  const web = startedPod(makePod('web'));
  web.change((pod) => ({ ...pod, status: { ...pod.status, phase: 'Failed' } }));
  const before = web.writes;
  web.change(annotate({ ready: 'false' }));
  web.pass(60_000);
  expect(web.writes).toBe(before);
});
