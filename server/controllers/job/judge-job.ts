import { findCondition } from '../../api/conditions.ts';
import type { Job, Pod } from '../../api/types.gen.ts';
import { parseIndexes } from '../../lib/index-set.ts';
import { millisecondsOf } from '../../lib/timestamps.ts';
import type { JobCount } from './count-pods.ts';
import { isIndexed } from './job-pods.ts';

/** How a Job ends; first it says so (FailureTarget, SuccessCriteriaMet), and when its pods are gone it is so. */
export interface JobEnd {
  succeeded: boolean;
  reason: string;
  message: string;
}

export interface JudgeInput {
  job: Job;
  pods: readonly Pod[];
  count: JobCount;
  now: number;
}

/** Whether the Job ends, and why; undefined while it goes on. */
export function judgeJob({ job, pods, count, now }: JudgeInput): JobEnd | undefined {
  const known = saidBefore(job);
  if (known) return known;
  const { spec } = job;
  if (count.failJobMessage !== undefined) return failed('PodFailurePolicy', count.failJobMessage);
  if (count.failed > (spec.backoffLimit ?? 6) || isPastRestarts(job, pods)) {
    return failed('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  }
  if (untilJobDeadline(job, now) === 0) {
    return failed('DeadlineExceeded', 'Job was active longer than specified deadline');
  }
  return judgeIndexes(job, count) ?? judgeCompletions(job, count);
}

function failed(reason: string, message: string): JobEnd {
  return { succeeded: false, reason, message };
}

function saidBefore({ status }: Job): JobEnd | undefined {
  for (const type of ['FailureTarget', 'SuccessCriteriaMet']) {
    const condition = findCondition(status.conditions, type);
    if (condition?.status !== 'True') continue;
    const { reason = '', message = '' } = condition;
    return { succeeded: type === 'SuccessCriteriaMet', reason, message };
  }
  return undefined;
}

/** With restartPolicy OnFailure it is the containers that fail, not the pods. */
function isPastRestarts({ spec }: Job, pods: readonly Pod[]): boolean {
  if (spec.template.spec?.restartPolicy !== 'OnFailure') return false;
  const limit = spec.backoffLimit ?? 6;
  let restarts = 0;
  for (const { status } of pods) {
    if (status.phase !== 'Running' && status.phase !== 'Pending') continue;
    const statuses = [...(status.initContainerStatuses ?? []), ...(status.containerStatuses ?? [])];
    restarts += statuses.reduce((sum, { restartCount }) => sum + restartCount, 0);
  }
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

/** Milliseconds until the Job has been active for too long; undefined without such a limit. */
export function untilJobDeadline({ spec, status }: Job, now: number): number | undefined {
  const since = millisecondsOf(status.startTime);
  if (spec.activeDeadlineSeconds === undefined || since === undefined || spec.suspend) return undefined;
  return Math.max(0, since + spec.activeDeadlineSeconds * 1000 - now);
}

function judgeIndexes(job: Job, { completedIndexes, failedIndexes }: JobCount): JobEnd | undefined {
  const { spec } = job;
  if (!isIndexed(job)) return undefined;
  const rule = (spec.successPolicy?.rules ?? []).findIndex(({ succeededIndexes, succeededCount }) => {
    const candidates = succeededIndexes === undefined ? undefined : parseIndexes(succeededIndexes);
    const done = [...completedIndexes].filter((index) => candidates?.has(index) ?? true).length;
    return done >= (succeededCount ?? candidates?.size ?? Number.POSITIVE_INFINITY);
  });
  if (rule >= 0) return { succeeded: true, reason: 'SuccessPolicy', message: `Matched rules at index ${rule}` };
  if (spec.backoffLimitPerIndex === undefined) return undefined;
  if (failedIndexes.size > (spec.maxFailedIndexes ?? Number.POSITIVE_INFINITY)) {
    return failed('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes');
  }
  const isOver = failedIndexes.size + completedIndexes.size >= (spec.completions ?? 0);
  return failedIndexes.size > 0 && isOver ? failed('FailedIndexes', 'Job has failed indexes') : undefined;
}

function judgeCompletions({ spec }: Job, { succeeded, active }: JobCount): JobEnd | undefined {
  const { completions } = spec;
  // Without a number of completions, one success is enough; the others may finish.
  const isDone = completions === undefined ? succeeded > 0 && active.length === 0 : succeeded >= completions;
  if (!isDone) return undefined;
  return { succeeded: true, reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
}
