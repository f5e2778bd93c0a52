import { isAlreadyExists, isNotFound } from '../../api/errors.ts';
import { keyOf, parseKey } from '../../api/object.ts';
import { controllerOf } from '../../api/owner-references.ts';
import { isPodFinished } from '../../api/pods.ts';
import { deployments, pods, replicaSets } from '../../api/resource-types.gen.ts';
import type { Deployment, Pod, ReplicaSet } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { claimDependents } from '../claim-dependents.ts';
import { type Dependents, followDependents } from '../follow-dependents.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';
import { setCondition } from './deployment-status.ts';
import { planRollout, type RolloutPlan } from './plan-rollout.ts';
import { isRolling } from './replica-math.ts';
import { replicasOf } from './replica-set-order.ts';
import { isOfTemplate } from './working-sets.ts';

const BY_CONTROLLER = 'controller';

/** Rolls out Deployments: one ReplicaSet for each template, sized step by step. */
export function deploymentController(): Controller {
  let joined: Dependents<Deployment, ReplicaSet>;
  let allPods: Informer<Pod>;

  const ownersOfPods = (owned: readonly ReplicaSet[]): Set<string> => {
    const hasPods = ({ metadata }: ReplicaSet) =>
      [...allPods.byIndex(BY_CONTROLLER, metadata.uid)].some((pod) => !isPodFinished(pod));
    return new Set(owned.filter(hasPods).map(({ metadata }) => metadata.uid));
  };

  return {
    name: 'deployment-controller',
    start({ informers }, queue) {
      joined = followDependents(informers, queue, {
        ownerType: deployments,
        dependentType: replicaSets,
        selectorOf: ({ spec }) => spec.selector,
      });
      allPods = informers.for(pods);
      allPods.addIndex(BY_CONTROLLER, podControllerIndex);
      allPods.onEvent(({ type, object }) => {
        // Recreate waits until the last old pod is gone.
        if (type !== 'DELETED') return;
        const deployment = deploymentOf(joined, object);
        if (deployment && !isRolling(deployment)) queue.add(keyOf(deployment));
      });
    },
    async reconcile(key, context) {
      const deployment = joined.owners.get(key);
      if (!deployment) return undefined;
      if (joined.selectorOf(deployment).requirements.length === 0) return refuseSelector(deployment, context);
      const owned = await claimDependents(context.client, {
        ownerType: deployments,
        owner: deployment,
        dependentType: replicaSets,
        selector: joined.selectorOf(deployment),
        candidates: joined.candidatesOf(deployment),
      });
      const now = context.clock.now();
      const plan = planRollout({ deployment, replicaSets: owned, ownersOfPods: ownersOfPods(owned), now });
      await carryOut(plan, deployment, context);
      // A second later, so that the condition is surely due then.
      return plan.deadline === undefined ? undefined : { requeueAfterMs: plan.deadline + 1000 };
    },
  };
}

/** The same index as that of the other controllers of pods. */
function podControllerIndex(pod: Pod): string[] {
  return [controllerOf(pod)?.uid ?? `orphans of ${pod.metadata.namespace}`];
}

function deploymentOf(joined: Dependents<Deployment, ReplicaSet>, pod: Pod): Deployment | undefined {
  const replicaSet = joined.dependents.get(`${pod.metadata.namespace}/${controllerOf(pod)?.name}`);
  const owner = replicaSet && controllerOf(replicaSet);
  return owner && joined.owners.get(`${pod.metadata.namespace}/${owner.name}`);
}

async function refuseSelector(deployment: Deployment, { client, events }: ControllerContext): Promise<undefined> {
  const message = 'This deployment is selecting all pods. A non-empty selector is required.';
  events.record(deployment, 'Warning', 'SelectingAll', message);
  const { generation = 0 } = deployment.metadata;
  if ((deployment.status.observedGeneration ?? 0) >= generation) return;
  const status = { ...deployment.status, observedGeneration: generation };
  await client.update(deployments, { ...deployment, status }, { subresource: 'status' });
}

async function carryOut(plan: RolloutPlan, deployment: Deployment, context: ControllerContext): Promise<void> {
  const { client, events } = context;
  if (plan.create && !(await createReplicaSet(plan.create, deployment, context))) return;
  for (const { replicaSet, from } of plan.update) {
    await client.update(replicaSets, replicaSet);
    const size = replicasOf(replicaSet);
    if (size === from) continue;
    const text = `Scaled ${size > from ? 'up' : 'down'} replica set ${replicaSet.metadata.name} from ${from} to ${size}`;
    events.record(deployment, 'Normal', 'ScalingReplicaSet', text);
  }
  await Promise.all(plan.delete.map((replicaSet) => deleteReplicaSet(replicaSet, context)));
  if (plan.deployment) await client.update(deployments, plan.deployment, { subresource: 'status' });
}

/** False when nothing can be made, and what had to be said about that is said. */
async function createReplicaSet(replicaSet: ReplicaSet, deployment: Deployment, context: ControllerContext) {
  const { status: _, metadata, ...rest } = replicaSet;
  const { uid: __, ...draft } = metadata;
  try {
    await context.client.create(replicaSets, { ...rest, metadata: draft });
  } catch (error) {
    if (isNamespaceTerminating(error)) return false;
    if (isAlreadyExists(error)) await countCollision(replicaSet, deployment, context);
    else await reportFailure(replicaSet, deployment, { error, context });
    throw error;
  }
  const size = replicasOf(replicaSet);
  const text = `Scaled up replica set ${metadata.name} from 0 to ${size}`;
  if (size > 0) context.events.record(deployment, 'Normal', 'ScalingReplicaSet', text);
  return true;
}

/** Another ReplicaSet has the name that the template's hash gives: the next hash counts the collision. */
async function countCollision(replicaSet: ReplicaSet, deployment: Deployment, { client }: ControllerContext) {
  const other = await client.get(replicaSets, parseKey(keyOf(replicaSet)));
  const isOurs = controllerOf(other)?.uid === deployment.metadata.uid && isOfTemplate(other, deployment);
  if (isOurs) return;
  const status = { ...deployment.status, collisionCount: (deployment.status.collisionCount ?? 0) + 1 };
  await client.update(deployments, { ...deployment, status }, { subresource: 'status' });
}

async function reportFailure(
  replicaSet: ReplicaSet,
  deployment: Deployment,
  { error, context }: { error: unknown; context: ControllerContext },
): Promise<void> {
  const text = error instanceof Error ? error.message : String(error);
  const message = `Failed to create new replica set "${replicaSet.metadata.name}": ${text}`;
  const condition = { type: 'Progressing', status: 'False', reason: 'ReplicaSetCreateError', message };
  const conditions = setCondition(deployment.status.conditions ?? [], condition, context.clock.now());
  context.events.record(deployment, 'Warning', 'ReplicaSetCreateError', message);
  if (conditions === deployment.status.conditions) return;
  const status = { ...deployment.status, conditions: [...conditions] };
  await context.client.update(deployments, { ...deployment, status }, { subresource: 'status' });
}

async function deleteReplicaSet(replicaSet: ReplicaSet, { client }: ControllerContext): Promise<void> {
  try {
    await client.delete(replicaSets, parseKey(keyOf(replicaSet)));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
