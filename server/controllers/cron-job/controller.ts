import { isAlreadyExists, isNotFound } from '../../api/errors.ts';
import { keyOf, parseKey } from '../../api/object.ts';
import { controllerOf } from '../../api/owner-references.ts';
import { cronJobs, jobs } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { CronJob, CronJobStatus, Job } from '../../api/types.gen.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { isTimeZone } from '../../lib/cron-schedule.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { type Dependents, followDependents } from '../follow-dependents.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';
import { followJobs, jobName, jobsToDelete, newJob, referenceTo } from './plan-jobs.ts';
import { planSchedule, type ScheduleState } from './plan-schedule.ts';

/** Makes Jobs at the times of a schedule, and keeps as many finished ones as it should. */
export function cronJobController(): Controller {
  let joined: Dependents<CronJob, Job>;

  return {
    name: 'cronjob-controller',
    start({ informers }, queue) {
      joined = followDependents(informers, queue, {
        ownerType: cronJobs,
        dependentType: jobs,
        // It never adopts.
        selectorOf: () => undefined,
      });
    },
    async reconcile(key, context) {
      const cronJob = joined.owners.get(key);
      if (!cronJob) return undefined;
      const owned = joined.candidatesOf(cronJob).filter((job) => controllerOf(job)?.uid === cronJob.metadata.uid);
      for (const job of jobsToDelete(cronJob, owned)) await deleteJob(job, cronJob, context);

      const followed = followJobs(cronJob, owned);
      for (const { type, reason, message } of followed.events) context.events.record(cronJob, type, reason, message);
      const schedule = readSchedule(cronJob, context);
      const status = schedule ? await startDue(cronJob, followed.status, { schedule, context }) : followed.status;
      if (!semanticEqual(status, cronJob.status)) {
        await context.client.update(cronJobs, { ...cronJob, status }, { subresource: 'status' });
      }
      return schedule?.untilNext === undefined ? undefined : { requeueAfterMs: schedule.untilNext };
    },
  };
}

/** Undefined when nothing is to be started, now or later. */
function readSchedule(cronJob: CronJob, { clock, events }: ControllerContext): ScheduleState | undefined {
  const { metadata, spec } = cronJob;
  if (metadata.deletionTimestamp !== undefined) return undefined;
  if (spec.timeZone !== undefined && !isTimeZone(spec.timeZone)) {
    const message = `invalid timeZone: "${spec.timeZone}": unknown time zone ${spec.timeZone}`;
    events.record(cronJob, 'Warning', 'UnknownTimeZone', message);
    return undefined;
  }
  if (spec.suspend) return undefined;
  try {
    return planSchedule(cronJob, clock.now());
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    const message = `unparseable schedule: "${spec.schedule}" : ${error.message}`;
    events.record(cronJob, 'Warning', 'UnparseableSchedule', message);
    return undefined;
  }
}

interface Starting {
  schedule: ScheduleState;
  context: ControllerContext;
}

/** Starts the Job that is due, if it may start; returns the status after that. */
async function startDue(
  cronJob: CronJob,
  status: CronJobStatus,
  { schedule, context }: Starting,
): Promise<CronJobStatus> {
  const { due, tooManyMissed } = schedule;
  const { events } = context;
  if (tooManyMissed) {
    const message = 'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
    events.record(cronJob, 'Warning', 'TooManyMissedTimes', message);
  }
  if (due === undefined) return status;
  const active = status.active ?? [];
  if (active.some(({ name }) => name === jobName(cronJob, due)) || status.lastScheduleTime === timestamp(due))
    return status;
  if (cronJob.spec.concurrencyPolicy === 'Forbid' && active.length > 0) {
    const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    events.record(cronJob, 'Normal', 'JobAlreadyActive', message);
    return status;
  }
  const kept = cronJob.spec.concurrencyPolicy === 'Replace' ? [] : active;
  if (kept !== active) await deleteActive(cronJob, status, context);
  const job = await createJob(cronJob, due, context);
  return job ? { ...status, active: [...kept, referenceTo(job)], lastScheduleTime: timestamp(due) } : status;
}

async function deleteActive(cronJob: CronJob, status: CronJobStatus, context: ControllerContext): Promise<void> {
  for (const { namespace, name = '' } of status.active ?? []) {
    await deleteJob({ metadata: { namespace, name } }, cronJob, context);
  }
}

async function createJob(
  cronJob: CronJob,
  due: number,
  { client, events }: ControllerContext,
): Promise<Job | undefined> {
  const draft = newJob(cronJob, due);
  try {
    const job = await client.create(jobs, draft);
    events.record(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${job.metadata.name}`);
    return job;
  } catch (error) {
    if (isNamespaceTerminating(error)) return undefined;
    if (isAlreadyExists(error)) {
      const known = await client.get(jobs, parseKey(`${draft.metadata.namespace}/${draft.metadata.name}`));
      if (controllerOf(known)?.uid === cronJob.metadata.uid) return known;
    }
    const text = error instanceof Error ? error.message : String(error);
    events.record(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${text}`);
    throw error;
  }
}

async function deleteJob(
  job: { metadata: { namespace?: string | undefined; name: string } },
  cronJob: CronJob,
  { client, events }: ControllerContext,
): Promise<void> {
  try {
    await client.delete(jobs, parseKey(keyOf(job as Job)), { propagationPolicy: 'Background' });
    events.record(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`);
  } catch (error) {
    if (isNotFound(error)) return;
    const text = error instanceof Error ? error.message : String(error);
    events.record(cronJob, 'Warning', 'FailedDelete', `Deleted job: ${text}`);
    throw error;
  }
}
