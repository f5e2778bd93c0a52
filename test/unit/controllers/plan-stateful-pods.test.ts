import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { statefulSets } from '../../../server/api/resource-types.gen.ts';
import type {
  ControllerRevision,
  PersistentVolumeClaim,
  Pod,
  StatefulSet,
  StatefulSetSpec,
} from '../../../server/api/types.gen.ts';
import { planRevision, revisionsToDelete } from '../../../server/controllers/controller-revisions.ts';
import { isStaleClaim, planClaimOwners } from '../../../server/controllers/stateful-set/plan-claims.ts';
import { type PodsPlan, planPods } from '../../../server/controllers/stateful-set/plan-pods.ts';
import { planStatus } from '../../../server/controllers/stateful-set/plan-status.ts';
import { newClaims, newPod, ordinalOf } from '../../../server/controllers/stateful-set/pod-identity.ts';
import { make } from './make.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const template = (version: string) => ({
  metadata: { labels: { app: 'web' } } as never,
  spec: { containers: [{ name: 'c', image: `web:${version}` }] } as never,
});

/** A StatefulSet and its pods: they are Pending until they are made ready, and go at once when deleted. */
class World {
  set: StatefulSet;
  pods: Pod[] = [];
  revisions: ControllerRevision[] = [];
  /** Names of pods in the order in which they came and went. */
  log: string[] = [];
  #uids = 0;

  constructor(spec: Partial<StatefulSetSpec> = {}) {
    this.set = make<StatefulSet>('StatefulSet', 'web', {
      apiVersion: 'apps/v1',
      metadata: { generation: 1 },
      spec: {
        replicas: 3,
        serviceName: 'web',
        selector: { matchLabels: { app: 'web' } },
        podManagementPolicy: 'OrderedReady',
        updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
        template: template('v1'),
        ...spec,
      },
      status: { replicas: 0 },
    });
  }

  change(spec: Partial<StatefulSetSpec>): this {
    this.set = { ...this.set, spec: { ...this.set.spec, ...spec } };
    return this;
  }

  step(): PodsPlan {
    const { set } = this;
    const revision = planRevision({
      ownerType: statefulSets,
      owner: set,
      hashLabel: 'hash',
      revisions: this.revisions,
      collisionCount: 0,
    });
    this.revisions = revision.history;
    const update = revision.latest;
    const current = this.revisions.find((r) => r.metadata.name === set.status.currentRevision) ?? update;
    const input = { set, pods: this.pods, current, update, now: NOW };
    const plan = planPods(input);
    for (const { ordinal, revision } of plan.create) {
      const draft = newPod(set, revision, ordinal);
      const metadata = { ...draft.metadata, uid: `pod-${++this.#uids}` } as Pod['metadata'];
      this.pods = [...this.pods, { ...draft, metadata, status: { phase: 'Pending' } } as Pod];
      this.log.push(`+${metadata.name}`);
    }
    for (const gone of plan.delete) {
      this.pods = this.pods.filter((pod) => pod !== gone);
      this.log.push(`-${gone.metadata.name}`);
    }
    this.set = { ...set, status: planStatus({ ...input, pods: this.pods }, 0) };
    return plan;
  }

  ready(...names: string[]): this {
    this.pods = this.pods.map((pod) =>
      pod.status.phase === 'Pending' && (names.length === 0 || names.includes(pod.metadata.name))
        ? { ...pod, status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] } }
        : pod,
    );
    return this;
  }

  finish(): this {
    for (let n = 0; n < 200; n++) {
      const before = this.ready().set.status;
      const plan = this.step();
      const idle = plan.create.length + plan.delete.length === 0;
      if (idle && JSON.stringify(before) === JSON.stringify(this.set.status)) return this;
    }
    throw new Error('the set never rests');
  }

  names = () => this.pods.map((pod) => pod.metadata.name).sort();
  images = () =>
    [...this.pods]
      .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
      .map((pod) => pod.spec.containers[0]?.image);
  drain = () => this.log.splice(0).join(' ');
}

