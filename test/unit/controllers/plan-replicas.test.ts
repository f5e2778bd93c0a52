import { describe, expect, test } from 'vitest';
import type { Pod, ReplicaSet } from '../../../server/api/types.gen.ts';
import { rankForDeletion } from '../../../server/controllers/rank-pods.ts';
import { planReplicas, planStatus } from '../../../server/controllers/replica-set/plan-replicas.ts';
import { untilNextAvailable } from '../../../server/controllers/until-next-available.ts';
import { make, makePod } from './make.ts';

const NOW = Date.UTC(2026, 0, 2);
const template = { metadata: { labels: { app: 'web' } } };
const makeReplicaSet = (replicas: number, rest: object = {}): ReplicaSet =>
  make<ReplicaSet>('ReplicaSet', 'rs', {
    spec: { replicas, template, ...rest },
    status: { replicas: 0 },
    metadata: { generation: 1 },
  });
const makePods = (count: number): Pod[] => Array.from({ length: count }, (_, n) => makePod(`p${n}`));
const plan = (replicas: number, pods: Pod[]) =>
  planReplicas({ owner: makeReplicaSet(replicas), pods, related: () => pods, now: NOW });
const deleted = { deletionTimestamp: '2026-01-01T00:00:00Z' };

describe('the number of pods', () => {
  test.each([
    [3, 3, 0, 0],
    [3, 1, 2, 0],
    [1, 3, 0, 2],
    [0, 2, 0, 2],
    [700, 0, 500, 0],
    [0, 700, 0, 500],
  ])('%i wanted of %i: %i made, %i deleted', (replicas, have, create, gone) => {
    const p = plan(replicas, makePods(have));
    expect([p.create, p.delete.length]).toEqual([create, gone]);
  });

  test('finished pods and those that go do not count', () => {
    const pods = [makePod('a'), makePod('b', { phase: 'Failed' }), makePod('c', { metadata: deleted })];
    expect(plan(2, pods)).toEqual({ create: 1, delete: [] });
  });

  test('nothing is made for what is being deleted', () => {
    const owner = makeReplicaSet(2);
    owner.metadata.deletionTimestamp = deleted.deletionTimestamp;
    expect(planReplicas({ owner, pods: [], related: () => [], now: NOW })).toEqual({ create: 0, delete: [] });
  });
});

describe('the order in which pods go', () => {
  const first = (...pods: Pod[]) => rankForDeletion(pods, pods, NOW)[0]?.metadata.name;
  const base = makePod('keep', { since: '2026-01-01T00:00:00Z' });
  test.each([
    ['not yet on a node', makePod('x', { spec: { nodeName: '' } })],
    ['pending', makePod('x', { phase: 'Pending' })],
    ['not ready', makePod('x', { ready: false })],
    [
      'cheap to delete',
      makePod('x', { metadata: { annotations: { 'controller.kubernetes.io/pod-deletion-cost': '-1' } } }),
    ],
    ['ready for a shorter time', makePod('x', { since: '2026-01-01T23:59:00Z' })],
  ])('a pod that is %s goes before one that is not', (_, pod) => {
    expect(first(base, pod)).toBe('x');
    expect(first(pod, base)).toBe('x');
  });

  test('a pod on the fuller node goes first', () => {
    const crowd = [makePod('a', { spec: { nodeName: 'full' } }), makePod('b', { spec: { nodeName: 'full' } })];
    expect(['a', 'b']).toContain(first(makePod('c', { spec: { nodeName: 'empty' } }), ...crowd));
  });

  test('ages within a power of two count as alike, and the uid decides', () => {
    const a = makePod('a', { since: '2026-01-01T00:00:01Z', metadata: { uid: '2' } });
    const b = makePod('b', { since: '2026-01-01T00:00:00Z', metadata: { uid: '1' } });
    expect(first(a, b)).toBe('b');
  });

  test('more restarts go first', () => {
    const restarted = makePod('x', { ready: false });
    restarted.status.containerStatuses = [{ name: 'c', restartCount: 3 } as never];
    expect(first(makePod('keep', { ready: false }), restarted)).toBe('x');
  });
});

describe('the status', () => {
  const status = (input: Partial<Parameters<typeof planStatus>[0]>) =>
    planStatus({ owner: makeReplicaSet(2), pods: [], now: NOW, countsTerminating: true, ...input });

  test('counts pods, and leaves out what is zero', () => {
    expect(status({})).toEqual({ replicas: 0, terminatingReplicas: 0, observedGeneration: 1 });
    const pods = [
      makePod('a', { since: '2026-01-01T00:00:00Z' }),
      makePod('b', { ready: false, metadata: { labels: { app: 'other' } } }),
      makePod('c', { metadata: deleted }),
    ];
    expect(status({ pods })).toEqual({
      replicas: 2,
      fullyLabeledReplicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
      terminatingReplicas: 1,
      observedGeneration: 1,
    });
  });

  test('counts a pod as available when it has been ready for long enough', () => {
    const owner = makeReplicaSet(1, { minReadySeconds: 10 });
    const pods = [makePod('a', { since: '2026-01-01T23:59:55Z' })];
    expect(status({ owner, pods })).not.toHaveProperty('availableReplicas');
    expect(untilNextAvailable(pods, 10, NOW)).toBe(5000);
    expect(status({ owner, pods, now: NOW + 5000 })).toMatchObject({ availableReplicas: 1 });
    expect(untilNextAvailable(pods, 10, NOW + 5000)).toBeUndefined();
  });

  test('says why pods cannot be made, as long as that is so', () => {
    const failure = { reason: 'FailedCreate' as const, message: 'no room' };
    const failed = status({ failure });
    const condition = {
      type: 'ReplicaFailure',
      status: 'True',
      lastTransitionTime: '2026-01-02T00:00:00Z',
      ...failure,
    };
    expect(failed?.conditions).toEqual([condition]);
    const owner = { ...makeReplicaSet(2), status: failed as ReplicaSet['status'] };
    expect(status({ owner, failure: { ...failure, message: 'still none' } })).toBeUndefined();
    expect(status({ owner })).not.toHaveProperty('conditions');
  });

  test('is not written when it is right', () => {
    const owner = makeReplicaSet(0);
    owner.status = status({ owner }) as ReplicaSet['status'];
    expect(status({ owner })).toBeUndefined();
  });
});
