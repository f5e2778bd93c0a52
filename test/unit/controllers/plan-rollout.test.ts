import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Deployment, DeploymentSpec, ReplicaSet } from '../../../server/api/types.gen.ts';
import { planRollout, type RolloutPlan } from '../../../server/controllers/deployment/plan-rollout.ts';
import { make } from './make.ts';

const NOON = Date.UTC(2026, 0, 1, 12);
const template = (version: string) => ({
  metadata: { labels: { app: 'web' } } as never,
  spec: { containers: [{ name: 'c', image: `web:${version}` }] } as never,
});

/** A Deployment and its ReplicaSets, whose pods come at once and are ready when the test says so. */
class World {
  now = NOON;
  deployment: Deployment;
  sets: ReplicaSet[] = [];
  minAvailable = Number.POSITIVE_INFINITY;
  maxTotal = 0;
  #uids = 0;

  constructor(spec: Partial<DeploymentSpec> = {}) {
    this.deployment = make<Deployment>('Deployment', 'web', {
      apiVersion: 'apps/v1',
      metadata: { generation: 1 },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'web' } },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
        progressDeadlineSeconds: 600,
        revisionHistoryLimit: 10,
        template: template('v1'),
        ...spec,
      },
      status: {},
    });
  }

  change(spec: Partial<DeploymentSpec>): this {
    const { metadata } = this.deployment;
    this.deployment = {
      ...this.deployment,
      metadata: { ...metadata, generation: (metadata.generation ?? 0) + 1 },
      spec: { ...this.deployment.spec, ...spec },
    };
    return this;
  }

  step(ownersOfPods: string[] = []): RolloutPlan {
    const { deployment, now } = this;
    const plan = planRollout({ deployment, replicaSets: this.sets, ownersOfPods: new Set(ownersOfPods), now });
    for (const { replicaSet } of plan.update) this.#store(replicaSet);
    for (const gone of plan.delete) this.sets = this.sets.filter((s) => s.metadata.name !== gone.metadata.name);
    if (plan.create) {
      const creationTimestamp = new Date(this.now).toISOString();
      const metadata = { ...plan.create.metadata, uid: `rs-${++this.#uids}`, creationTimestamp };
      this.sets = [...this.sets, { ...plan.create, metadata }];
    }
    if (plan.deployment) this.deployment = plan.deployment;
    return plan;
  }

  #store(replicaSet: ReplicaSet): void {
    this.sets = this.sets.map((s) => (s.metadata.name === replicaSet.metadata.name ? replicaSet : s));
  }

  /** The ReplicaSets make and delete pods; `ready` says how many of each are available. */
  settle(ready: (set: ReplicaSet) => number = (s) => s.spec.replicas ?? 0): this {
    this.sets = this.sets.map((set) => {
      const replicas = set.spec.replicas ?? 0;
      const available = Math.min(replicas, ready(set));
      return {
        ...set,
        status: { replicas, readyReplicas: available, availableReplicas: available, terminatingReplicas: 0 },
      };
    });
    const sum = (of: (s: ReplicaSet) => number) => this.sets.reduce((n, s) => n + of(s), 0);
    this.minAvailable = Math.min(
      this.minAvailable,
      sum((s) => s.status.availableReplicas ?? 0),
    );
    this.maxTotal = Math.max(
      this.maxTotal,
      sum((s) => s.spec.replicas ?? 0),
    );
    return this;
  }

  /** Steps until nothing is to be done any more. */
  finish(limit = 200): this {
    for (let n = 0; n < limit; n++) {
      const plan = this.step();
      this.settle();
      this.now += 1000;
      if (!plan.create && !plan.deployment && plan.update.length + plan.delete.length === 0) return this;
    }
    throw new Error('the rollout never rests');
  }

  sizes = () => this.sets.map((s) => s.spec.replicas);
  images = () => this.sets.map((s) => [s.spec.template?.spec?.containers[0]?.image, s.spec.replicas]);
  condition = (type: string) => this.deployment.status.conditions?.find((c) => c.type === type);
}

