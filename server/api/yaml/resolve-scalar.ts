/** What a text without quotes means in YAML 1.1, as Go's YAML package has it. */
export interface Resolved {
  type: 'null' | 'bool' | 'int' | 'float' | 'timestamp' | 'str';
  value: string | number | boolean | null;
}

const WORDS = new Map<string, Resolved>([
  ...words('null', null, ['', '~', 'null', 'Null', 'NULL']),
  ...words('bool', true, ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']),
  ...words('bool', false, ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']),
  ...words('float', Number.NaN, ['.nan', '.NaN', '.NAN']),
  ...words('float', Number.POSITIVE_INFINITY, ['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF']),
  ...words('float', Number.NEGATIVE_INFINITY, ['-.inf', '-.Inf', '-.INF']),
]);

const LONGEST_WORD = 5;
const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const TIMESTAMP = /^\d{4}-(\d\d?)-(\d\d?)(?:(?:([Tt])| )(\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(Z|[-+](\d\d):(\d\d))?)?$/;

export function resolveScalar(text: string): Resolved {
  const word = text.length <= LONGEST_WORD ? WORDS.get(text) : undefined;
  if (word) return word;
  const first = text.charCodeAt(0);
  const isNumeric = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d;
  if (isNumeric) return resolveNumber(text) ?? { type: 'str', value: text };
  const isFraction = first === 0x2e && FLOAT.test(text) && Number.isFinite(Number(text));
  return isFraction ? { type: 'float', value: Number(text) } : { type: 'str', value: text };
}

function words(type: Resolved['type'], value: Resolved['value'], texts: string[]): [string, Resolved][] {
  return texts.map((text) => [text, { type, value }]);
}

function resolveNumber(text: string): Resolved | undefined {
  if (isTimestamp(text)) return { type: 'timestamp', value: text };
  const digits = text.replaceAll('_', '');
  const integer = parseInteger(digits);
  if (integer !== undefined) return { type: 'int', value: integer };
  const float = FLOAT.test(digits) ? Number(digits) : Number.NaN;
  return Number.isFinite(float) ? { type: 'float', value: float } : undefined;
}

/** Undefined for what is no integer of 64 bits. Beyond 2^53 it is rounded, as all numbers here are. */
function parseInteger(text: string): number | undefined {
  const match = INTEGER.exec(text);
  if (!match) return undefined;
  const [, sign, hex, binary, octal, decimal] = match;
  const digits = hex ? `0x${hex}` : binary ? `0b${binary}` : octal ? `0o${octal}` : (decimal as string);
  if (digits.length < 15) return sign === '-' ? 0 - Number(digits) : Number(digits);
  const value = sign === '-' ? -BigInt(digits) : BigInt(digits);
  const highest = sign === '' ? 2n ** 64n : 2n ** 63n;
  return value >= -(2n ** 63n) && value < highest ? Number(value) : undefined;
}

/** Dates and times are texts in JSON, but texts that look like them need quotes. */
function isTimestamp(text: string): boolean {
  const match = text.charCodeAt(4) === 0x2d ? TIMESTAMP.exec(text) : null;
  if (!match) return false;
  const [, month, day, separator, hour, minute, second, zone, zoneHour, zoneMinute] = match;
  // Only the form with a T has a zone, and it must.
  if (hour !== undefined && (separator !== undefined) !== (zone !== undefined)) return false;
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59 || Number(second ?? 0) > 59) return false;
  if (Number(zoneHour ?? 0) > 24 || Number(zoneMinute ?? 0) > 59) return false;
  return isDay(Number(text.slice(0, 4)), Number(month), Number(day));
}

function isDay(year: number, month: number, day: number): boolean {
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
}
