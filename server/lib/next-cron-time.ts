import { parseDuration } from './clock.ts';
import type { CronSchedule } from './cron-schedule.ts';

const MINUTE = 60_000;
/** As robfig/cron: a schedule that names no day within five years, such as 30 February, never comes. */
const HORIZON = 5 * 366 * 24 * 60 * MINUTE;

/** The first time of the schedule after `after`, in milliseconds since the epoch; undefined when there is none. */
export function nextCronTime(schedule: CronSchedule, after: number, timeZone = 'UTC'): number | undefined {
  if ('every' in schedule) return nextInterval(schedule.every, after);
  const localTime = createLocalTime(timeZone);
  let time = Math.floor(after / MINUTE) * MINUTE + MINUTE;
  for (const limit = time + HORIZON; time < limit; ) {
    const local = localTime(time);
    if (!matchesDay(schedule, local)) time = nextMidnight(time, local, localTime);
    else if (!schedule.hours.has(local.hour)) time += (60 - local.minute) * MINUTE;
    else if (!schedule.minutes.has(local.minute)) time += MINUTE;
    else return time;
  }
  return undefined;
}

/** Whole seconds, one at least. */
function nextInterval(every: string, after: number): number {
  const delay = Math.max(1000, Math.floor(parseDuration(every) / 1000) * 1000);
  return Math.floor(after / 1000) * 1000 + delay;
}

interface LocalTime {
  month: number;
  day: number;
  weekday: number;
  hour: number;
  minute: number;
}

function matchesDay(schedule: Exclude<CronSchedule, { every: string }>, { month, day, weekday }: LocalTime): boolean {
  if (!schedule.months.has(month)) return false;
  const [byDay, byWeekday] = [schedule.daysOfMonth.has(day), schedule.daysOfWeek.has(weekday)];
  return schedule.anyDay ? byDay || byWeekday : byDay && byWeekday;
}

/** A day may have 23 or 25 hours: what was stepped too far is taken back. */
function nextMidnight(time: number, { hour, minute, day }: LocalTime, localTime: (time: number) => LocalTime): number {
  const next = time + (24 * 60 - hour * 60 - minute) * MINUTE;
  const there = localTime(next);
  if (there.day === day) return next + 60 * MINUTE;
  return next - there.hour * 60 * MINUTE;
}

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** By time zone: they are far dearer to make than to use. */
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    month: 'numeric',
    day: 'numeric',
    weekday: 'short',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(timeZone, format);
  return format;
}

function createLocalTime(timeZone: string): (time: number) => LocalTime {
  if (timeZone === 'UTC') return timeInUtc;
  const format = formatOf(timeZone);
  return (time) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, value]));
    return {
      month: Number(parts.month),
      day: Number(parts.day),
      weekday: WEEKDAYS.indexOf(parts.weekday ?? ''),
      hour: Number(parts.hour),
      minute: Number(parts.minute),
    };
  };
}

function timeInUtc(time: number): LocalTime {
  const date = new Date(time);
  return {
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    weekday: date.getUTCDay(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
  };
}
