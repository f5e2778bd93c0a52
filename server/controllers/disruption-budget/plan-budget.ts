import { findCondition } from '../../api/conditions.ts';
import { scaledValue } from '../../api/int-or-string.ts';
import { isPodReady } from '../../api/pods.ts';
import type { Condition, Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../api/types.gen.ts';
import { millisecondsOf, timestamp } from '../../lib/timestamps.ts';

/** An eviction whose pod is still there after this long did not happen. */
const DISRUPTION_TIMEOUT = 120_000;

export interface BudgetInput {
  budget: PodDisruptionBudget;
  /** The pods that it selects. */
  pods: readonly Pod[];
  /** How many pods the workloads of these pods are meant to have together. */
  scale: number;
  now: number;
}

export interface BudgetPlan {
  status: PodDisruptionBudgetStatus;
  /** Pods that were to be evicted and are still there. */
  notDeleted: Pod[];
  /** Milliseconds until the next eviction has taken too long. */
  recheck: number | undefined;
}

export function planBudget(input: BudgetInput): BudgetPlan {
  const { budget, pods, now } = input;
  const { disruptedPods, notDeleted, recheck } = pendingDisruptions(input);
  const { expectedPods, desiredHealthy } = wanted(input);
  const currentHealthy = pods.filter((pod) => isHealthy(pod) && !disruptedPods[pod.metadata.name]).length;
  const disruptionsAllowed = expectedPods > 0 ? Math.max(0, currentHealthy - desiredHealthy) : 0;
  const observedGeneration = budget.metadata.generation ?? 0;
  const status: PodDisruptionBudgetStatus = {
    ...(Object.keys(disruptedPods).length > 0 && { disruptedPods }),
    conditions: withAllowed(budget.status.conditions ?? [], disruptionsAllowed > 0, { observedGeneration, now }),
    currentHealthy,
    desiredHealthy,
    disruptionsAllowed,
    expectedPods,
    observedGeneration,
  };
  return { status, notDeleted, recheck };
}

const isHealthy = (pod: Pod): boolean => isPodReady(pod) && pod.metadata.deletionTimestamp === undefined;

function wanted({ budget, pods, scale }: BudgetInput): { expectedPods: number; desiredHealthy: number } {
  const { minAvailable, maxUnavailable } = budget.spec;
  if (maxUnavailable !== undefined) {
    const unavailable = scaledValue(maxUnavailable, scale, { round: 'up' }) ?? 0;
    return { expectedPods: scale, desiredHealthy: Math.max(0, scale - unavailable) };
  }
  if (typeof minAvailable === 'string') {
    return { expectedPods: scale, desiredHealthy: scaledValue(minAvailable, scale, { round: 'up' }) ?? 0 };
  }
  return { expectedPods: pods.length, desiredHealthy: minAvailable ?? 0 };
}

function pendingDisruptions({ budget, pods, now }: BudgetInput) {
  const disruptedPods: Record<string, string> = {};
  const notDeleted: Pod[] = [];
  let recheck: number | undefined;
  for (const pod of pods) {
    const since = budget.status.disruptedPods?.[pod.metadata.name];
    if (since === undefined || pod.metadata.deletionTimestamp !== undefined) continue;
    const left = millisecondsOf(since) + DISRUPTION_TIMEOUT - now;
    if (left <= 0) {
      notDeleted.push(pod);
      continue;
    }
    disruptedPods[pod.metadata.name] = since;
    recheck = Math.min(recheck ?? left, left);
  }
  return { disruptedPods, notDeleted, recheck };
}

function withAllowed(
  before: readonly Condition[],
  allowed: boolean,
  { observedGeneration, now }: { observedGeneration: number; now: number },
): Condition[] {
  const type = 'DisruptionAllowed';
  const old = findCondition(before, type);
  const status = allowed ? 'True' : 'False';
  const condition: Condition = {
    type,
    status,
    observedGeneration,
    lastTransitionTime: old?.status === status ? old.lastTransitionTime : timestamp(now),
    reason: allowed ? 'SufficientPods' : 'InsufficientPods',
    message: '',
  };
  return old ? before.map((c) => (c === old ? condition : c)) : [...before, condition];
}