describe('a StatefulSet', () => {
  test('gives its pods names, labels, a hostname and a place in DNS', () => {
    const world = new World({ replicas: 1, ordinals: { start: 5 } });
    world.step();
    expect(world.pods[0]).toMatchObject({
      metadata: {
        name: 'web-5',
        generateName: 'web-',
        labels: {
          app: 'web',
          'statefulset.kubernetes.io/pod-name': 'web-5',
          'apps.kubernetes.io/pod-index': '5',
          'controller-revision-hash': world.set.status.updateRevision,
        },
        ownerReferences: [{ kind: 'StatefulSet', name: 'web', controller: true }],
      },
      spec: { hostname: 'web-5', subdomain: 'web' },
    });
  });

  test('makes its pods one after the other, each when the one before is ready', () => {
    const world = new World();
    world.step();
    world.step();
    expect(world.drain()).toBe('+web-0');
    world.ready('web-0').step();
    expect(world.drain()).toBe('+web-1');
    world.finish();
    expect(world.drain()).toBe('+web-2');
    expect(world.set.status).toMatchObject({
      replicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
      currentReplicas: 3,
      updatedReplicas: 3,
    });
  });

  test('takes pods away from the highest down, one at a time', () => {
    const world = new World().finish();
    world.drain();
    world.change({ replicas: 1 }).step();
    expect(world.drain()).toBe('-web-2');
    world.finish();
    expect(world.drain()).toBe('-web-1');
  });

  test('does all at once when it is parallel', () => {
    const world = new World({ podManagementPolicy: 'Parallel' });
    world.step();
    expect(world.drain()).toBe('+web-0 +web-1 +web-2');
    world.change({ replicas: 0 }).step();
    expect(world.drain().split(' ').sort()).toEqual(['-web-0', '-web-1', '-web-2']);
  });

  test('updates from the highest down to the partition, waiting for each', () => {
    const world = new World({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } }).finish();
    world.drain();
    world.change({ template: template('v2') }).step();
    expect(world.drain()).toBe('-web-2');
    world.step();
    world.step();
    expect(world.drain()).toBe('+web-2');
    world.finish();
    expect(world.drain()).toBe('-web-1 +web-1');
    expect(world.images()).toEqual(['web:v1', 'web:v2', 'web:v2']);
    expect(world.set.status).toMatchObject({ currentReplicas: 1, updatedReplicas: 2 });
    expect(world.set.status.currentRevision).not.toBe(world.set.status.updateRevision);
    world.pods = world.pods.filter((pod) => pod.metadata.name !== 'web-0');
    world.finish();
    expect(world.images()[0]).toBe('web:v1');
    world.change({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } }).finish();
    expect(world.images()).toEqual(['web:v2', 'web:v2', 'web:v2']);
    expect(world.set.status.currentRevision).toBe(world.set.status.updateRevision);
  });

  test('updates as many at once as may be unavailable', () => {
    const rollingUpdate = { partition: 0, maxUnavailable: 2 };
    const world = new World({ replicas: 4, updateStrategy: { type: 'RollingUpdate', rollingUpdate } }).finish();
    world.drain();
    world.change({ template: template('v2') }).step();
    expect(world.drain()).toBe('-web-3 -web-2');
  });

  test('leaves pods alone with OnDelete until someone deletes them', () => {
    const world = new World({ updateStrategy: { type: 'OnDelete' } })
      .finish()
      .change({ template: template('v2') })
      .finish();
    expect(world.images()).toEqual(['web:v1', 'web:v1', 'web:v1']);
    world.pods = world.pods.slice(1);
    world.finish();
    expect(world.images()).toEqual(['web:v2', 'web:v1', 'web:v1']);
  });

  test('starts a finished pod anew', () => {
    const world = new World().finish();
    world.drain();
    world.pods = world.pods.map((pod, i) => (i === 1 ? { ...pod, status: { phase: 'Failed' } } : pod));
    world.finish();
    expect(world.drain()).toBe('-web-1 +web-1');
  });

  test('waits for pods to be ready for long enough', () => {
    const world = new World({ minReadySeconds: 10 });
    world.step();
    const recently = { type: 'Ready', status: 'True', lastTransitionTime: new Date(NOW - 5000).toISOString() };
    world.pods = world.pods.map((pod) => ({ ...pod, status: { phase: 'Running', conditions: [recently] } }));
    expect(world.step().create).toEqual([]);
    expect(world.set.status).toMatchObject({ readyReplicas: 1, availableReplicas: 0 });
  });

  test('puts back the labels by which it knows its pods', () => {
    const world = new World({ replicas: 1 }).finish();
    world.pods = world.pods.map((pod) => ({ ...pod, metadata: { ...pod.metadata, labels: { app: 'web' } } }));
    expect(world.step().relabel).toHaveLength(1);
  });

  test('does nothing any more when it is being deleted', () => {
    const world = new World();
    world.set.metadata.deletionTimestamp = '2026-01-01T00:00:00Z';
    expect(world.step()).toEqual({ create: [], delete: [], relabel: [] });
  });
});

