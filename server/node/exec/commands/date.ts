import { type Command, fail } from '../process.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];
const DEFAULT = '%a %b %e %H:%M:%S UTC %Y';

/** `date [-u] [-I[seconds]] [-d TIME] [+FORMAT]`, in UTC. */
export const date: Command = {
  name: 'date',
  async run(process) {
    const { args, container, stdout } = process;
    const words = args.slice(1);
    const format = words.find((word) => word.startsWith('+'))?.slice(1);
    const at = words.findIndex((word) => word === '-d' || word === '--date');
    const given = at >= 0 ? words[at + 1] : undefined;
    const time = timeOf(given, container.clock.now());
    if (Number.isNaN(time)) return fail(process, `invalid date '${given}'`);
    const iso = words.find((word) => /^-I|^--iso-8601/.test(word));
    const isoFormat = iso === undefined ? undefined : /seconds/.test(iso) ? '%Y-%m-%dT%H:%M:%S+00:00' : '%Y-%m-%d';
    await stdout.write(`${formatTime(format ?? isoFormat ?? DEFAULT, time)}\n`);
    return 0;
  },
};

function timeOf(given: string | undefined, now: number): number {
  if (given === undefined || given === 'now') return now;
  return given.startsWith('@') ? Number(given.slice(1)) * 1000 : Date.parse(given);
}

export function formatTime(format: string, time: number): string {
  const moment = new Date(time);
  const two = (value: number, pad = '0') => String(value).padStart(2, pad);
  const [day, month, year] = [moment.getUTCDate(), moment.getUTCMonth(), moment.getUTCFullYear()];
  const clock = [moment.getUTCHours(), moment.getUTCMinutes(), moment.getUTCSeconds()]
    .map((part) => two(part))
    .join(':');
  const values: Record<string, string> = {
    a: (DAYS[moment.getUTCDay()] ?? '').slice(0, 3),
    A: DAYS[moment.getUTCDay()] ?? '',
    b: (MONTHS[month] ?? '').slice(0, 3),
    B: MONTHS[month] ?? '',
    d: two(day),
    e: two(day, ' '),
    F: `${year}-${two(month + 1)}-${two(day)}`,
    H: clock.slice(0, 2),
    j: String(Math.floor((Date.UTC(year, month, day) - Date.UTC(year, 0, 1)) / 86_400_000) + 1).padStart(3, '0'),
    m: two(month + 1),
    M: clock.slice(3, 5),
    n: '\n',
    N: String(moment.getUTCMilliseconds()).padStart(3, '0').padEnd(9, '0'),
    s: String(Math.floor(time / 1000)),
    S: clock.slice(6),
    T: clock,
    u: String(moment.getUTCDay() || 7),
    y: two(year % 100),
    Y: String(year),
    z: '+0000',
    Z: 'UTC',
    '%': '%',
  };
  return format.replace(/%-?(.)/g, (all, letter: string) => values[letter] ?? all);
}