describe('a Deployment', () => {
  test('makes a ReplicaSet for its template, with everything that belongs to it', () => {
    const world = new World();
    const { create } = world.step();
    expect(create?.metadata).toMatchObject({
      name: expect.stringMatching(/^web-[bcdfghjklmnpqrstvwxz2456789]{6,10}$/),
      annotations: {
        'deployment.kubernetes.io/revision': '1',
        'deployment.kubernetes.io/desired-replicas': '3',
        'deployment.kubernetes.io/max-replicas': '4',
      },
      ownerReferences: [{ kind: 'Deployment', name: 'web', uid: 'Deployment-web', controller: true }],
    });
    const hash = create?.metadata.name.slice(4);
    const labels = { app: 'web', 'pod-template-hash': hash };
    expect(create?.metadata.labels).toEqual(labels);
    expect(create?.spec).toMatchObject({
      replicas: 3,
      selector: { matchLabels: labels },
      template: { metadata: { labels } },
    });
    expect(world.deployment.metadata.annotations).toEqual({ 'deployment.kubernetes.io/revision': '1' });
    expect(world.condition('Progressing')).toMatchObject({
      status: 'True',
      reason: 'NewReplicaSetCreated',
      message: `Created new replica set "web-${hash}"`,
    });
  });

  test('tells how far it is, and rests when it is there', () => {
    const world = new World({ replicas: 2 });
    world.step();
    world.settle(() => 0).step();
    expect(world.deployment.status).toMatchObject({
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      unavailableReplicas: 2,
    });
    expect(world.condition('Progressing')?.reason).toBe('ReplicaSetUpdated');
    world.settle(() => 1).step();
    expect(world.condition('Available')).toMatchObject({ status: 'False', reason: 'MinimumReplicasUnavailable' });
    world.settle(() => 2).step();
    expect(world.deployment.status).toEqual({
      observedGeneration: 1,
      replicas: 2,
      updatedReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      terminatingReplicas: 0,
      conditions: [
        expect.objectContaining({ type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' }),
        expect.objectContaining({ type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' }),
      ],
    });
    expect(world.step()).toMatchObject({ create: undefined, update: [], delete: [], deployment: undefined });
  });

  test('never has more or fewer pods than a rolling update may', () => {
    const world = new World({ replicas: 10, strategy: { rollingUpdate: { maxSurge: 2, maxUnavailable: 1 } } }).finish();
    world.minAvailable = 10;
    world.maxTotal = 0;
    world.change({ template: template('v2') }).finish();
    expect(world.images()).toEqual([
      ['web:v1', 0],
      ['web:v2', 10],
    ]);
    expect([world.minAvailable, world.maxTotal]).toEqual([9, 12]);
  });

  test('waits with the old until the new is available', () => {
    const world = new World({ replicas: 1 }).finish().change({ template: template('v2') });
    world.step();
    world.settle((s) => (s.spec.template?.spec?.containers[0]?.image === 'web:v1' ? 1 : 0));
    for (let n = 0; n < 3; n++) world.step();
    expect(world.sizes()).toEqual([1, 1]);
    world.settle().step();
    expect(world.sizes()).toEqual([0, 1]);
  });

  test('clears away old pods that never became available without waiting', () => {
    const world = new World({ replicas: 4, strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } } });
    world.step();
    world.settle(() => 2).step();
    world.change({ template: template('v2') });
    world.step();
    world.settle((s) => (s.metadata.name === world.sets[0]?.metadata.name ? 2 : 0)).step();
    expect(world.sizes()).toEqual([3, 0]);
  });

  test('Recreate has nothing new before all that is old is gone', () => {
    const world = new World({ strategy: { type: 'Recreate' } }).finish().change({ template: template('v2') });
    expect(world.step().create).toBeUndefined();
    expect(world.sizes()).toEqual([0]);
    world.settle();
    expect(world.step(['rs-1']).create).toBeUndefined();
    expect(world.step().create?.spec.replicas).toBe(3);
  });

  test('goes back to an earlier template by its ReplicaSet, as a new revision', () => {
    const world = new World()
      .finish()
      .change({ template: template('v2') })
      .finish();
    world.change({ template: template('v1') }).finish();
    expect(world.sets).toHaveLength(2);
    expect(world.images()).toEqual([
      ['web:v1', 3],
      ['web:v2', 0],
    ]);
    expect(world.sets[0]?.metadata.annotations).toMatchObject({
      'deployment.kubernetes.io/revision': '3',
      'deployment.kubernetes.io/revision-history': '1',
    });
    expect(world.deployment.metadata.annotations).toMatchObject({ 'deployment.kubernetes.io/revision': '3' });
  });

  test('keeps as many old ReplicaSets as it should', () => {
    const world = new World({ revisionHistoryLimit: 1 }).finish();
    for (const version of ['v2', 'v3', 'v4']) world.change({ template: template(version) }).finish();
    expect(world.images()).toEqual([
      ['web:v3', 0],
      ['web:v4', 3],
    ]);
  });

  test('says that it is paused, makes nothing new then, but can be scaled', () => {
    const world = new World({ replicas: 2 }).finish().change({ paused: true, template: template('v2') });
    world.finish();
    expect(world.condition('Progressing')).toMatchObject({
      status: 'Unknown',
      reason: 'DeploymentPaused',
      message: 'Deployment is paused',
    });
    expect(world.deployment.status).not.toHaveProperty('updatedReplicas');
    world.change({ replicas: 5 }).finish();
    expect(world.images()).toEqual([['web:v1', 5]]);
    world.change({ paused: false }).step();
    expect(world.condition('Progressing')?.reason).toMatch(/DeploymentResumed|NewReplicaSetCreated/);
    world.finish();
    expect(world.images()).toEqual([
      ['web:v1', 0],
      ['web:v2', 5],
    ]);
  });

  test('spreads a change of size in the middle of a rollout over all ReplicaSets', () => {
    const world = new World({ replicas: 10, strategy: { rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } } }).finish();
    world.change({ template: template('v2') });
    world.step();
    world.settle((s) => (s.spec.template?.spec?.containers[0]?.image === 'web:v1' ? 10 : 0)).step();
    expect(world.sizes()).toEqual([8, 3]);
    world.step();
    expect(world.sizes()).toEqual([8, 5]);
    // As in the documentation of Kubernetes: 15 and 3 more, shared 8 to 5.
    world.change({ replicas: 15 }).step();
    expect(world.sizes()).toEqual([11, 7]);
  });

  test('has failed when nothing moves until its deadline', () => {
    const world = new World({ replicas: 1 });
    world.step();
    const plan = world.settle(() => 0).step();
    expect(plan.deadline).toBe(600_000);
    world.now += 601_000;
    world.step();
    expect(world.condition('Progressing')).toMatchObject({
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: expect.stringMatching(/^ReplicaSet "web-.*" has timed out progressing\.$/),
    });
    world.settle().step();
    expect(world.condition('Progressing')).toMatchObject({ status: 'True', reason: 'NewReplicaSetAvailable' });
  });

  test('without a deadline says nothing of progress', () => {
    const world = new World({ progressDeadlineSeconds: 2 ** 31 - 1 }).finish();
    expect(world.condition('Progressing')).toBeUndefined();
  });

  test('takes over why its ReplicaSet cannot make pods', () => {
    const world = new World({ replicas: 1 });
    world.step();
    const failure = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'no room' };
    world.sets = world.sets.map((s) => ({ ...s, status: { replicas: 0, conditions: [failure] } }));
    world.step();
    expect(world.condition('ReplicaFailure')).toMatchObject(failure);
    world.settle().finish();
    expect(world.condition('ReplicaFailure')).toBeUndefined();
  });

  test('that is being deleted changes nothing but its status', () => {
    const world = new World().finish().change({ template: template('v2') });
    world.deployment.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
    expect(world.step()).toMatchObject({ create: undefined, update: [], delete: [] });
  });
});

