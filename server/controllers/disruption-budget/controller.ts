import { compileLabelSelector, type LabelQuery, labelSelectorText } from '../../api/label-selector.ts';
import { type ApiObject, keyOf, type ResourceType } from '../../api/object.ts';
import { controllerOf } from '../../api/owner-references.ts';
import {
  deployments,
  podDisruptionBudgets,
  pods,
  replicaSets,
  replicationControllers,
  statefulSets,
} from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { OwnerReference, Pod, PodDisruptionBudget } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller } from '../../client/run-controller.ts';
import { planBudget } from './plan-budget.ts';

const BY_NAMESPACE = 'namespace';

const WORKLOADS: readonly ResourceType[] = [replicaSets, replicationControllers, statefulSets, deployments];

type Scaled = ApiObject & { spec: { replicas?: number | undefined } };

/** Says in the status of each PodDisruptionBudget how many of its pods may be evicted now. */
export function disruptionBudgetController(): Controller {
  const selectors = new WeakMap<PodDisruptionBudget, LabelQuery>();
  const workloads = new Map<string, Informer<Scaled>>();
  let budgets: Informer<PodDisruptionBudget>;
  let allPods: Informer<Pod>;

  const selectorOf = (budget: PodDisruptionBudget): LabelQuery => {
    const query = selectors.get(budget) ?? compileLabelSelector(budget.spec.selector);
    selectors.set(budget, query);
    return query;
  };
  const matching = ({ metadata }: Pod) =>
    [...budgets.byIndex(BY_NAMESPACE, metadata.namespace ?? '')].filter((b) => selectorOf(b).matches(metadata.labels));

  return {
    name: 'controllermanager',
    start({ informers }, queue) {
      budgets = informers.for(podDisruptionBudgets);
      allPods = informers.for(pods);
      budgets.addIndex(BY_NAMESPACE, ({ metadata }) => [metadata.namespace ?? '']);
      allPods.addIndex(BY_NAMESPACE, ({ metadata }) => [metadata.namespace ?? '']);
      budgets.onEvent(({ object }) => queue.add(keyOf(object)));
      allPods.onEvent(({ object, old }) => {
        for (const pod of old ? [object, old] : [object]) for (const b of matching(pod)) queue.add(keyOf(b));
      });
      for (const type of WORKLOADS) {
        const informer = informers.for(type) as Informer<ApiObject> as Informer<Scaled>;
        workloads.set(type.kind, informer);
        informer.addIndex(BY_NAMESPACE, ({ metadata }) => [metadata?.namespace ?? '']);
        informer.onEvent(({ object, old }) => {
          if (old && old.spec.replicas === object.spec.replicas) return;
          for (const b of budgets.byIndex(BY_NAMESPACE, object.metadata?.namespace ?? '')) queue.add(keyOf(b));
        });
      }
    },
    async reconcile(key, { client, clock, events }) {
      const budget = budgets.get(key);
      if (!budget) return undefined;
      const query = selectorOf(budget);
      const namespace = budget.metadata.namespace ?? '';
      const selected = [...allPods.byIndex(BY_NAMESPACE, namespace)].filter((pod) =>
        query.matches(pod.metadata.labels),
      );
      if (selected.length === 0) events.record(budget, 'Normal', 'NoPods', 'No matching pods found');
      const { scale, unmanaged } = scaleOf(selected, workloads);
      if (unmanaged && typeof budget.spec.minAvailable !== 'number') {
        events.record(budget, 'Warning', 'UnmanagedPods', unmanagedMessage(budget));
      }
      const plan = planBudget({ budget, pods: selected, scale, now: clock.now() });
      for (const pod of plan.notDeleted) {
        const message = `Pod was expected by PDB ${key} to be deleted but it wasn't`;
        events.record(pod, 'Warning', 'NotDeleted', message);
      }
      if (!semanticEqual(plan.status, budget.status)) {
        await client.update(podDisruptionBudgets, { ...budget, status: plan.status }, { subresource: 'status' });
      }
      return plan.recheck === undefined ? undefined : { requeueAfterMs: plan.recheck };
    },
  };
}

function unmanagedMessage({ spec }: PodDisruptionBudget): string {
  return `Pods selected by this PodDisruptionBudget (selector: ${labelSelectorText(spec.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
}

/** The sum of what the workloads of these pods are meant to have, each counted once. */
function scaleOf(selected: readonly Pod[], workloads: ReadonlyMap<string, Informer<Scaled>>) {
  const replicas = new Map<string, number>();
  let unmanaged = false;
  for (const pod of selected) {
    const owner = controllerOf(pod);
    const workload = owner && findWorkload(pod.metadata.namespace ?? '', owner, workloads);
    if (workload) replicas.set(workload.metadata?.uid ?? '', workload.spec.replicas ?? 1);
    else unmanaged = true;
  }
  return { scale: [...replicas.values()].reduce((sum, count) => sum + count, 0), unmanaged };
}

/** The owner, or the owner's owner where that has the say: the Deployment of a ReplicaSet. */
function findWorkload(
  namespace: string,
  { kind, name, uid }: OwnerReference,
  workloads: ReadonlyMap<string, Informer<Scaled>>,
): Scaled | undefined {
  const found = workloads.get(kind)?.get(`${namespace}/${name}`);
  if (found?.metadata?.uid !== uid || !found) return undefined;
  const parent = controllerOf(found);
  return (parent && findWorkload(namespace, parent, workloads)) ?? found;
}
