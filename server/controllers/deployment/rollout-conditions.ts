import { findCondition } from '../../api/conditions.ts';
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../api/types.gen.ts';
import {
  appendCondition,
  hasDeadline,
  hasProgressed,
  isComplete,
  NEW_REPLICA_SET_AVAILABLE,
  removeCondition,
  setCondition,
  TIMED_OUT,
  untilDeadline,
} from './deployment-status.ts';

type Conditions = readonly DeploymentCondition[];

export interface RolloutInput {
  deployment: Deployment;
  current: ReplicaSet | undefined;
  all: readonly ReplicaSet[];
  /** As calculated from the ReplicaSets. */
  status: DeploymentStatus;
  now: number;
}

/** The conditions of a Deployment that is neither paused nor only being scaled: how its rollout goes. */
export function rolloutConditions(input: RolloutInput): DeploymentCondition[] {
  const { deployment, current, all, now } = input;
  const conditions = hasDeadline(deployment)
    ? progressConditions(input)
    : removeCondition(input.status.conditions ?? [], 'Progressing');
  const failure = failureOf(current, all);
  if (!failure) return [...removeCondition(conditions, 'ReplicaFailure')];
  return [...setCondition(conditions, failure, now)];
}

function progressConditions({ deployment, current, status, now }: RolloutInput): Conditions {
  const conditions = status.conditions ?? [];
  const known = findCondition(deployment.status.conditions, 'Progressing');
  const isDone =
    known?.reason === NEW_REPLICA_SET_AVAILABLE && (status.replicas ?? 0) === (status.updatedReplicas ?? 0);
  if (isDone) return conditions;

  const subject = current ? `ReplicaSet "${current.metadata.name}"` : `Deployment "${deployment.metadata.name}"`;
  const progressing = (status: string, reason: string, text: string) => ({
    type: 'Progressing',
    status,
    reason,
    message: `${subject} ${text}`,
  });
  if (isComplete(deployment, status)) {
    const condition = progressing('True', NEW_REPLICA_SET_AVAILABLE, 'has successfully progressed.');
    return setCondition(conditions, condition, now);
  }
  if (hasProgressed(deployment.status, status)) {
    // Any progress moves the time of the update, so that the deadline begins again.
    return appendCondition(conditions, progressing('True', 'ReplicaSetUpdated', 'is progressing.'), now);
  }
  if (known?.reason !== TIMED_OUT && untilDeadline(deployment, conditions, now) !== 0) return conditions;
  return setCondition(conditions, progressing('False', TIMED_OUT, 'has timed out progressing.'), now);
}

/** What keeps a ReplicaSet from making pods; that of the present template first. */
function failureOf(current: ReplicaSet | undefined, all: readonly ReplicaSet[]) {
  for (const replicaSet of current ? [current, ...all] : all) {
    const failure = findCondition(replicaSet.status?.conditions, 'ReplicaFailure');
    if (failure) return failure;
  }
  return undefined;
}

/** What pausing and resuming say, unless the rollout has failed already. */
export function pausedConditions(deployment: Deployment, now: number): Conditions {
  const conditions = deployment.status.conditions ?? [];
  const known = findCondition(conditions, 'Progressing');
  if (!hasDeadline(deployment) || known?.reason === TIMED_OUT) return conditions;
  const saysPaused = known?.reason === 'DeploymentPaused';
  if (deployment.spec.paused && !saysPaused) {
    return setCondition(conditions, unknown('DeploymentPaused', 'Deployment is paused'), now);
  }
  if (!deployment.spec.paused && saysPaused) {
    return setCondition(conditions, unknown('DeploymentResumed', 'Deployment is resumed'), now);
  }
  return conditions;
}

const unknown = (reason: string, message: string) => ({ type: 'Progressing', status: 'Unknown', reason, message });
