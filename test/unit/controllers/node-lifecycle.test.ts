import { describe, expect, test } from 'vitest';
import type { Lease, Node, NodeCondition, Taint } from '../../../server/api/types.gen.ts';
import { planEvictionTaints, planSilence } from '../../../server/controllers/node-lifecycle/plan-node.ts';
import { createSilenceWatch } from '../../../server/controllers/node-lifecycle/silence.ts';
import { evictionTime } from '../../../server/controllers/taint-eviction/plan-eviction.ts';
import { makeNode, makePod } from '../../support/make.ts';

const NOW = '2026-01-01T00:01:00Z';
const ready = (status: string): NodeCondition => ({ type: 'Ready', status, lastHeartbeatTime: '2026-01-01T00:00:00Z' });
const node = (conditions: NodeCondition[], taints?: Taint[]): Node => ({
  ...makeNode('node-1'),
  spec: { ...(taints && { taints }) },
  status: { conditions },
});
const lease = (renewTime: string): Lease => ({ metadata: { name: 'node-1', uid: '' }, spec: { renewTime } });

describe('a node from which nothing is heard', () => {
  test('has unknown conditions', () => {
    const own = { type: 'example.com/own', status: 'True' };
    const conditions = planSilence(node([own, ready('True')]), NOW);
    expect(conditions?.[0]).toBe(own);
    expect(conditions?.[1]).toEqual({
      type: 'Ready',
      status: 'Unknown',
      lastHeartbeatTime: '2026-01-01T00:00:00Z',
      lastTransitionTime: NOW,
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
    });
    expect(conditions?.slice(2).map(({ type, reason }) => `${type} ${reason}`)).toEqual([
      'MemoryPressure NodeStatusNeverUpdated',
      'DiskPressure NodeStatusNeverUpdated',
      'PIDPressure NodeStatusNeverUpdated',
    ]);
    expect(planSilence(node(conditions ?? []), NOW)).toBeUndefined();
  });

  test('has been looked at ten times without news', () => {
    const watch = createSilenceWatch();
    const quiet = node([ready('True')]);
    for (let look = 0; look < 10; look++) expect(watch.look(quiet, lease('a'))).toBe(false);
    expect(watch.look(quiet, lease('a'))).toBe(true);
    expect(watch.isSilent(quiet, lease('a'))).toBe(true);
    expect(watch.isSilent(quiet, lease('b'))).toBe(false);
    expect(watch.look(quiet, lease('b'))).toBe(false);
  });

  test('and that has never said a word has more time for it', () => {
    const watch = createSilenceWatch();
    for (let look = 0; look < 12; look++) expect(watch.look(node([]), undefined)).toBe(false);
    expect(watch.look(node([]), undefined)).toBe(true);
  });
});

describe('taints by which pods are evicted', () => {
  const other: Taint = { key: 'a', effect: 'NoExecute' };
  const taint = (key: string): Taint => ({ key: `node.kubernetes.io/${key}`, effect: 'NoExecute', timeAdded: NOW });
  test.each<[string, NodeCondition[], Taint[], Taint[] | undefined]>([
    ['a ready node needs none', [ready('True')], [other], undefined],
    ['a node without a word needs none', [], [], undefined],
    ['a node that is not ready', [ready('False')], [other], [other, taint('not-ready')]],
    ['a silent node', [ready('Unknown')], [taint('not-ready')], [taint('unreachable')]],
    ['a node that has come back', [ready('True')], [taint('unreachable'), other], [other]],
    ['a node that has it already', [ready('False')], [taint('not-ready')], undefined],
  ])('%s', (_, conditions, taints, wanted) => {
    expect(planEvictionTaints(node(conditions, taints), NOW)).toEqual(wanted);
  });
});

describe('the time to leave', () => {
  const now = Date.parse(NOW);
  const taint: Taint = { key: 'a', effect: 'NoExecute', timeAdded: NOW };
  const tolerating = (...times: (number | undefined)[]) =>
    makePod('web', {
      spec: { tolerations: times.map((tolerationSeconds) => ({ key: 'a', operator: 'Exists', tolerationSeconds })) },
    });
  test('is now without a toleration', () => expect(evictionTime(makePod('web'), [taint], now)).toBe(now));
  test('never comes without such a taint', () => {
    expect(evictionTime(makePod('web'), [{ ...taint, effect: 'NoSchedule' }], now)).toBeUndefined();
    expect(evictionTime(makePod('web'), undefined, now)).toBeUndefined();
  });
  test('never comes with a toleration for ever', () => {
    expect(evictionTime(tolerating(undefined), [taint], now)).toBeUndefined();
  });
  test('comes when the shortest time is over', () => {
    expect(evictionTime(tolerating(300, 60), [taint], now)).toBe(now + 60_000);
    expect(evictionTime(tolerating(undefined, 60), [taint], now)).toBe(now + 60_000);
    expect(evictionTime(tolerating(-1), [taint], now)).toBe(now);
  });
  test('is the earliest of all taints', () => {
    expect(evictionTime(tolerating(60), [taint, { key: 'b', effect: 'NoExecute' }], now)).toBe(now);
  });
});
