import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Job, JobSpec, Pod } from '../../../server/api/types.gen.ts';
import { isTracked, newPod } from '../../../server/controllers/job/job-pods.ts';
import { isFinished, type JobPlan, planJob, untilExpiry } from '../../../server/controllers/job/plan-job.ts';
import { formatIndexes, parseIndexes } from '../../../server/lib/index-set.ts';
import { make } from './make.ts';

const NOON = Date.UTC(2026, 0, 1, 12);

/** A Job and its pods, which are Pending until a test lets them end; deleted ones go when nothing holds them. */
class World {
  job: Job;
  pods: Pod[] = [];
  now = NOON;
  events: string[] = [];
  made = 0;

  constructor(spec: Partial<JobSpec> = {}) {
    this.job = make<Job>('Job', 'work', {
      apiVersion: 'batch/v1',
      spec: {
        completions: 1,
        parallelism: 1,
        backoffLimit: 6,
        completionMode: 'NonIndexed',
        podReplacementPolicy: 'TerminatingOrFailed',
        template: { spec: { containers: [{ name: 'c' }], restartPolicy: 'Never' } },
        ...spec,
      },
      status: {},
    });
  }

  step(): JobPlan {
    const { job, now } = this;
    const plan = planJob({ job, pods: this.pods, now });
    const dismissed = new Set(plan.dismiss.map(({ metadata }) => metadata.uid));
    const deleted = new Set([...plan.dismiss, ...plan.delete].map(({ metadata }) => metadata.uid));
    const letGo = new Set(plan.letGo.map(({ metadata }) => metadata.uid));
    this.pods = this.pods
      .map((pod) => (deleted.has(pod.metadata.uid) ? this.#marked(pod) : pod))
      .map((pod) => (letGo.has(pod.metadata.uid) || dismissed.has(pod.metadata.uid) ? withoutFinalizers(pod) : pod))
      .filter((pod) => pod.metadata.deletionTimestamp === undefined || isTracked(pod));
    for (const wanted of plan.create) {
      const draft = newPod(job, wanted);
      const name = `work-${++this.made}`;
      const metadata = { ...draft.metadata, name, uid: name } as Pod['metadata'];
      this.pods.push({ ...draft, metadata, status: { phase: 'Pending' } } as Pod);
    }
    this.events.push(...plan.events.map((e) => e.reason));
    this.job = { ...job, status: plan.status };
    return plan;
  }

  #marked(pod: Pod): Pod {
    return { ...pod, metadata: { ...pod.metadata, deletionTimestamp: new Date(this.now).toISOString() } };
  }

  /** All pods that have not ended do so. */
  end(phase: 'Succeeded' | 'Failed', exitCode = phase === 'Failed' ? 1 : 0, only = (_: Pod) => true): this {
    const finishedAt = new Date(this.now).toISOString();
    const containerStatuses = [
      { name: 'c', restartCount: 0, state: { terminated: { exitCode, finishedAt } } },
    ] as never;
    this.pods = this.pods.map((pod) =>
      pod.status.phase === 'Pending' && only(pod) ? { ...pod, status: { phase, containerStatuses } } : pod,
    );
    return this;
  }

  /** Steps until nothing is to be done now. */
  rest(): this {
    for (let n = 0; n < 50; n++) {
      const before = JSON.stringify([this.job.status, this.pods]);
      if (!isFinished(this.job)) this.step();
      if (JSON.stringify([this.job.status, this.pods]) === before) return this;
    }
    throw new Error('the Job never rests');
  }

  change(spec: Partial<JobSpec>): this {
    this.job = { ...this.job, spec: { ...this.job.spec, ...spec } };
    return this;
  }

  conditions = () => this.job.status.conditions?.map((c) => `${c.type}=${c.status} ${c.reason}`);
  running = () => this.pods.filter((pod) => pod.status.phase === 'Pending').length;
}

const withoutFinalizers = (pod: Pod): Pod => ({ ...pod, metadata: { ...pod.metadata, finalizers: [] } });

describe('a Job', () => {
  test('makes its pod, counts its end and is complete', () => {
    const world = new World().rest();
    expect(world.job.status).toEqual({
      startTime: '2026-01-01T12:00:00Z',
      active: 1,
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
    });
    expect(world.pods[0]?.metadata).toMatchObject({
      generateName: 'work-',
      finalizers: ['batch.kubernetes.io/job-tracking'],
    });
    world.end('Succeeded').rest();
    expect(world.job.status).toMatchObject({
      completionTime: '2026-01-01T12:00:00Z',
      succeeded: 1,
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
      conditions: [
        { type: 'SuccessCriteriaMet', status: 'True', reason: 'CompletionsReached' },
        { type: 'Complete', status: 'True', message: 'Reached expected number of succeeded pods' },
      ],
    });
    expect(world.job.status).not.toHaveProperty('active');
    expect(world.pods.some(isTracked)).toBe(false);
    expect(world.events).toEqual(['Completed']);
  });

  test('notes an end before it lets the pod go, and counts it after that', () => {
    const world = new World().rest().end('Succeeded');
    world.step();
    expect(world.job.status.uncountedTerminatedPods).toEqual({ succeeded: ['work-1'] });
    expect(world.job.status).not.toHaveProperty('succeeded');
    expect(world.pods.some(isTracked)).toBe(false);
    world.step();
    expect(world.job.status).toMatchObject({ succeeded: 1, uncountedTerminatedPods: {} });
  });

  test('runs as many pods at a time as it may, and no more than it needs', () => {
    const world = new World({ completions: 5, parallelism: 3 }).rest();
    expect(world.running()).toBe(3);
    world.end('Succeeded').rest();
    expect(world.running()).toBe(2);
    world.end('Succeeded').rest();
    expect(world.job.status.succeeded).toBe(5);
    expect(world.made).toBe(5);
  });

  test('without a number of completions is done after one success when all have ended', () => {
    const { completions: _, ...rest } = new World({ parallelism: 2 }).job.spec;
    const world = new World(rest);
    world.job.spec = { ...rest };
    world.rest();
    world.end('Succeeded', 0, (pod) => pod.metadata.name === 'work-1').rest();
    expect([world.running(), isFinished(world.job)]).toEqual([1, false]);
    world.end('Succeeded').rest();
    expect(isFinished(world.job)).toBe(true);
  });

  test('tries again after longer and longer times, and then gives up', () => {
    const world = new World({ backoffLimit: 2 }).rest();
    const waits = [];
    for (let n = 0; n < 2; n++) {
      world.end('Failed').rest();
      const wait = world.step().requeueAfterMs ?? 0;
      waits.push(wait);
      world.now += wait;
      world.rest();
    }
    expect(waits).toEqual([10_000, 20_000]);
    world.end('Failed').rest();
    expect(world.job.status.failed).toBe(3);
    expect(world.conditions()).toEqual(['FailureTarget=True BackoffLimitExceeded', 'Failed=True BackoffLimitExceeded']);
    expect(world.events).toEqual(['BackoffLimitExceeded']);
  });

  test('counts restarts of containers where its pods restart themselves', () => {
    const template = { spec: { containers: [{ name: 'c' }], restartPolicy: 'OnFailure' as const } };
    const world = new World({ backoffLimit: 2, template }).rest();
    const containerStatuses = [{ name: 'c', restartCount: 2 }] as never;
    world.pods = world.pods.map((pod) => ({ ...pod, status: { phase: 'Running', containerStatuses } }));
    world.rest();
    expect(world.conditions()?.at(-1)).toBe('Failed=True BackoffLimitExceeded');
    expect(world.job.status).toMatchObject({ failed: 1 });
    expect(world.pods).toEqual([]);
  });

  test('ends when it was active for too long', () => {
    const world = new World({ activeDeadlineSeconds: 30 }).rest();
    expect(world.step().requeueAfterMs).toBe(30_000);
    world.now += 30_000;
    world.rest();
    expect(world.conditions()?.at(-1)).toBe('Failed=True DeadlineExceeded');
  });

  test('can be suspended and goes on, without counting what it stopped', () => {
    const world = new World({ parallelism: 2, completions: 2 }).rest();
    world.change({ suspend: true }).rest();
    expect(world.pods).toEqual([]);
    expect(world.conditions()).toEqual(['Suspended=True JobSuspended']);
    expect(world.job.status).not.toHaveProperty('failed');
    world.now += 60_000;
    world.change({ suspend: false }).rest();
    expect(world.conditions()).toEqual(['Suspended=False JobResumed']);
    expect(world.job.status).toMatchObject({ startTime: '2026-01-01T12:01:00Z', active: 2 });
    expect(world.events).toEqual(['Suspended', 'Resumed']);
  });

  test('a pod that is deleted by someone counts as failed and is replaced', () => {
    const world = new World().rest();
    world.pods = world.pods.map((pod) => ({
      ...pod,
      metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01T12:00:00Z' },
    }));
    world.now += 20_000;
    world.rest();
    expect(world.job.status).toMatchObject({ failed: 1, active: 1 });
  });

  test('can wait with a replacement until the old pod has really failed', () => {
    const world = new World({ podReplacementPolicy: 'Failed' }).rest();
    world.pods = world.pods.map((pod) => ({
      ...pod,
      metadata: { ...pod.metadata, deletionTimestamp: '2026-01-01T12:00:00Z' },
    }));
    expect(world.rest().made).toBe(1);
    expect(world.job.status).toMatchObject({ terminating: 1 });
    world.end('Failed').rest();
    world.now += 10_000;
    expect(world.rest().made).toBe(2);
  });

  test('lets all pods go when it is deleted itself', () => {
    const world = new World({ parallelism: 2, completions: 2 }).rest();
    world.job.metadata.deletionTimestamp = '2026-01-01T12:00:00Z';
    expect(world.step()).toMatchObject({ create: [], delete: [], letGo: [{}, {}] });
  });

  test('is removed some time after it has ended, when it says so', () => {
    const world = new World({ ttlSecondsAfterFinished: 60 }).rest();
    expect(untilExpiry(world.job, world.now)).toBeUndefined();
    world.end('Succeeded').rest();
    expect(untilExpiry(world.job, world.now + 20_000)).toBe(40_000);
    expect(untilExpiry(world.job, world.now + 90_000)).toBe(0);
  });
});

describe('the failure policy of a Job', () => {
  const onExitCodes = { operator: 'In' as const, values: [42] };
  test('can fail the whole Job', () => {
    const world = new World({ podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes }] } })
      .rest()
      .end('Failed', 42)
      .rest();
    expect(world.job.status.conditions?.at(-1)).toMatchObject({
      type: 'Failed',
      reason: 'PodFailurePolicy',
      message: 'Container c for pod default/work-1 failed with exit code 42 matching FailJob rule at index 0',
    });
  });

  test('can ignore failures', () => {
    const rules = [{ action: 'Ignore' as const, onPodConditions: [{ type: 'DisruptionTarget' }] }];
    const world = new World({ backoffLimit: 0, podFailurePolicy: { rules } }).rest();
    const conditions = [{ type: 'DisruptionTarget', status: 'True' }];
    world.pods = world.pods.map((pod) => ({ ...pod, status: { phase: 'Failed', conditions } }));
    world.now += 20_000;
    world.rest();
    expect(world.job.status).not.toHaveProperty('failed');
    expect([world.made, isFinished(world.job)]).toEqual([2, false]);
  });
});

