import { expect, test } from 'vitest';
import { isTimeZone, parseCronSchedule } from '../../../server/lib/cron-schedule.ts';

const sorted = (values: ReadonlySet<number>) => [...values].sort((a, b) => a - b);

test('fields are lists of numbers, names, ranges and steps', () => {
  const schedule = parseCronSchedule('0,30 8-18/5 */10 jan,JUL mon-fri');
  if ('every' in schedule) throw new Error('a schedule of five fields');
  expect(sorted(schedule.minutes)).toEqual([0, 30]);
  expect(sorted(schedule.hours)).toEqual([8, 13, 18]);
  expect(sorted(schedule.daysOfMonth)).toEqual([1, 11, 21, 31]);
  expect(sorted(schedule.months)).toEqual([1, 7]);
  expect(sorted(schedule.daysOfWeek)).toEqual([1, 2, 3, 4, 5]);
});

test.each(['* * * * *', '5/15 * * * *', '@daily', '@every 1h30m', 'TZ=Europe/Berlin 0 0 * * ?', 'CRON_TZ=UTC @hourly'])(
  '%s is a schedule',
  (text) => {
    expect(() => parseCronSchedule(text)).not.toThrow();
  },
);

test.each([
  ['', 'empty spec string'],
  ['soon', 'expected exactly 5 fields, found 1: [soon]'],
  ['* * * *  * *', 'expected exactly 5 fields, found 6: [* * * * * *]'],
  ['60 * * * *', 'end of range (60) above maximum (59): 60'],
  ['* * 0 * *', 'beginning of range (0) below minimum (1): 0'],
  ['5-1 * * * *', 'beginning of range (5) beyond end of range (1): 5-1'],
  ['*/0 * * * *', 'step of range should be a positive number: */0'],
  ['1-2-3 * * * *', 'too many hyphens: 1-2-3'],
  ['*/2/3 * * * *', 'too many slashes: */2/3'],
  ['x * * * *', 'failed to parse int from x: strconv.Atoi: parsing "x": invalid syntax'],
  ['@never', 'unrecognized descriptor: @never'],
  ['@every long', 'failed to parse duration @every long: time: invalid duration "long"'],
  ['TZ=Moon * * * * *', 'provided bad location Moon: unknown time zone Moon'],
])('%j is none: %s', (text, message) => {
  expect(() => parseCronSchedule(text)).toThrow(new RangeError(message));
});

test.each([
  ['Europe/Berlin', true],
  ['Etc/UTC', true],
  ['UTC', true],
  ['europe/berlin', false],
  ['Moon/Base', false],
  ['+01', false],
])('time zone %s: %s', (name, known) => {
  expect(isTimeZone(name)).toBe(known);
});
