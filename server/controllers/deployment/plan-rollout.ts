import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../api/types.gen.ts';
import { REVISION, revisionOf } from './deployment-annotations.ts';
import { calculateStatus, hasDeadline, isComplete, setCondition, untilDeadline } from './deployment-status.ts';
import { isRolling } from './replica-math.ts';
import { byRevision, replicasOf } from './replica-set-order.ts';
import { recreateSets, rollSets } from './roll-sets.ts';
import { pausedConditions, rolloutConditions } from './rollout-conditions.ts';
import { isScaling, scaleSets } from './scale-sets.ts';
import { allSets, openSets, type WorkingSets } from './working-sets.ts';

export interface RolloutInput {
  deployment: Deployment;
  /** The ReplicaSets that it controls. */
  replicaSets: readonly ReplicaSet[];
  /** The uids of the ReplicaSets that have pods which may still run. */
  ownersOfPods: ReadonlySet<string>;
  now: number;
}

export interface RolloutPlan {
  create: ReplicaSet | undefined;
  /** Whole ReplicaSets, each with the size that it had. */
  update: { replicaSet: ReplicaSet; from: number }[];
  /** Old ones beyond the history that is kept. */
  delete: ReplicaSet[];
  /** The Deployment with its revision and status; undefined when both are right. */
  deployment: Deployment | undefined;
  /** Milliseconds until a rollout that does not move has failed. */
  deadline: number | undefined;
}

/** The next step towards the template and the number of replicas that are wanted. */
export function planRollout(input: RolloutInput): RolloutPlan {
  const { deployment, now } = input;
  const sets = openSets(deployment, input.replicaSets);
  const isGoing = deployment.metadata.deletionTimestamp !== undefined;
  const conditions = isGoing ? (deployment.status.conditions ?? []) : pausedConditions(deployment, now);
  if (isGoing) return finish(sets, conditions, { input, rolling: false });
  if (deployment.spec.paused || isScaling(sets)) {
    scaleSets(sets);
    return finish(sets, conditions, { input, rolling: false });
  }
  if (isRolling(deployment)) rollSets(sets);
  else recreateSets(sets, input.ownersOfPods);
  return finish(sets, conditions, { input, rolling: true });
}

interface Finish {
  input: RolloutInput;
  /** Neither paused nor only being scaled. */
  rolling: boolean;
}

function finish(
  sets: WorkingSets,
  conditions: readonly DeploymentCondition[],
  { input, rolling }: Finish,
): RolloutPlan {
  const { deployment, now } = input;
  const all = allSets(sets);
  const known = foundConditions(sets, conditions, now);
  const status = calculateStatus({ deployment, current: sets.current, all, conditions: known, now });
  if (rolling) status.conditions = rolloutConditions({ deployment, current: sets.current, all, status, now });
  const isDone = isComplete(deployment, status);
  return {
    create: sets.created ? sets.current : undefined,
    update: [...sets.changes.values()],
    delete: deployment.spec.paused || (rolling && isDone) ? beyondHistory(sets) : [],
    deployment: changedDeployment(sets, status),
    deadline: rolling && !isDone ? untilDeadline(deployment, status.conditions ?? [], now) : undefined,
  };
}

/** A ReplicaSet of the present template was made, or found to be there already. */
function foundConditions(sets: WorkingSets, conditions: readonly DeploymentCondition[], now: number) {
  const { deployment, current, created } = sets;
  if (!hasDeadline(deployment) || !current) return conditions;
  const progressing = (reason: string, text: string) =>
    setCondition(
      conditions,
      { type: 'Progressing', status: 'True', reason, message: `${text} replica set "${current.metadata.name}"` },
      now,
    );
  if (created) return progressing('NewReplicaSetCreated', 'Created new');
  if (conditions.some((c) => c.type === 'Progressing')) return conditions;
  return progressing('FoundNewReplicaSet', 'Found new');
}

function changedDeployment({ deployment, current }: WorkingSets, status: DeploymentStatus): Deployment | undefined {
  const { metadata } = deployment;
  const revision = current && String(revisionOf(current));
  const isRevision = revision === undefined || metadata.annotations?.[REVISION] === revision;
  if (isRevision && semanticEqual(status, deployment.status)) return undefined;
  const annotations = isRevision ? metadata.annotations : { ...metadata.annotations, [REVISION]: revision };
  return { ...deployment, metadata: { ...metadata, annotations }, status };
}

/** The oldest of those that are empty and settled. */
function beyondHistory({ deployment, old }: WorkingSets): ReplicaSet[] {
  const limit = deployment.spec.revisionHistoryLimit;
  if (limit === undefined || limit === 2 ** 31 - 1) return [];
  const alive = old.filter(({ metadata }) => metadata.deletionTimestamp === undefined).sort(byRevision);
  return alive.slice(0, Math.max(0, alive.length - limit)).filter(isSettledAtZero);
}

function isSettledAtZero(replicaSet: ReplicaSet): boolean {
  const { metadata, status } = replicaSet;
  const isObserved = (metadata.generation ?? 0) <= (status.observedGeneration ?? 0);
  return replicasOf(replicaSet) === 0 && status.replicas === 0 && isObserved;
}
