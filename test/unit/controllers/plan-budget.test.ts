import { describe, expect, test } from 'vitest';
import type {
  PodDisruptionBudget,
  PodDisruptionBudgetSpec,
  PodDisruptionBudgetStatus,
} from '../../../server/api/types.gen.ts';
import { planBudget } from '../../../server/controllers/disruption-budget/plan-budget.ts';
import { make, makePod } from './make.ts';

const NOW = Date.UTC(2026, 0, 1, 12);
const makeBudget = (spec: PodDisruptionBudgetSpec, status: PodDisruptionBudgetStatus = {}): PodDisruptionBudget =>
  make<PodDisruptionBudget>('PodDisruptionBudget', 'b', { metadata: { generation: 1 }, spec, status });
const pods = [makePod('a'), makePod('b'), makePod('c', { ready: false }), makePod('d')];

describe('a PodDisruptionBudget', () => {
  test.each([
    [{ minAvailable: 2 }, 10, { expectedPods: 4, desiredHealthy: 2, currentHealthy: 3, disruptionsAllowed: 1 }],
    [{ minAvailable: 3 }, 10, { expectedPods: 4, desiredHealthy: 3, currentHealthy: 3, disruptionsAllowed: 0 }],
    [{ minAvailable: '50%' }, 5, { expectedPods: 5, desiredHealthy: 3, currentHealthy: 3, disruptionsAllowed: 0 }],
    [{ maxUnavailable: 2 }, 4, { expectedPods: 4, desiredHealthy: 2, currentHealthy: 3, disruptionsAllowed: 1 }],
    [{ maxUnavailable: '30%' }, 4, { expectedPods: 4, desiredHealthy: 2, currentHealthy: 3, disruptionsAllowed: 1 }],
    [{ maxUnavailable: 9 }, 0, { expectedPods: 0, desiredHealthy: 0, currentHealthy: 3, disruptionsAllowed: 0 }],
  ])('of %j, where %i pods are meant to be, is %j', (spec, scale, expected) => {
    const { status } = planBudget({ budget: makeBudget(spec), pods, scale, now: NOW });
    expect(status).toMatchObject(expected);
    const [allowed, reason] =
      expected.disruptionsAllowed > 0 ? ['True', 'SufficientPods'] : ['False', 'InsufficientPods'];
    expect(status.conditions).toMatchObject([
      { type: 'DisruptionAllowed', status: allowed, reason, observedGeneration: 1 },
    ]);
  });

  test('counts a pod that is to be evicted as gone, until that has taken too long', () => {
    const disruptedPods = { a: '2026-01-01T11:59:00Z', b: '2026-01-01T11:50:00Z', x: '2026-01-01T11:59:00Z' };
    const budget = makeBudget({ minAvailable: 1 }, { disruptedPods });
    const plan = planBudget({ budget, pods, scale: 4, now: NOW });
    expect(plan.status).toMatchObject({ disruptedPods: { a: '2026-01-01T11:59:00Z' }, currentHealthy: 2 });
    expect(plan.notDeleted.map((pod) => pod.metadata.name)).toEqual(['b']);
    expect(plan.recheck).toBe(60_000);
  });
});
