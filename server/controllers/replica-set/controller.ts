import type { ApiObject, ResourceType } from '../../api/object.ts';
import { controllerOf } from '../../api/owner-references.ts';
import { isPodActive } from '../../api/pods.ts';
import { pods, replicaSets, replicationControllers } from '../../api/resource-types.gen.ts';
import type { LabelSelector, Pod, ReplicaSet, ReplicationController } from '../../api/types.gen.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { claimDependents } from '../claim-dependents.ts';
import { type Dependents, followDependents } from '../follow-dependents.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';
import { createPod, deletePod, podFromTemplate } from '../pod-control.ts';
import { slowStart } from '../slow-start.ts';
import { untilNextAvailable } from '../until-next-available.ts';
import { planReplicas, planStatus, type Replicas, type ReplicasPlan } from './plan-replicas.ts';

export function replicaSetController(): Controller {
  return controllerOfReplicas<ReplicaSet>({
    name: 'replicaset-controller',
    type: replicaSets,
    selectorOf: ({ spec }) => spec.selector,
    countsTerminating: true,
  });
}

export function replicationControllerController(): Controller {
  return controllerOfReplicas<ReplicationController>({
    name: 'replication-controller',
    type: replicationControllers,
    selectorOf: ({ spec }) => ({ matchLabels: spec.selector ?? {} }),
    countsTerminating: false,
  });
}

interface KindOfReplicas<O extends ApiObject & Replicas> {
  name: string;
  type: ResourceType<O>;
  selectorOf(owner: O): LabelSelector;
  countsTerminating: boolean;
}

const BY_OWNER = 'controller';

function controllerOfReplicas<O extends ApiObject & Replicas>(kind: KindOfReplicas<O>): Controller {
  let joined: Dependents<O, Pod>;

  return {
    name: kind.name,
    start({ informers }, queue) {
      joined = followDependents(informers, queue, { ...kind, ownerType: kind.type, dependentType: pods });
      joined.owners.addIndex(BY_OWNER, (owner) => [controllerOf(owner)?.uid ?? '']);
    },
    async reconcile(key, context) {
      const owner = joined.owners.get(key);
      if (!owner) return undefined;
      await claimDependents(context.client, {
        ownerType: kind.type,
        owner,
        dependentType: pods,
        selector: joined.selectorOf(owner),
        candidates: joined.candidatesOf(owner),
      });
      const related = () => relatedPods(joined, owner);
      const plan = planReplicas({ owner, pods: ownPods(joined, owner), related, now: context.clock.now() });
      const failure = await carryOut(plan, kind, owner, context);
      const status = planStatus({
        owner,
        pods: ownPods(joined, owner),
        now: context.clock.now(),
        countsTerminating: kind.countsTerminating,
        failure: failure && { reason: failure.reason, message: textOf(failure.error) },
      });
      if (status) await context.client.update(kind.type, { ...owner, status }, { subresource: 'status' });
      if (failure) throw failure.error;
      const wait = untilNextAvailable(ownPods(joined, owner), owner.spec.minReadySeconds ?? 0, context.clock.now());
      return wait === undefined ? undefined : { requeueAfterMs: wait };
    },
  };
}

/** What it controls and selects, as our copy shows it now. */
function ownPods<O extends ApiObject>(joined: Dependents<O, Pod>, owner: O): Pod[] {
  const selector = joined.selectorOf(owner);
  return joined
    .candidatesOf(owner)
    .filter((pod) => controllerOf(pod)?.uid === owner.metadata?.uid && selector.matches(pod.metadata.labels));
}

/** The running pods of all that has the same owner, such as the ReplicaSets of a Deployment. */
function relatedPods<O extends ApiObject>(joined: Dependents<O, Pod>, owner: O): Pod[] {
  const parent = controllerOf(owner)?.uid;
  const siblings = parent === undefined ? [owner] : joined.owners.byIndex(BY_OWNER, parent);
  return [...siblings].flatMap((sibling) => ownPods(joined, sibling)).filter(isPodActive);
}

interface Failure {
  reason: 'FailedCreate' | 'FailedDelete';
  error: unknown;
}

async function carryOut<O extends ApiObject & Replicas>(
  plan: ReplicasPlan,
  kind: KindOfReplicas<O>,
  owner: O,
  context: ControllerContext,
): Promise<Failure | undefined> {
  const pod = podFromTemplate(kind.type, owner, owner.spec.template);
  try {
    await slowStart(plan.create, async () => void (await createPod(owner, pod, context)));
    await Promise.all(plan.delete.map((unwanted) => deletePod(owner, unwanted, context)));
    return undefined;
  } catch (error) {
    if (isNamespaceTerminating(error)) return undefined;
    return { reason: plan.create > 0 ? 'FailedCreate' : 'FailedDelete', error };
  }
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
