import { findCondition } from '../../api/conditions.ts';
import { isPodFinished } from '../../api/pods.ts';
import type { Job, JobCondition, JobStatus, Pod, UncountedTerminatedPods } from '../../api/types.gen.ts';
import { formatIndexes } from '../../lib/index-set.ts';
import { millisecondsOf, timestamp } from '../../lib/timestamps.ts';
import { withoutZeros } from '../../lib/without-zeros.ts';
import { countPods, type JobCount } from './count-pods.ts';
import { isIndexed, isTracked, type NewJobPod } from './job-pods.ts';
import { type JobEnd, judgeJob, untilJobDeadline } from './judge-job.ts';
import { type ActivePlan, planActive } from './plan-active.ts';

export interface JobInput {
  job: Job;
  /** The pods that it controls. */
  pods: readonly Pod[];
  now: number;
}

export interface JobPlan {
  create: NewJobPod[];
  /** Pods that are no longer wanted: they are let go before they are deleted, and do not count as failed. */
  dismiss: Pod[];
  /** Pods that end with the Job. */
  delete: Pod[];
  /** Pods whose end the status tells: they need not be kept for that any more. */
  letGo: Pod[];
  /** As it is once the pods above are made and deleted. */
  status: JobStatus;
  events: JobEvent[];
  requeueAfterMs: number | undefined;
}

export interface JobEvent {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
}

const NOTHING: ActivePlan = { create: [], delete: [], wait: undefined };

/**
 * The next step of a Job. A pod's end is counted in three steps, each written before the next, so that none is lost or
 * counted twice (KEP-2307): its uid is noted in the status, the pod is let go, the uid becomes a number.
 */
export function planJob(input: JobInput): JobPlan {
  const { job, pods, now } = input;
  const count = countPods(job, pods);
  const end = judgeJob({ job, pods, count, now });
  const isGoing = job.metadata.deletionTimestamp !== undefined;
  const active = end || isGoing ? NOTHING : planActive({ job, pods, count, now });
  const uncounted = noteEnds(input, count);
  const letGo = pods.filter(
    (pod) => isTracked(pod) && (isGoing || isNoted(pod, uncounted) || isIndexedSuccess(pod, job)),
  );
  const events: JobEvent[] = [];
  const activeNow = count.active.length + active.create.length - active.delete.length;
  const status: JobStatus = {
    ...conditionsOf(input, end, { count, uncounted, events }),
    ...withoutZeros({ active: end ? 0 : activeNow, ...countedNow(input, count) }),
    ready: count.ready,
    terminating: count.terminating + (end ? count.active.length : active.delete.length),
    ...(isIndexed(job) && indexTexts(job, count)),
    uncountedTerminatedPods: uncounted,
  };
  const waits = [active.wait, end ? undefined : untilJobDeadline(job, now)].filter((wait) => wait !== undefined);
  return {
    create: active.create,
    dismiss: active.delete,
    delete: end ? count.active : [],
    letGo,
    status,
    events,
    requeueAfterMs: waits.length > 0 ? Math.min(...waits) : undefined,
  };
}

/** Uids of pods that ended and still wait to be let go, with those that ended since. */
function noteEnds({ job, pods }: JobInput, { ended }: JobCount): UncountedTerminatedPods {
  const tracked = new Set(pods.filter(isTracked).map(({ metadata }) => metadata.uid));
  const { succeeded = [], failed = [] } = job.status.uncountedTerminatedPods ?? {};
  const news = (wanted: boolean) => ended.filter((e) => e.succeeded === wanted && (wanted || e.counted)).map(uidOf);
  const all = {
    // Successes of an indexed Job are noted by their index.
    succeeded: [...succeeded.filter((uid) => tracked.has(uid)), ...(isIndexed(job) ? [] : news(true))],
    failed: [...failed.filter((uid) => tracked.has(uid)), ...news(false)],
  };
  return {
    ...(all.succeeded.length > 0 && { succeeded: all.succeeded }),
    ...(all.failed.length > 0 && { failed: all.failed }),
  };
}

const uidOf = ({ pod }: { pod: Pod }): string => pod.metadata.uid;

/** The status says so already, or there is nothing to say: the failure is ignored. */
function isNoted(pod: Pod, { succeeded = [], failed = [] }: UncountedTerminatedPods): boolean {
  return succeeded.includes(pod.metadata.uid) || failed.includes(pod.metadata.uid) || isPodFinished(pod);
}

const isIndexedSuccess = (pod: Pod, job: Job): boolean => isIndexed(job) && pod.status.phase === 'Succeeded';

