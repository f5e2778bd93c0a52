import { describe, expect, test } from 'vitest';
import type { CronJob, CronJobSpec, CronJobStatus, Job } from '../../../server/api/types.gen.ts';
import { followJobs, jobsToDelete, newJob } from '../../../server/controllers/cron-job/plan-jobs.ts';
import { planSchedule } from '../../../server/controllers/cron-job/plan-schedule.ts';
import { parseCronSchedule } from '../../../server/lib/cron-schedule.ts';
import { nextCronTime } from '../../../server/lib/next-cron-time.ts';
import { make } from './make.ts';

describe('the next time of a schedule', () => {
  test.each([
    ['* * * * *', '2026-01-01T12:00:30Z', '2026-01-01T12:01:00.000Z'],
    ['*/15 * * * *', '2026-01-01T12:46:00Z', '2026-01-01T13:00:00.000Z'],
    ['30 2 * * *', '2026-01-01T12:00:00Z', '2026-01-02T02:30:00.000Z'],
    ['0 0 1 * *', '2026-01-31T12:00:00Z', '2026-02-01T00:00:00.000Z'],
    ['0 0 29 2 *', '2026-03-01T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['0 9 * * mon-fri', '2026-01-02T10:00:00Z', '2026-01-05T09:00:00.000Z'],
    ['0 0 13 * 5', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00.000Z'],
    ['@hourly', '2026-01-01T12:00:00Z', '2026-01-01T13:00:00.000Z'],
    ['@every 90s', '2026-01-01T12:00:00.700Z', '2026-01-01T12:01:30.000Z'],
  ])('of %j after %s is %s', (schedule, after, next) => {
    const time = nextCronTime(parseCronSchedule(schedule), Date.parse(after));
    expect(new Date(time ?? 0).toISOString()).toBe(next);
  });

  test.each([
    ['0 6 * * *', 'Europe/Berlin', '2026-01-01T12:00:00Z', '2026-01-02T05:00:00.000Z'],
    ['0 6 * * *', 'Europe/Berlin', '2026-07-01T12:00:00Z', '2026-07-02T04:00:00.000Z'],
    ['0 0 * * *', 'Europe/Berlin', '2026-03-28T23:30:00Z', '2026-03-29T22:00:00.000Z'],
    ['0 0 * * *', 'Europe/Berlin', '2026-10-24T22:30:00Z', '2026-10-25T23:00:00.000Z'],
    ['30 0 * * *', 'Asia/Kolkata', '2026-01-01T12:00:00Z', '2026-01-01T19:00:00.000Z'],
  ])('of %j in %s after %s is %s', (schedule, zone, after, next) => {
    const time = nextCronTime(parseCronSchedule(schedule), Date.parse(after), zone);
    expect(new Date(time ?? 0).toISOString()).toBe(next);
  });

  test('never comes when there is no such day', () => {
    expect(nextCronTime(parseCronSchedule('0 0 30 2 *'), 0)).toBeUndefined();
  });
});

const NOON = Date.UTC(2026, 0, 1, 12);
const makeCronJob = (spec: Partial<CronJobSpec> = {}, status: CronJobStatus = {}): CronJob =>
  make<CronJob>('CronJob', 'tick', {
    metadata: { creationTimestamp: '2026-01-01T11:58:30Z' },
    spec: {
      schedule: '* * * * *',
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 1,
      jobTemplate: { metadata: { labels: { a: 'b' } }, spec: { template: {} } },
      ...spec,
    },
    status,
  });

describe('what is due of a CronJob', () => {
  test('is the last time that has come', () => {
    expect(planSchedule(makeCronJob(), NOON)).toEqual({
      due: NOON,
      tooManyMissed: false,
      untilNext: 60_000,
    });
    expect(
      planSchedule(makeCronJob({}, { lastScheduleTime: '2026-01-01T12:00:00Z' }), NOON + 5000).due,
    ).toBeUndefined();
  });

  test('is nothing that came before the deadline for starting', () => {
    const cronJob = makeCronJob(
      { schedule: '0 * * * *', startingDeadlineSeconds: 10 },
      { lastScheduleTime: '2026-01-01T10:00:00Z' },
    );
    expect(planSchedule(cronJob, NOON + 5000).due).toBe(NOON);
    expect(planSchedule(cronJob, NOON + 20_000).due).toBeUndefined();
  });

  test('is warned about when very many times were missed', () => {
    expect(planSchedule(makeCronJob({}, { lastScheduleTime: '2026-01-01T08:00:00Z' }), NOON)).toMatchObject({
      due: NOON,
      tooManyMissed: true,
    });
  });
});

const makeJob = (name: string, end?: 'Complete' | 'Failed', startTime = '2026-01-01T00:00:00Z'): Job =>
  make<Job>('Job', name, {
    spec: { template: {} },
    status: {
      startTime,
      ...(end && { conditions: [{ type: end, status: 'True' }] }),
      ...(end === 'Complete' && { completionTime: '2026-01-01T01:00:00Z' }),
    },
  });

describe('the Jobs of a CronJob', () => {
  test('are named after their minute and say for when they are', () => {
    const job = newJob(makeCronJob({ timeZone: 'Europe/Berlin' }), NOON);
    expect(job.metadata).toMatchObject({
      name: `tick-${NOON / 60_000}`,
      labels: { a: 'b' },
      annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T13:00:00+01:00' },
      ownerReferences: [{ kind: 'CronJob', name: 'tick', controller: true }],
    });
    expect(newJob(makeCronJob(), NOON).metadata.annotations).toEqual({
      'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T12:00:00Z',
    });
  });

  test('leave the list of active ones when they end or go missing', () => {
    const active = ['a', 'b', 'c'].map((name) => ({ name, uid: `Job-${name}` }));
    const followed = followJobs(makeCronJob({}, { active }), [
      makeJob('a'),
      makeJob('b', 'Complete'),
      makeJob('stray'),
    ]);
    expect(followed.status).toEqual({ active: [active[0]], lastSuccessfulTime: '2026-01-01T01:00:00Z' });
    expect(followed.events.map(({ reason, message }) => `${reason}: ${message}`)).toEqual([
      'SawCompletedJob: Saw completed job: b, condition: Complete',
      'MissingJob: Active job went missing: c',
      'UnexpectedJob: Saw a job that the controller did not create or forgot: stray',
    ]);
  });

  test('are kept up to a number, the newest of each kind', () => {
    const done = [1, 2, 3, 4, 5].map((n) => makeJob(`done-${n}`, 'Complete', `2026-01-01T0${n}:00:00Z`));
    const failed = [1, 2].map((n) => makeJob(`failed-${n}`, 'Failed', `2026-01-01T0${n}:00:00Z`));
    const gone = jobsToDelete(makeCronJob(), [...done, makeJob('running'), ...failed]);
    expect(gone.map((job) => job.metadata.name)).toEqual(['done-1', 'done-2', 'failed-1']);
  });
});
