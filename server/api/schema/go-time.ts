/** Times as Go's time.Parse reads them and metav1.Time and MicroTime write them, with Go's words for what is no time. */

const SECONDS_LAYOUT = '2006-01-02T15:04:05Z07:00';
const MICRO_LAYOUT = '2006-01-02T15:04:05.000000Z07:00';

/** What needs no reading: each of these is a time, written as Kubernetes writes it. */
const PLAIN_SECONDS = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;
const PLAIN_MICRO = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z$/;

/**
 * The time in UTC, with seconds or, if `micro`, with six digits of a second. Undefined for Go's zero time, which
 * counts as none. Throws a RangeError with Go's text.
 */
export function normaliseTime(text: string, options: { micro: boolean }): string | undefined {
  const plain = (options.micro ? PLAIN_MICRO : PLAIN_SECONDS).test(text);
  const normal = plain ? text : writeTime(new TimeReader(text, options.micro), options.micro);
  return normal.startsWith('0001-01-01T00:00:00') && /^[^.]*(\.0+)?Z$/.test(normal) ? undefined : normal;
}

function writeTime(reader: TimeReader, micro: boolean): string {
  const time = reader.read();
  const date = new Date(0);
  date.setUTCFullYear(time.year, time.month - 1, time.day);
  date.setUTCHours(time.hour, time.minute, time.second);
  date.setTime(date.getTime() - time.offsetMinutes * 60_000);
  const text = date.toISOString().replace(/\.\d+Z$/, '');
  return micro ? `${text}.${time.fraction.padEnd(6, '0').slice(0, 6)}Z` : `${text}Z`;
}

interface ReadTime {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  fraction: string;
  offsetMinutes: number;
}

/** Reads a layout element by element, as Go does: the texts of its errors name the element and what is left. */
class TimeReader {
  readonly #text: string;
  readonly #micro: boolean;
  #rest: string;

  constructor(text: string, micro: boolean) {
    this.#text = text;
    this.#micro = micro;
    this.#rest = text;
  }

  read(): ReadTime {
    const year = this.#year();
    const month = this.#after('-', '01', { min: 1, max: 12, name: 'month' });
    const day = this.#after('-', '02');
    const hour = this.#after('T', '15', { min: 0, max: 23, name: 'hour', oneDigit: true });
    const minute = this.#after(':', '04', { min: 0, max: 59, name: 'minute' });
    const second = this.#after(':', '05', { min: 0, max: 59, name: 'second' });
    const fraction = this.#fraction();
    const offsetMinutes = this.#offset();
    if (this.#rest !== '') throw this.#error(`: extra text: ${quote(this.#rest)}`);
    if (day < 1 || day > daysIn(year, month)) throw this.#error(': day out of range');
    return { year, month, day, hour, minute, second, fraction, offsetMinutes };
  }

  #year(): number {
    const found = /^\d{4}/.exec(this.#rest);
    if (found === null) throw this.#cannotParse('2006');
    this.#rest = this.#rest.slice(4);
    return Number(found[0]);
  }

  #after(
    separator: string,
    element: string,
    range?: { min: number; max: number; name: string; oneDigit?: boolean },
  ): number {
    if (!this.#rest.startsWith(separator)) throw this.#cannotParse(separator);
    this.#rest = this.#rest.slice(1);
    const found = (range?.oneDigit ? /^\d\d?/ : /^\d\d/).exec(this.#rest);
    if (found === null) throw this.#cannotParse(element);
    const value = Number(found[0]);
    this.#rest = this.#rest.slice(found[0].length);
    if (range !== undefined && (value < range.min || value > range.max)) {
      throw this.#error(`: ${range.name} out of range`);
    }
    return value;
  }

  /** A MicroTime has six digits, no more and no less; a Time may have any number, which are dropped. */
  #fraction(): string {
    const found = (this.#micro ? /^[.,](\d{6})/ : /^[.,](\d+)/).exec(this.#rest);
    if (found === null && this.#micro) throw this.#cannotParse('.000000');
    this.#rest = this.#rest.slice(found?.[0].length ?? 0);
    return found?.[1] ?? '';
  }

  #offset(): number {
    if (this.#rest.startsWith('Z')) {
      this.#rest = this.#rest.slice(1);
      return 0;
    }
    const found = /^([+-])(\d\d):(\d\d)/.exec(this.#rest);
    if (found === null) throw this.#cannotParse('Z07:00');
    this.#rest = this.#rest.slice(6);
    const [hours, minutes] = [Number(found[2]), Number(found[3])];
    if (hours > 24) throw this.#error(': time zone offset hour out of range');
    if (minutes > 60) throw this.#error(': time zone offset minute out of range');
    return (found[1] === '-' ? -1 : 1) * (hours * 60 + minutes);
  }

  #cannotParse(element: string): RangeError {
    const layout = this.#micro ? MICRO_LAYOUT : SECONDS_LAYOUT;
    return this.#error(` as ${quote(layout)}: cannot parse ${quote(this.#rest)} as ${quote(element)}`);
  }

  #error(detail: string): RangeError {
    return new RangeError(`parsing time ${quote(this.#text)}${detail}`);
  }
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** Go's time package quotes every byte that is not printable ASCII as `\xNN`. */
function quote(text: string): string {
  let out = '"';
  for (const byte of new TextEncoder().encode(text)) {
    if (byte === 0x22 || byte === 0x5c) out += `\\${String.fromCharCode(byte)}`;
    else if (byte < 0x20 || byte >= 0x80) out += `\\x${byte.toString(16).padStart(2, '0')}`;
    else out += String.fromCharCode(byte);
  }
  return `${out}"`;
}
