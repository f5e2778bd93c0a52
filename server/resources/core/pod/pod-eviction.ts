import { isConditionTrue, withCondition } from '../../../api/conditions.ts';
import { ApiError, badRequest, forbiddenError, notFound, statusError, tooManyRequests } from '../../../api/errors.ts';
import { compileLabelSelector } from '../../../api/label-selector.ts';
import { podDisruptionBudgets } from '../../../api/resource-types.gen.ts';
import type { Eviction, Pod, PodDisruptionBudget, PodDisruptionBudgetStatus } from '../../../api/types.gen.ts';
import { timestamp } from '../../../lib/timestamps.ts';
import type { ActionDelete, ActionSubresource, ActionTarget } from '../../../registry/define-resource.ts';
import { actionSuccess } from './action-success.ts';

const VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget.";
/** Evictions that the budget's controller has not seen yet. */
const MAX_UNSEEN = 2000;

/** A deletion that asks first whether enough pods are left. */
export const podEviction: ActionSubresource<Pod> = {
  kind: 'action',
  body: { group: 'policy', version: 'v1', kind: 'Eviction' },
  async act(target, body) {
    const eviction = body as Eviction;
    const { name } = target.key;
    if (eviction.metadata?.name !== name) throw badRequest('name in URL does not match name in Eviction object');
    if (!target.object) throw notFound({ group: '', plural: 'pods' }, name);
    const options = deleteOptions(eviction, target);
    if (!mayGoAnyway(target.object)) await spend(target, target.object, options.dryRun ?? false);
    await target.delete(options);
    return actionSuccess();
  },
};

function deleteOptions({ deleteOptions: wanted }: Eviction, { context }: ActionTarget<Pod>): ActionDelete {
  const { gracePeriodSeconds, preconditions, dryRun } = wanted ?? {};
  return {
    dryRun: context.dryRun || (dryRun ?? []).includes('All'),
    ...(gracePeriodSeconds !== undefined && { gracePeriodSeconds }),
    ...(preconditions && { preconditions }),
  };
}

/** Pods that do no work are not missed. */
function mayGoAnyway({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp !== undefined || ['Succeeded', 'Failed', 'Pending'].includes(status?.phase ?? '');
}

/** Takes one disruption from the pod's budget. Throws 429 when there is none left. */
async function spend(target: ActionTarget<Pod>, pod: Pod, dryRun: boolean): Promise<void> {
  const [budget, ...others] = budgetsOf(target, pod);
  if (!budget) return;
  if (others.length > 0) {
    const text = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
    throw statusError(500, '', text);
  }
  if (isUnhealthyAndFree(pod, budget)) return;
  if (dryRun) {
    refuse(budget);
    return;
  }
  const { namespace, name } = budget.metadata;
  await target.updateStatusOf(podDisruptionBudgets, { namespace, name }, (draft) => {
    refuse(draft);
    takeOne(draft, pod, timestamp(target.context.now));
  });
}

function budgetsOf({ context, key }: ActionTarget<Pod>, { metadata }: Pod): PodDisruptionBudget[] {
  const labels = metadata.labels ?? {};
  if (Object.keys(labels).length === 0) return [];
  const budgets = context.objects.list(podDisruptionBudgets, key.namespace);
  return [...budgets].filter((budget) => compileLabelSelector(budget.spec?.selector).matches(labels));
}

/** A pod that is not ready is not counted, so its going costs nothing, as long as the others are healthy. */
function isUnhealthyAndFree({ status }: Pod, budget: PodDisruptionBudget): boolean {
  if (isConditionTrue(status?.conditions, 'Ready')) return false;
  if (budget.spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow') return true;
  const { currentHealthy = 0, desiredHealthy = 0 } = budget.status ?? {};
  return desiredHealthy > 0 && currentHealthy >= desiredHealthy;
}

function refuse({ metadata, status }: PodDisruptionBudget): void {
  const { name } = metadata;
  const { disruptionsAllowed = 0, desiredHealthy = 0, currentHealthy = 0 } = status ?? {};
  if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 0)) throw stillProcessed(name);
  if (disruptionsAllowed < 0) throw forbiddenBudget(name, 'pdb disruptions allowed is negative');
  if (Object.keys(status?.disruptedPods ?? {}).length > MAX_UNSEEN) {
    throw forbiddenBudget(name, 'DisruptedPods map too big - too many evictions not confirmed by PDB controller');
  }
  if (disruptionsAllowed > 0) return;
  const message = `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`;
  throw statusError(429, 'TooManyRequests', VIOLATES, { causes: [{ reason: 'DisruptionBudget', message }] });
}

function stillProcessed(name: string): ApiError {
  const message = `The disruption budget ${name} is still being processed by the server.`;
  const { status } = tooManyRequests(VIOLATES, 10);
  const details = { ...status.details, causes: [{ reason: 'DisruptionBudget', message }] };
  return new ApiError({ ...status, details }, { retryAfter: 10 });
}

function forbiddenBudget(name: string, detail: string): ApiError {
  return forbiddenError({ group: 'policy', plural: 'poddisruptionbudget' }, name, detail);
}

/** The controller must know of the pod before it sees it gone, lest it counts it twice. */
function takeOne(draft: PodDisruptionBudget, { metadata }: Pod, now: string): void {
  const status: PodDisruptionBudgetStatus = draft.status;
  const left = (status.disruptionsAllowed ?? 0) - 1;
  status.disruptionsAllowed = left;
  status.disruptedPods = { ...status.disruptedPods, [metadata.name]: now };
  if (left > 0) return;
  const none = {
    type: 'DisruptionAllowed',
    status: 'False',
    observedGeneration: status.observedGeneration,
    lastTransitionTime: now,
    reason: 'InsufficientPods',
    message: '',
  };
  status.conditions = withCondition(status.conditions, none, now);
}
