/**
 * The five fields of a cron schedule, or a descriptor such as `@daily` or `@every 1h`, read as robfig/cron's
 * ParseStandard does. Throws a RangeError in its words.
 */
export function parseCronSchedule(text: string): CronSchedule {
  if (text === '') throw new RangeError('empty spec string');
  const spec = withoutTimeZone(text);
  if (spec.startsWith('@')) return parseDescriptor(spec);
  const fields = spec.split(/\s+/).filter((field) => field !== '');
  if (fields.length !== 5) {
    throw new RangeError(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`);
  }
  return fieldsOf(fields);
}

export type CronSchedule =
  | { every: string }
  | {
      minutes: ReadonlySet<number>;
      hours: ReadonlySet<number>;
      daysOfMonth: ReadonlySet<number>;
      months: ReadonlySet<number>;
      daysOfWeek: ReadonlySet<number>;
      /** Cron's oddity: when both day fields are restricted, one of them is enough. */
      anyDay: boolean;
    };

interface Bounds {
  min: number;
  max: number;
  names?: readonly string[];
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const MINUTE: Bounds = { min: 0, max: 59 };
const HOUR: Bounds = { min: 0, max: 23 };
const DAY_OF_MONTH: Bounds = { min: 1, max: 31 };
const MONTH: Bounds = { min: 1, max: 12, names: MONTHS };
const DAY_OF_WEEK: Bounds = { min: 0, max: 6, names: DAYS };

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

function fieldsOf(fields: readonly string[]): CronSchedule {
  const [minute = '', hour = '', dayOfMonth = '', month = '', dayOfWeek = ''] = fields;
  return {
    minutes: parseField(minute, MINUTE),
    hours: parseField(hour, HOUR),
    daysOfMonth: parseField(dayOfMonth, DAY_OF_MONTH),
    months: parseField(month, MONTH),
    daysOfWeek: parseField(dayOfWeek, DAY_OF_WEEK),
    anyDay: !isStar(dayOfMonth) && !isStar(dayOfWeek),
  };
}

function isStar(field: string): boolean {
  return /^[*?]/.test(field);
}

function withoutTimeZone(text: string): string {
  const zone = /^(?:CRON_)?TZ=(\S+)\s*/.exec(text);
  if (!zone) return text;
  if (!isTimeZone(zone[1] as string)) {
    throw new RangeError(`provided bad location ${zone[1]}: unknown time zone ${zone[1]}`);
  }
  return text.slice(zone[0].length);
}

/** Whether the name stands in the time zone database, in the same upper and lower case letters. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

function parseDescriptor(text: string): CronSchedule {
  const fields = DESCRIPTORS[text];
  if (fields !== undefined) return fieldsOf(fields.split(' '));
  if (!text.startsWith('@every ')) throw new RangeError(`unrecognized descriptor: ${text}`);
  const every = text.slice('@every '.length);
  if (/^[+-]?(\d+(\.\d*)?(ns|us|\u00b5s|ms|s|m|h))+$/.test(every) || every === '0') return { every };
  throw new RangeError(`failed to parse duration ${text}: time: invalid duration "${every}"`);
}

function parseField(field: string, bounds: Bounds): Set<number> {
  const values = new Set<number>();
  for (const part of field.split(',').filter((p) => p !== '')) {
    for (const value of parseRange(part, bounds)) values.add(value);
  }
  return values;
}

// `*`, `5`, `1-5`, `*/10`, `1-30/5`; without an end, a step runs to the last value.
function parseRange(expression: string, bounds: Bounds): number[] {
  const [range = '', stepText, ...moreSteps] = expression.split('/');
  const [low = '', high, ...moreEnds] = range.split('-');
  let [start, end] = [bounds.min, bounds.max];
  if (low !== '*' && low !== '?') {
    start = parseNumber(low, bounds);
    if (moreEnds.length > 0) throw new RangeError(`too many hyphens: ${expression}`);
    end = high === undefined ? start : parseNumber(high, bounds);
  }
  if (moreSteps.length > 0) throw new RangeError(`too many slashes: ${expression}`);
  const step = stepText === undefined ? 1 : parseInteger(stepText);
  if (stepText !== undefined && high === undefined) end = bounds.max;
  checkRange(expression, bounds, { start, end, step });
  return Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, i) => start + i * step);
}

function checkRange(
  expression: string,
  { min, max }: Bounds,
  { start, end, step }: { start: number; end: number; step: number },
): void {
  if (start < min) throw new RangeError(`beginning of range (${start}) below minimum (${min}): ${expression}`);
  if (end > max) throw new RangeError(`end of range (${end}) above maximum (${max}): ${expression}`);
  if (start > end) {
    throw new RangeError(`beginning of range (${start}) beyond end of range (${end}): ${expression}`);
  }
  if (step === 0) throw new RangeError(`step of range should be a positive number: ${expression}`);
}

function parseNumber(text: string, { names, min }: Bounds): number {
  const index = names?.indexOf(text.toLowerCase()) ?? -1;
  return index >= 0 ? index + min : parseInteger(text);
}

function parseInteger(text: string): number {
  if (!/^[+-]?\d+$/.test(text)) {
    throw new RangeError(`failed to parse int from ${text}: strconv.Atoi: parsing "${text}": invalid syntax`);
  }
  const value = Number(text);
  if (value < 0) throw new RangeError(`negative number (${value}) not allowed: ${text}`);
  return value;
}
