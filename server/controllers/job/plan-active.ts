import { findCondition } from '../../api/conditions.ts';
import type { Job, Pod } from '../../api/types.gen.ts';
import { delayOfAttempt } from '../../lib/backoff.ts';
import { millisecondsOf } from '../../lib/timestamps.ts';
import { rankForDeletion } from '../rank-pods.ts';
import { hasFailed, replacesFailedOnly } from './count-pods.ts';
import { judgeFailure } from './failure-policy.ts';
import { failuresOf, ignoredFailuresOf, indexOf, isIndexed, type NewJobPod } from './job-pods.ts';
import type { JudgeInput } from './judge-job.ts';

/** No more pods than this are made or deleted at once. */
const BURST = 500;
const FIRST_BACKOFF = 10_000;
const LONGEST_BACKOFF = 600_000;

export interface ActivePlan {
  create: NewJobPod[];
  delete: Pod[];
  /** Milliseconds until a pod may be made that may not be made yet. */
  wait: number | undefined;
}

/** How many pods run at a time: as many as may in parallel, and as are still needed. */
export function planActive(input: JudgeInput): ActivePlan {
  const { job, count, now } = input;
  const { active } = count;
  if (job.spec.suspend) return { create: [], delete: active, wait: undefined };
  const wanted = wantedActive(input);
  const misplaced = isIndexed(job) ? misplacedPods(input) : [];
  const surplus = Math.max(0, active.length - wanted - misplaced.length);
  const rest = active.filter((pod) => !misplaced.includes(pod));
  const unwanted = [...misplaced, ...rankForDeletion(rest, rest, now).slice(0, surplus)].slice(0, BURST);
  if (unwanted.length > 0) return { create: [], delete: unwanted, wait: undefined };

  const going = replacesFailedOnly(job) ? count.terminating : 0;
  const missing = Math.min(wanted - active.length - going, BURST);
  if (missing <= 0) return { create: [], delete: [], wait: undefined };
  return isIndexed(job) ? planIndexes(input, missing) : planPlain(input, missing);
}

function wantedActive({ job, count }: JudgeInput): number {
  const { parallelism = 1, completions } = job.spec;
  if (completions === undefined) return count.succeeded > 0 ? count.active.length : parallelism;
  const open = completions - count.succeeded - count.failedIndexes.size;
  return Math.max(0, Math.min(open, parallelism));
}

/** Pods without a valid index, and all but one of an index. */
function misplacedPods({ job, count, now }: JudgeInput): Pod[] {
  const seen = new Set<number>();
  // The pods that could go most easily are last here, so that they are the duplicates.
  return rankForDeletion(count.active, count.active, now)
    .reverse()
    .filter((pod) => {
      const index = indexOf(pod);
      const isGood = index !== undefined && index < (job.spec.completions ?? 0) && !seen.has(index);
      if (isGood) seen.add(index);
      return !isGood;
    });
}

function planPlain({ job, pods, now }: JudgeInput, missing: number): ActivePlan {
  const wait = untilRetry(job, pods, now);
  if (wait > 0) return { create: [], delete: [], wait };
  return { create: Array.from({ length: missing }, () => ({})), delete: [], wait: undefined };
}

function planIndexes({ job, pods, count, now }: JudgeInput, missing: number): ActivePlan {
  const perIndex = job.spec.backoffLimitPerIndex !== undefined;
  const wait = perIndex ? 0 : untilRetry(job, pods, now);
  if (wait > 0) return { create: [], delete: [], wait };
  const taken = new Set(count.active.map(indexOf));
  const plan: ActivePlan = { create: [], delete: [], wait: undefined };
  for (let index = 0; index < (job.spec.completions ?? 0) && plan.create.length < missing; index++) {
    if (taken.has(index) || count.completedIndexes.has(index) || count.failedIndexes.has(index)) continue;
    if (!perIndex) {
      plan.create.push({ index });
      continue;
    }
    const ofIndex = pods.filter((pod) => indexOf(pod) === index);
    const left = untilRetry(job, ofIndex, now);
    if (left === 0) plan.create.push({ index, ...failuresSoFar(job, ofIndex) });
    else plan.wait = Math.min(plan.wait ?? left, left);
  }
  return plan;
}

function failuresSoFar(job: Job, ofIndex: readonly Pod[]): { failures: number; ignoredFailures: number } {
  const last = ofIndex
    .filter((pod) => hasFailed(pod, job))
    .sort((a, b) => finishedAt(a) - finishedAt(b))
    .at(-1);
  if (!last) return { failures: 0, ignoredFailures: 0 };
  const isIgnored = judgeFailure(job, last)?.action === 'Ignore';
  return {
    failures: failuresOf(last) + (isIgnored ? 0 : 1),
    ignoredFailures: ignoredFailuresOf(last) + (isIgnored ? 1 : 0),
  };
}

/** Milliseconds until the next attempt: longer with each failure since the last success. */
function untilRetry(job: Job, pods: readonly Pod[], now: number): number {
  const finished = pods.filter((pod) => pod.status.phase === 'Succeeded' || hasFailed(pod, job));
  const sorted = finished.sort((a, b) => finishedAt(a) - finishedAt(b));
  const lastSuccess = sorted.findLastIndex((pod) => pod.status.phase === 'Succeeded');
  const failures = sorted.slice(lastSuccess + 1);
  const last = failures.at(-1);
  if (!last) return 0;
  const delay = delayOfAttempt(failures.length - 1, FIRST_BACKOFF, LONGEST_BACKOFF);
  return Math.max(0, finishedAt(last) + delay - now);
}

/** When its last container ended; else when it stopped being ready, was deleted or made. */
function finishedAt({ metadata, status }: Pod): number {
  const ends = (status.containerStatuses ?? []).map((s) => millisecondsOf(s.state?.terminated?.finishedAt) ?? 0);
  const end = Math.max(0, ...ends);
  if (end > 0) return end;
  const ready = findCondition(status.conditions, 'Ready')?.lastTransitionTime;
  return millisecondsOf(ready ?? metadata.deletionTimestamp ?? metadata.creationTimestamp) ?? 0;
}