describe('whatever is done to a Deployment', () => {
  const small = fc.integer({ min: 0, max: 12 });
  const action = fc.oneof(
    small.map((n) => (w: World) => w.change({ replicas: n })),
    fc.constantFrom('v1', 'v2', 'v3').map((version) => (w: World) => w.change({ template: template(version) })),
    fc.boolean().map((paused) => (w: World) => w.change({ paused })),
    small.map((n) => (w: World) => w.settle(() => n)),
    fc.constant((w: World) => w.step()),
    fc.constant((w: World) => w.step()),
  );
  const limit = fc.constantFrom(0, 1, 3, '25%', '100%');
  const strategy = fc.oneof(
    fc.constant({ type: 'Recreate' as const }),
    fc
      .record({ maxSurge: limit, maxUnavailable: limit })
      .map((rollingUpdate) => ({ type: 'RollingUpdate' as const, rollingUpdate })),
  );

  test('it ends with all pods of the last template, and then rests', () => {
    fc.assert(
      fc.property(strategy, fc.array(action, { maxLength: 30 }), (chosen, actions) => {
        const world = new World({ strategy: chosen });
        for (const act of actions) act(world);
        world.change({ paused: false }).finish();
        const wanted = world.deployment.spec.replicas ?? 0;
        const image = world.deployment.spec.template.spec?.containers[0]?.image;
        const expected = world.images().map(([name]) => [name, name === image ? wanted : 0]);
        expect(world.images()).toEqual(expected);
        expect(world.deployment.status.updatedReplicas ?? 0).toBe(wanted);
      }),
      { numRuns: 200 },
    );
  });
});