describe('an indexed Job', () => {
  const indexed = { completionMode: 'Indexed' as const, completions: 3, parallelism: 3 };
  test('gives each pod its number, name and variable', () => {
    const world = new World(indexed).rest();
    expect(world.pods[1]).toMatchObject({
      metadata: {
        generateName: 'work-1-',
        labels: { 'batch.kubernetes.io/job-completion-index': '1' },
        annotations: { 'batch.kubernetes.io/job-completion-index': '1' },
      },
      spec: {
        hostname: 'work-1',
        containers: [
          {
            env: [
              {
                name: 'JOB_COMPLETION_INDEX',
                valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']" } },
              },
            ],
          },
        ],
      },
    });
  });

  test('is done when each index has succeeded, and says which have', () => {
    const world = new World({ ...indexed, completions: 5, parallelism: 5 }).rest();
    world.end('Succeeded', 0, (pod) => ['work-1', 'work-2', 'work-3', 'work-5'].includes(pod.metadata.name)).rest();
    expect(world.job.status).toMatchObject({ completedIndexes: '0-2,4', succeeded: 4, active: 1 });
    world.end('Failed').rest();
    world.now += 10_000;
    world.rest().end('Succeeded').rest();
    expect(world.job.status).toMatchObject({ completedIndexes: '0-4', succeeded: 5, failed: 1 });
    expect(isFinished(world.job)).toBe(true);
  });

  test('can limit the failures of each index', () => {
    const world = new World({ ...indexed, backoffLimitPerIndex: 1, backoffLimit: 2 ** 31 - 1 }).rest();
    const isZero = (pod: Pod) => pod.metadata.generateName === 'work-0-';
    world.end('Failed', 1, isZero).rest();
    world.now += 10_000;
    world.rest();
    expect(world.pods.at(-1)?.metadata.annotations).toMatchObject({
      'batch.kubernetes.io/job-index-failure-count': '1',
    });
    world.end('Failed', 1, isZero).rest();
    expect(world.job.status).toMatchObject({ failedIndexes: '0', failed: 2 });
    world.end('Succeeded').rest();
    expect(world.conditions()).toEqual(['FailureTarget=True FailedIndexes', 'Failed=True FailedIndexes']);
  });

  test('can be done when some indexes are, and ends the others', () => {
    const successPolicy = { rules: [{ succeededIndexes: '0-1', succeededCount: 1 }] };
    const world = new World({ ...indexed, successPolicy }).rest();
    world.end('Succeeded', 0, (pod) => pod.metadata.generateName === 'work-1-').rest();
    expect(world.conditions()).toEqual(['SuccessCriteriaMet=True SuccessPolicy', 'Complete=True SuccessPolicy']);
    expect(world.running()).toBe(0);
  });
});

