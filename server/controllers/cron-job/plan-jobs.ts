import { isConditionTrue } from '../../api/conditions.ts';
import type { Draft } from '../../api/object.ts';
import { controllerReference } from '../../api/owner-references.ts';
import { cronJobs } from '../../api/resource-types.gen.ts';
import type { CronJob, CronJobStatus, Job, ObjectReference } from '../../api/types.gen.ts';
import { millisecondsOf, timestamp } from '../../lib/timestamps.ts';

export interface CronEvent {
  type: 'Normal' | 'Warning';
  reason: string;
  message: string;
}

/** How a Job ended; undefined while it runs. */
export function endOf({ status }: Job): 'Complete' | 'Failed' | undefined {
  if (isConditionTrue(status.conditions, 'Complete')) return 'Complete';
  return isConditionTrue(status.conditions, 'Failed') ? 'Failed' : undefined;
}

/** The status that follows from the Jobs which it made, and what is to be said about them. */
export function followJobs({ status }: CronJob, jobs: readonly Job[]): { status: CronJobStatus; events: CronEvent[] } {
  const byUid = new Map(jobs.map((job) => [job.metadata.uid, job]));
  const known = new Set((status.active ?? []).map(({ uid }) => uid));
  const ended = (status.active ?? []).map((reference) => endEvent(reference, byUid.get(reference.uid ?? '')));
  const active = (status.active ?? []).filter((_, i) => ended[i] === undefined);
  const strange = jobs.filter((job) => !known.has(job.metadata.uid) && !endOf(job)).map(unexpected);
  const { active: _, ...rest } = status;
  const lastSuccessfulTime = latestSuccess(status, jobs);
  return {
    status: { ...rest, ...(active.length > 0 && { active }), ...(lastSuccessfulTime && { lastSuccessfulTime }) },
    events: [...ended.filter((event) => event !== undefined), ...strange],
  };
}

/** What is to be said of a Job that runs no more. */
function endEvent(reference: ObjectReference, job: Job | undefined): CronEvent | undefined {
  if (!job) return normal('MissingJob', `Active job went missing: ${reference.name}`);
  const end = endOf(job);
  return end && normal('SawCompletedJob', `Saw completed job: ${job.metadata.name}, condition: ${end}`);
}

function unexpected({ metadata }: Job): CronEvent {
  const message = `Saw a job that the controller did not create or forgot: ${metadata.name}`;
  return { type: 'Warning', reason: 'UnexpectedJob', message };
}

function latestSuccess({ lastSuccessfulTime }: CronJobStatus, jobs: readonly Job[]): string | undefined {
  const times = jobs.map(({ status }) =>
    isConditionTrue(status.conditions, 'Complete') ? status.completionTime : undefined,
  );
  return [lastSuccessfulTime, ...times].reduce(
    (latest, time) => ((millisecondsOf(time) ?? 0) > (millisecondsOf(latest) ?? 0) ? time : latest),
    lastSuccessfulTime,
  );
}

const normal = (reason: string, message: string): CronEvent => ({ type: 'Normal', reason, message });

/** Finished Jobs beyond the history that is kept: the oldest of each kind of end. */
export function jobsToDelete({ spec }: CronJob, jobs: readonly Job[]): Job[] {
  const surplus = (end: 'Complete' | 'Failed', limit: number | undefined) => {
    const ended = jobs.filter((job) => endOf(job) === end).sort(byStart);
    return limit === undefined ? [] : ended.slice(0, Math.max(0, ended.length - limit));
  };
  return [...surplus('Complete', spec.successfulJobsHistoryLimit), ...surplus('Failed', spec.failedJobsHistoryLimit)];
}

function byStart(a: Job, b: Job): number {
  const start = ({ status }: Job) => millisecondsOf(status.startTime) ?? Number.POSITIVE_INFINITY;
  const difference = start(a) - start(b);
  if (difference !== 0 && !Number.isNaN(difference)) return difference;
  return a.metadata.name < b.metadata.name ? -1 : 1;
}

/** The name tells the minute for which the Job is: it is never made twice. */
export function jobName({ metadata }: CronJob, scheduled: number): string {
  return `${metadata.name}-${Math.floor(scheduled / 60_000)}`;
}

export function newJob(cronJob: CronJob, scheduled: number): Draft<Job> {
  const { metadata = {}, spec } = cronJob.spec.jobTemplate as {
    metadata?: Partial<Job['metadata']>;
    spec: Job['spec'];
  };
  return {
    metadata: {
      name: jobName(cronJob, scheduled),
      namespace: cronJob.metadata.namespace,
      ...(metadata.labels && { labels: metadata.labels }),
      annotations: {
        ...metadata.annotations,
        'batch.kubernetes.io/cronjob-scheduled-timestamp': timestampIn(cronJob.spec.timeZone, scheduled),
      },
      ownerReferences: [controllerReference(cronJobs, cronJob)],
    },
    spec,
  };
}

/** RFC 3339 with the offset of the zone. */
function timestampIn(timeZone: string | undefined, time: number): string {
  if (timeZone === undefined || timeZone === 'UTC' || timeZone === 'Etc/UTC') return timestamp(time);
  const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const offset = name.slice('GMT'.length);
  const [hours = '0', minutes = '0'] = offset.slice(1).split(':');
  const shift = (Number(hours) * 60 + Number(minutes)) * (offset.startsWith('-') ? -60_000 : 60_000);
  return offset === '' ? timestamp(time) : `${timestamp(time + shift).slice(0, -1)}${offset}`;
}

export function referenceTo(job: Job): ObjectReference {
  const { namespace, name, uid, resourceVersion } = job.metadata;
  return { kind: 'Job', namespace, name, uid, apiVersion: 'batch/v1', resourceVersion };
}