/** Numbers: what was noted and is let go now counts. */
function countedNow({ job, pods }: JobInput, { completedIndexes }: JobCount): { succeeded: number; failed: number } {
  const tracked = new Set(pods.filter(isTracked).map(({ metadata }) => metadata.uid));
  const { succeeded = [], failed = [] } = job.status.uncountedTerminatedPods ?? {};
  const gone = (uids: readonly string[]) => uids.filter((uid) => !tracked.has(uid)).length;
  return {
    succeeded: isIndexed(job) ? completedIndexes.size : (job.status.succeeded ?? 0) + gone(succeeded),
    failed: (job.status.failed ?? 0) + gone(failed),
  };
}

function indexTexts({ spec }: Job, { completedIndexes, failedIndexes }: JobCount) {
  return {
    ...(completedIndexes.size > 0 && { completedIndexes: formatIndexes(completedIndexes) }),
    ...(spec.backoffLimitPerIndex !== undefined && { failedIndexes: formatIndexes(failedIndexes) }),
  };
}

interface Said {
  count: JobCount;
  uncounted: UncountedTerminatedPods;
  events: JobEvent[];
}

function conditionsOf(input: JobInput, end: JobEnd | undefined, said: Said): Partial<JobStatus> {
  const { job, now } = input;
  const conditions = [...(job.status.conditions ?? [])];
  let { startTime } = job.status;
  if (end) addEnd(input, end, said, conditions);
  else {
    const change = suspendChange(job, conditions, now);
    if (change) said.events.push(change);
    if (change?.reason === 'Resumed') startTime = timestamp(now);
  }
  if (startTime === undefined && !job.spec.suspend) startTime = timestamp(now);
  const complete = findCondition(conditions, 'Complete');
  const completionTime = complete?.lastTransitionTime ?? undefined;
  return {
    ...(conditions.length > 0 && { conditions }),
    ...(startTime !== undefined && { startTime }),
    ...(completionTime !== undefined && { completionTime }),
  };
}

/** First what will be, and once no pod runs and all ends are counted, that it is so. */
function addEnd({ job, pods, now }: JobInput, end: JobEnd, said: Said, conditions: JobCondition[]): void {
  const { succeeded, reason, message } = end;
  const add = (type: string) => {
    const time = timestamp(now);
    const condition = { type, status: 'True', lastProbeTime: time, lastTransitionTime: time, reason, message };
    if (!findCondition(conditions, type)) conditions.push(condition);
  };
  add(succeeded ? 'SuccessCriteriaMet' : 'FailureTarget');
  const { count, uncounted, events } = said;
  const isCounted = (uncounted.succeeded ?? []).length + (uncounted.failed ?? []).length === 0;
  const isQuiet = count.active.length === 0 && count.terminating === 0 && pods.every((pod) => !isTracked(pod));
  if (!isCounted || !isQuiet) return;
  add(succeeded ? 'Complete' : 'Failed');
  if (succeeded) events.push({ type: 'Normal', reason: 'Completed', message: 'Job completed' });
  else events.push({ type: 'Warning', reason, message });
  const { completions } = job.spec;
  if (succeeded && completions !== undefined && count.succeeded > completions) {
    const text = 'Too many succeeded pods running after completion count reached';
    events.push({ type: 'Warning', reason: 'TooManySucceededPods', message: text });
  }
}

function suspendChange({ spec }: Job, conditions: JobCondition[], now: number): JobEvent | undefined {
  const index = conditions.findIndex((c) => c.type === 'Suspended');
  const isSuspended = conditions[index]?.status === 'True';
  if (isSuspended === (spec.suspend === true)) return undefined;
  const time = timestamp(now);
  const said = spec.suspend
    ? { status: 'True', reason: 'JobSuspended', message: 'Job suspended' }
    : { status: 'False', reason: 'JobResumed', message: 'Job resumed' };
  const condition = { type: 'Suspended', ...said, lastProbeTime: time, lastTransitionTime: time };
  if (index >= 0) conditions[index] = condition;
  else conditions.push(condition);
  return { type: 'Normal', reason: spec.suspend ? 'Suspended' : 'Resumed', message: said.message };
}

export function isFinished({ status }: Job): boolean {
  return (status.conditions ?? []).some((c) => (c.type === 'Complete' || c.type === 'Failed') && c.status === 'True');
}

/** Milliseconds until a finished Job may be deleted; undefined when it stays. */
export function untilExpiry({ spec, status }: Job, now: number): number | undefined {
  if (spec.ttlSecondsAfterFinished === undefined) return undefined;
  const end = (status.conditions ?? []).find(
    (c) => (c.type === 'Complete' || c.type === 'Failed') && c.status === 'True',
  );
  const since = millisecondsOf(end?.lastTransitionTime);
  return since === undefined ? undefined : Math.max(0, since + spec.ttlSecondsAfterFinished * 1000 - now);
}
