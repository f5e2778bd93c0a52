import { type FieldError, invalid } from '../../api/field-error.ts';
import type { CronJobSpec } from '../../api/types.gen.ts';
import { isTimeZone, parseCronSchedule } from '../../lib/cron-schedule.ts';

/** A schedule that named its time zone before zones had a field of their own may keep it. */
export function validateSchedule(spec: CronJobSpec, old: CronJobSpec | undefined, field: string): FieldError[] {
  const { schedule, timeZone } = spec;
  const errors = validateFormat(schedule, field);
  if (!schedule.includes('TZ')) return errors;
  if (!old?.schedule?.includes('TZ')) {
    const detail = 'cannot use TZ or CRON_TZ in schedule, use timeZone field instead';
    return [...errors, invalid(field, schedule, detail)];
  }
  if (timeZone === undefined) return errors;
  return [...errors, invalid(field, schedule, 'cannot use both timeZone field and TZ or CRON_TZ in schedule')];
}

function validateFormat(schedule: string, field: string): FieldError[] {
  try {
    parseCronSchedule(schedule);
    return [];
  } catch (error) {
    return [invalid(field, schedule, (error as RangeError).message)];
  }
}

const ZONE_PART = /^[A-Za-z.\-_0-9+]{1,14}$/;

export function validateTimeZone(zone: string | undefined, field: string): FieldError[] {
  if (zone === undefined) return [];
  if (zone === '') return [invalid(field, zone, 'timeZone must be nil or non-empty string')];
  const unknown = invalid(field, zone, `unknown time zone ${zone}`);
  const parts = zone.split('/');
  if (parts.some((part) => part === '.' || part === '..' || part.startsWith('-') || !ZONE_PART.test(part))) {
    return [unknown];
  }
  if (zone.toLowerCase() === 'local') {
    const detail = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
    return [invalid(field, zone, detail), ...(zone === 'Local' ? [] : [unknown])];
  }
  return isTimeZone(zone) ? [] : [unknown];
}