test('however its pods end, a Job counts each end once', () => {
  const moment = fc.record({
    phase: fc.constantFrom('Succeeded' as const, 'Failed' as const),
    which: fc.integer({ min: 1, max: 12 }),
    steps: fc.integer({ min: 0, max: 3 }),
  });
  const play = (
    world: World,
    { phase, which, steps }: { phase: 'Succeeded' | 'Failed'; which: number; steps: number },
  ) => {
    world.end(phase, phase === 'Failed' ? 1 : 0, (pod) => pod.metadata.name === `work-${which}`);
    world.now += 1000;
    for (let n = 0; n < steps && !isFinished(world.job); n++) world.step();
  };
  const ended = (world: World, phase: string) => world.pods.filter((pod) => pod.status.phase === phase).length;
  fc.assert(
    fc.property(fc.array(moment, { maxLength: 20 }), fc.boolean(), (moments, isIndexed) => {
      const completionMode = isIndexed ? ('Indexed' as const) : ('NonIndexed' as const);
      const world = new World({ completions: 4, parallelism: 2, backoffLimit: 100, completionMode }).rest();
      for (const each of moments) play(world, each);
      world.rest();
      expect(world.job.status.succeeded ?? 0).toBe(ended(world, 'Succeeded'));
      expect(world.job.status.failed ?? 0).toBe(ended(world, 'Failed'));
    }),
  );
});

test.each([
  ['', []],
  ['0', [0]],
  ['0,1', [0, 1]],
  ['0-2,5', [0, 1, 2, 5]],
])('the indexes %j are read and written', (text, indexes) => {
  expect([...parseIndexes(text)]).toEqual(indexes);
  expect(formatIndexes(indexes)).toBe(text);
});
