import { isPodActive, isPodFinished, isPodReady } from '../../api/pods.ts';
import type { Job, Pod } from '../../api/types.gen.ts';
import { parseIndexes } from '../../lib/index-set.ts';
import { judgeFailure } from './failure-policy.ts';
import { failuresOf, indexOf, isIndexed, isTracked } from './job-pods.ts';

/** How a Job stands, with all that its pods say but its status does not yet. */
export interface JobCount {
  active: Pod[];
  ready: number;
  terminating: number;
  succeeded: number;
  /** Failures that the Job's policy does not ignore. */
  failed: number;
  /** Pods that ended since the status was written; `counted` tells whether a failure counts. */
  ended: { pod: Pod; succeeded: boolean; counted: boolean }[];
  /** For indexed Jobs. */
  completedIndexes: Set<number>;
  failedIndexes: Set<number>;
  /** What the policy says when a pod has failed the whole Job. */
  failJobMessage: string | undefined;
}

export function countPods(job: Job, pods: readonly Pod[]): JobCount {
  const { status } = job;
  const active = pods.filter(isPodActive);
  const noted = new Set([
    ...(status.uncountedTerminatedPods?.succeeded ?? []),
    ...(status.uncountedTerminatedPods?.failed ?? []),
  ]);
  const ended = pods
    .filter((pod) => isTracked(pod) && (hasSucceeded(pod) || hasFailed(pod, job)))
    .map((pod) => ({ pod, succeeded: hasSucceeded(pod), counted: judgeFailure(job, pod)?.action !== 'Ignore' }));
  const news = ended.filter(({ pod }) => !noted.has(pod.metadata.uid));
  const completedIndexes = isIndexed(job) ? completed(job, ended) : new Set<number>();
  const newFailures = news.filter(({ succeeded, counted }) => !succeeded && counted).length;
  return {
    active,
    ready: active.filter(isPodReady).length,
    terminating: pods.filter((pod) => !isPodActive(pod) && !isPodFinished(pod)).length,
    succeeded: isIndexed(job) ? completedIndexes.size : plainSuccesses(job, news.filter((e) => e.succeeded).length),
    failed: (status.failed ?? 0) + (status.uncountedTerminatedPods?.failed?.length ?? 0) + newFailures,
    ended: news,
    completedIndexes,
    failedIndexes: failed(job, pods, completedIndexes),
    failJobMessage: failJobMessage(job, pods),
  };
}

function plainSuccesses({ status }: Job, news: number): number {
  return (status.succeeded ?? 0) + (status.uncountedTerminatedPods?.succeeded?.length ?? 0) + news;
}

const hasSucceeded = ({ status }: Pod): boolean => status.phase === 'Succeeded';

/** A pod that is being deleted has failed too, unless the Job waits for it to say so itself. */
export function hasFailed(pod: Pod, job: Job): boolean {
  if (pod.status.phase === 'Failed') return true;
  return !replacesFailedOnly(job) && pod.metadata.deletionTimestamp !== undefined && !hasSucceeded(pod);
}

export function replacesFailedOnly({ spec }: Job): boolean {
  return spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy !== undefined;
}

function isValidIndex(job: Job, index: number | undefined): index is number {
  return index !== undefined && index < (job.spec.completions ?? 0);
}

function completed(job: Job, ended: readonly { pod: Pod; succeeded: boolean }[]): Set<number> {
  const indexes = parseIndexes(job.status.completedIndexes);
  for (const { pod, succeeded } of ended) {
    const index = indexOf(pod);
    if (succeeded && isValidIndex(job, index)) indexes.add(index);
  }
  return indexes;
}

/** Indexes that failed for good: too often, or because the policy says so. */
function failed(job: Job, pods: readonly Pod[], completedIndexes: ReadonlySet<number>): Set<number> {
  const limit = job.spec.backoffLimitPerIndex;
  const indexes = parseIndexes(job.status.failedIndexes);
  if (limit === undefined) return indexes;
  for (const pod of pods) {
    const index = indexOf(pod);
    if (!hasFailed(pod, job) || !isValidIndex(job, index) || completedIndexes.has(index)) continue;
    const action = judgeFailure(job, pod)?.action;
    if (action === 'FailIndex' || (action !== 'Ignore' && failuresOf(pod) >= limit)) indexes.add(index);
  }
  return indexes;
}

function failJobMessage(job: Job, pods: readonly Pod[]): string | undefined {
  for (const pod of pods) {
    const verdict = isTracked(pod) && hasFailed(pod, job) ? judgeFailure(job, pod) : undefined;
    if (verdict?.action === 'FailJob') return verdict.message;
  }
  return undefined;
}
