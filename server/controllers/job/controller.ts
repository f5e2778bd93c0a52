import { isNotFound, isReason } from '../../api/errors.ts';
import { keyOf, parseKey } from '../../api/object.ts';
import { controllerOf } from '../../api/owner-references.ts';
import { jobs, pods } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Job, Pod } from '../../api/types.gen.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { claimDependents } from '../claim-dependents.ts';
import { type Dependents, followDependents } from '../follow-dependents.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';
import { createPod, deletePod } from '../pod-control.ts';
import { slowStart } from '../slow-start.ts';
import { isTracked, newPod, TRACKING } from './job-pods.ts';
import { isFinished, type JobPlan, planJob, untilExpiry } from './plan-job.ts';

const MANAGED_BY_US = 'kubernetes.io/job-controller';
/** Keys of pods that nobody counts any more, beside those of Jobs. */
const ORPHAN = 'orphan pod ';

/** Runs Jobs to their end, counts how their pods end, and removes finished Jobs whose time is over. */
export function jobController(): Controller {
  let joined: Dependents<Job, Pod>;

  return {
    name: 'job-controller',
    start({ informers }, queue) {
      joined = followDependents(informers, queue, {
        ownerType: jobs,
        dependentType: pods,
        selectorOf: ({ spec }) => spec.selector,
      });
      joined.dependents.onEvent(({ type, object }) => {
        if (type !== 'DELETED' && isTracked(object) && !jobOf(joined, object)) queue.add(`${ORPHAN}${keyOf(object)}`);
      });
      joined.owners.onEvent(({ type, object }) => {
        if (type !== 'DELETED') return;
        for (const pod of joined.candidatesOf(object)) if (isTracked(pod)) queue.add(`${ORPHAN}${keyOf(pod)}`);
      });
    },
    async reconcile(key, context) {
      if (key.startsWith(ORPHAN)) return letOrphanGo(joined, key.slice(ORPHAN.length), context);
      const job = joined.owners.get(key);
      if (!job || (job.spec.managedBy ?? MANAGED_BY_US) !== MANAGED_BY_US) return undefined;
      if (isFinished(job)) return expire(joined, job, context);
      const owned = await claimDependents(context.client, {
        ownerType: jobs,
        owner: job,
        dependentType: pods,
        selector: joined.selectorOf(job),
        candidates: joined.candidatesOf(job),
        finalizers: [TRACKING],
      });
      const plan = planJob({ job, pods: owned, now: context.clock.now() });
      await carryOut(plan, job, context);
      return plan.requeueAfterMs === undefined ? undefined : { requeueAfterMs: plan.requeueAfterMs };
    },
  };
}

async function carryOut(plan: JobPlan, job: Job, context: ControllerContext): Promise<void> {
  await Promise.all(plan.dismiss.map((pod) => letGo(pod, context)));
  await Promise.all([...plan.dismiss, ...plan.delete].map((pod) => deletePod(job, pod, context)));
  const created = await createPods(plan, job, context);
  const active = (plan.status.active ?? 0) - (plan.create.length - created.count);
  const { active: _, ...rest } = plan.status;
  const status = { ...rest, ...(active > 0 && { active }) };
  if (!semanticEqual(status, job.status))
    await context.client.update(jobs, { ...job, status }, { subresource: 'status' });
  for (const { type, reason, message } of plan.events) context.events.record(job, type, reason, message);
  await Promise.all(plan.letGo.map((pod) => letGo(pod, context)));
  if (created.error !== undefined) throw created.error;
}

async function createPods(
  plan: JobPlan,
  job: Job,
  context: ControllerContext,
): Promise<{ count: number; error?: unknown }> {
  let count = 0;
  try {
    await slowStart(plan.create.length, async (i) => {
      await createPod(job, newPod(job, plan.create[i] ?? {}), context);
      count++;
    });
    return { count };
  } catch (error) {
    return isNamespaceTerminating(error) ? { count } : { count, error };
  }
}

/** The pod's end is counted, or will never be: it need not be kept for that. */
async function letGo(pod: Pod, { client }: ControllerContext): Promise<void> {
  if (!isTracked(pod)) return;
  const body = { metadata: { uid: pod.metadata.uid, '$deleteFromPrimitiveList/finalizers': [TRACKING] } };
  try {
    await client.patch(pods, parseKey(keyOf(pod)), { type: 'application/strategic-merge-patch+json', body });
  } catch (error) {
    // Gone, or made again under its name.
    if (!isNotFound(error) && !isReason(error, 'Conflict')) throw error;
  }
}

async function letOrphanGo(joined: Dependents<Job, Pod>, key: string, context: ControllerContext): Promise<undefined> {
  const pod = joined.dependents.get(key);
  const job = pod && jobOf(joined, pod);
  if (pod && (!job || isFinished(job))) await letGo(pod, context);
}

function jobOf(joined: Dependents<Job, Pod>, pod: Pod): Job | undefined {
  const owner = controllerOf(pod);
  const job = owner?.kind === 'Job' ? joined.owners.get(`${pod.metadata.namespace}/${owner.name}`) : undefined;
  return job?.metadata.uid === owner?.uid ? job : undefined;
}

async function expire(joined: Dependents<Job, Pod>, job: Job, context: ControllerContext) {
  for (const pod of joined.candidatesOf(job)) {
    if (controllerOf(pod)?.uid === job.metadata.uid) await letGo(pod, context);
  }
  const wait = untilExpiry(job, context.clock.now());
  if (wait === undefined || job.metadata.deletionTimestamp !== undefined) return undefined;
  if (wait > 0) return { requeueAfterMs: wait };
  const preconditions = { uid: job.metadata.uid };
  await context.client.delete(jobs, parseKey(keyOf(job)), { propagationPolicy: 'Foreground', preconditions });
  return undefined;
}
