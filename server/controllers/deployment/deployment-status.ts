import { findCondition } from '../../api/conditions.ts';
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../api/types.gen.ts';
import { millisecondsOf, timestamp } from '../../lib/timestamps.ts';
import { withoutZeros } from '../../lib/without-zeros.ts';
import { maxUnavailable, wantedReplicas } from './replica-math.ts';
import { totalReplicas } from './replica-set-order.ts';

type Conditions = readonly DeploymentCondition[];

export const NEW_REPLICA_SET_AVAILABLE = 'NewReplicaSetAvailable';
export const TIMED_OUT = 'ProgressDeadlineExceeded';

/** Kubernetes writes the largest int32 where it means no deadline. */
export function hasDeadline({ spec }: Deployment): boolean {
  return spec.progressDeadlineSeconds !== undefined && spec.progressDeadlineSeconds !== 2 ** 31 - 1;
}

/**
 * The condition in place of the one of its type, and at the end of the list; nothing happens when that has the same
 * status and reason.
 */
export function setCondition(
  conditions: Conditions,
  condition: Omit<DeploymentCondition, 'lastUpdateTime'>,
  now: number,
) {
  const old = findCondition(conditions, condition.type);
  if (old && old.status === condition.status && old.reason === condition.reason) return conditions;
  return appendCondition(conditions, condition, now);
}

/** As `setCondition`, also when nothing but the time of its update changes. */
export function appendCondition(
  conditions: Conditions,
  condition: Omit<DeploymentCondition, 'lastUpdateTime'>,
  now: number,
): Conditions {
  const old = findCondition(conditions, condition.type);
  const time = timestamp(now);
  const since = old?.status === condition.status ? old.lastTransitionTime : time;
  const fresh = { ...condition, lastUpdateTime: time, lastTransitionTime: since };
  return [...removeCondition(conditions, condition.type), fresh];
}

export function removeCondition(conditions: Conditions, type: string): Conditions {
  return conditions.filter((c) => c.type !== type);
}

export interface StatusInput {
  deployment: Deployment;
  /** The ReplicaSet of the present template. */
  current: ReplicaSet | undefined;
  all: readonly ReplicaSet[];
  conditions: Conditions;
  now: number;
}

/** The counts, and the condition Available; nothing of progress. */
export function calculateStatus({ deployment, current, all, conditions, now }: StatusInput): DeploymentStatus {
  const available = sum(all, 'availableReplicas');
  const enough = available >= wantedReplicas(deployment) - maxUnavailable(deployment);
  const condition = enough
    ? { status: 'True', reason: 'MinimumReplicasAvailable', message: 'Deployment has minimum availability.' }
    : {
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
  const knowsTerminating = all.every(({ status }) => status?.terminatingReplicas !== undefined);
  return {
    ...withoutZeros({
      observedGeneration: deployment.metadata.generation,
      replicas: sum(all, 'replicas'),
      updatedReplicas: current?.status?.replicas,
      readyReplicas: sum(all, 'readyReplicas'),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, totalReplicas(all) - available),
    }),
    ...(knowsTerminating && { terminatingReplicas: sum(all, 'terminatingReplicas') }),
    ...(deployment.status.collisionCount !== undefined && { collisionCount: deployment.status.collisionCount }),
    conditions: [...setCondition(conditions, { type: 'Available', ...condition }, now)],
  };
}

type Count = 'replicas' | 'readyReplicas' | 'availableReplicas' | 'terminatingReplicas';

function sum(replicaSets: readonly ReplicaSet[], count: Count): number {
  return replicaSets.reduce((total, { status }) => total + (status?.[count] ?? 0), 0);
}

/** Everything is of the present template, and available. */
export function isComplete({ spec, metadata }: Deployment, status: DeploymentStatus): boolean {
  const wanted = spec.replicas ?? 1;
  return (
    (status.updatedReplicas ?? 0) === wanted &&
    (status.replicas ?? 0) === wanted &&
    (status.availableReplicas ?? 0) === wanted &&
    (status.observedGeneration ?? 0) >= (metadata.generation ?? 0)
  );
}

export function hasProgressed(old: DeploymentStatus, now: DeploymentStatus): boolean {
  const outdated = (s: DeploymentStatus) => (s.replicas ?? 0) - (s.updatedReplicas ?? 0);
  return (
    (now.updatedReplicas ?? 0) > (old.updatedReplicas ?? 0) ||
    outdated(now) < outdated(old) ||
    (now.readyReplicas ?? 0) > (old.readyReplicas ?? 0) ||
    (now.availableReplicas ?? 0) > (old.availableReplicas ?? 0)
  );
}

/** Milliseconds until a rollout that does not move has failed; undefined when nothing is waited for. */
export function untilDeadline(deployment: Deployment, conditions: Conditions, now: number): number | undefined {
  const progressing = findCondition(conditions, 'Progressing');
  if (!hasDeadline(deployment) || !progressing) return undefined;
  if (progressing.reason === NEW_REPLICA_SET_AVAILABLE || progressing.reason === TIMED_OUT) return undefined;
  const since = millisecondsOf(progressing.lastUpdateTime) ?? now;
  return Math.max(0, since + (deployment.spec.progressDeadlineSeconds ?? 0) * 1000 - now);
}