describe('whatever is done to a StatefulSet', () => {
  const action = fc.oneof(
    fc.integer({ min: 0, max: 5 }).map((n) => (w: World) => w.change({ replicas: n })),
    fc.constantFrom('v1', 'v2', 'v3').map((v) => (w: World) => w.change({ template: template(v) })),
    fc.integer({ min: 0, max: 4 }).map((n) => (w: World) => w.ready(`web-${n}`)),
    fc.integer({ min: 0, max: 4 }).map((n) => (w: World) => {
      w.pods = w.pods.filter((pod) => pod.metadata.name !== `web-${n}`);
    }),
    fc.constant((w: World) => w.step()),
    fc.constant((w: World) => w.step()),
  );

  test.each(['OrderedReady', 'Parallel'] as const)('a set that is %s ends as it should', (podManagementPolicy) => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 25 }), (actions) => {
        const world = new World({ podManagementPolicy });
        for (const act of actions) act(world);
        world.finish();
        const wanted = world.set.spec.replicas ?? 0;
        expect(world.names()).toEqual(Array.from({ length: wanted }, (_, i) => `web-${i}`));
        const image = world.set.spec.template.spec?.containers[0]?.image;
        expect(new Set(world.images())).toEqual(new Set(wanted > 0 ? [image] : []));
      }),
      { numRuns: 100 },
    );
  });

  test('an ordered set never starts a pod while one before it is not ready', () => {
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), (actions) => {
        const world = new World();
        for (const act of actions) {
          const before = world.pods;
          act(world);
          const starting = world.pods.filter((pod) => !before.includes(pod) && pod.status.phase === 'Pending');
          expect(starting.length).toBeLessThanOrEqual(1);
          for (const pod of starting) {
            const lower = world.pods.filter((p) => (ordinalOf(p, world.set) ?? 0) < (ordinalOf(pod, world.set) ?? 0));
            expect(lower.every((p) => p.status.phase === 'Running')).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('the history of templates', () => {
  const world = () => new World();
  test('numbers a template that comes back anew instead of keeping it twice', () => {
    const w = world();
    w.step();
    w.change({ template: template('v2') }).step();
    w.change({ template: template('v1') }).step();
    expect(w.revisions.map((r) => r.revision)).toEqual([2, 3]);
    expect(w.revisions[1]?.data).toEqual({ spec: { template: { ...template('v1'), $patch: 'replace' } } });
  });

  test('is cut to what is used and the limit', () => {
    const revisions = [1, 2, 3, 4].map((n) => make<ControllerRevision>('ControllerRevision', `r${n}`, { revision: n }));
    const names = (limit: number) =>
      revisionsToDelete(revisions, ({ metadata }) => metadata.name === 'r1', limit).map((r) => r.metadata.name);
    expect(names(1)).toEqual(['r2', 'r3']);
    expect(names(0)).toEqual(['r2', 'r3', 'r4']);
    expect(names(10)).toEqual([]);
  });
});

describe('the claims of a StatefulSet', () => {
  const claimTemplate = {
    metadata: { name: 'data', labels: { kind: 'disk' } },
    spec: { accessModes: ['ReadWriteOnce'] },
  };
  const makeSet = (policy = {}) => {
    const volumeClaimTemplates = [claimTemplate] as never;
    return new World({ replicas: 2, volumeClaimTemplates, persistentVolumeClaimRetentionPolicy: policy }).set;
  };
  const pod = make<Pod>('Pod', 'web-1');
  const claim = (owners: object[] = []) =>
    make<PersistentVolumeClaim>('PersistentVolumeClaim', 'data-web-1', { metadata: { ownerReferences: owners } });

  test('are named after template and pod, and mounted in place of a volume of their name', () => {
    const set = makeSet();
    expect(newClaims(set, 1)).toEqual([
      {
        metadata: { name: 'data-web-1', namespace: 'default', labels: { kind: 'disk', app: 'web' } },
        spec: { accessModes: ['ReadWriteOnce'] },
      },
    ]);
    const revision = planRevision({
      ownerType: statefulSets,
      owner: set,
      hashLabel: 'h',
      revisions: [],
      collisionCount: 0,
    });
    expect(newPod(set, revision.latest, 1).spec?.volumes).toEqual([
      { name: 'data', persistentVolumeClaim: { claimName: 'data-web-1' } },
    ]);
  });

  test.each([
    [{}, 1, []],
    [{ whenDeleted: 'Delete' }, 1, ['StatefulSet']],
    [{ whenScaled: 'Delete' }, 1, []],
    [{ whenScaled: 'Delete' }, 7, ['Pod']],
    [{ whenScaled: 'Delete', whenDeleted: 'Delete' }, 7, ['Pod']],
    [{ whenScaled: 'Delete', whenDeleted: 'Delete' }, 1, ['StatefulSet']],
  ])('with the policy %j the claim of ordinal %i belongs to %j', (policy, ordinal, kinds) => {
    const set = makeSet(policy);
    const owners = planClaimOwners(claim(), { set, pod, ordinal });
    expect(owners?.map((o) => o.kind) ?? []).toEqual(kinds);
    expect(planClaimOwners(claim(owners ?? []), { set, pod, ordinal })).toBeUndefined();
    expect(planClaimOwners(claim([{ uid: 'other' }, ...(owners ?? [])]), { set, pod, ordinal })).toBeUndefined();
  });

  test('that are going, or belonged to an earlier pod, make a new pod wait', () => {
    expect(isStaleClaim(claim(), 'web-1')).toBe(false);
    expect(isStaleClaim(claim([{ kind: 'Pod', name: 'web-1', uid: 'earlier' }]), 'web-1')).toBe(true);
  });
});
