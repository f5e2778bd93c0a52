import type { CronJob } from '../../api/types.gen.ts';
import { parseCronSchedule } from '../../lib/cron-schedule.ts';
import { nextCronTime } from '../../lib/next-cron-time.ts';
import { millisecondsOf } from '../../lib/timestamps.ts';

/** More missed times than this are worth a warning. */
const MANY_MISSED = 100;
/** Past these, the times in between are reckoned and not walked through. */
const MOST_WALKED = 10_000;

export interface ScheduleState {
  /** The latest time that has come, not too long ago, and is not done; milliseconds since the epoch. */
  due: number | undefined;
  tooManyMissed: boolean;
  /** Milliseconds until the next time. */
  untilNext: number | undefined;
}

/** Throws a RangeError when the schedule cannot be read. */
export function planSchedule({ metadata, spec, status }: CronJob, now: number): ScheduleState {
  const schedule = parseCronSchedule(spec.schedule);
  const next = (after: number) => nextCronTime(schedule, after, spec.timeZone ?? 'UTC');
  const deadline = spec.startingDeadlineSeconds === undefined ? undefined : spec.startingDeadlineSeconds * 1000;
  const last = millisecondsOf(status.lastScheduleTime ?? metadata.creationTimestamp) ?? now;
  const earliest = deadline === undefined ? last : Math.max(last, now - deadline);

  let due: number | undefined;
  let missed = 0;
  for (let time = next(earliest); time !== undefined && time <= now && missed < MOST_WALKED; time = next(time)) {
    due = time;
    missed++;
  }
  const upcoming = next(now);
  return {
    due,
    tooManyMissed: missed > MANY_MISSED,
    untilNext: upcoming === undefined ? undefined : upcoming - now,
  };
}
