/** JSON data as Go's fmt prints it inside error messages, and as Go's encoding/json writes it. */
import { goQuote } from './field-error.ts';

type JsonObject = Readonly<Record<string, unknown>>;

/** `%v`: `map[a:1 b:[x y]]`, `<nil>`. */
export function printPlain(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(printPlain).join(' ')}]`;
  if (!isJsonObject(value)) return printScalar(value);
  const entries = sortedKeys(value).map((key) => `${key}:${printPlain(value[key])}`);
  return `map[${entries.join(' ')}]`;
}

/** `%#v`: `map[string]interface {}{"a":1}`. */
export function printSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return goQuote(value);
  if (Array.isArray(value)) return `[]interface {}{${value.map(printSyntax).join(', ')}}`;
  if (!isJsonObject(value)) return printScalar(value);
  const entries = sortedKeys(value).map((key) => `${goQuote(key)}:${printSyntax(value[key])}`);
  return `map[string]interface {}{${entries.join(', ')}}`;
}

/** `%T`. */
export function printType(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  if (Array.isArray(value)) return '[]interface {}';
  if (isJsonObject(value)) return 'map[string]interface {}';
  return Number.isInteger(Number(JSON.stringify(value))) ? 'int64' : 'float64';
}

/** encoding/json with sorted keys: `<`, `>` and `&` are escaped. */
export function goJson(value: unknown): string {
  return goJsonWith(value, sortedKeys);
}

/** Like goJson, with the keys of each object as `keysOf` gives them. */
export function goJsonWith(value: unknown, keysOf: (object: JsonObject) => readonly string[]): string {
  if (typeof value === 'string') return goJsonString(value);
  if (Array.isArray(value)) return `[${value.map((item) => goJsonWith(item, keysOf)).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value ?? null);
  const members = keysOf(value).map((key) => `${goJsonString(key)}:${goJsonWith(value[key], keysOf)}`);
  return `{${members.join(',')}}`;
}

export function goJsonString(text: string): string {
  const json = JSON.stringify(text);
  return NEEDS_ESCAPE.test(json) ? json.replace(ESCAPED, (ch) => ESCAPES[ch] as string) : json;
}

const NEEDS_ESCAPE = /[<>&\u2028\u2029]/;
const ESCAPED = /[<>&\u2028\u2029]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  '\u2028': '\\u2028',
  '\u2029': '\\u2029',
};

function sortedKeys(object: JsonObject): string[] {
  return Object.keys(object).sort();
}

/** Numbers that keep their literal (JsonNumber) have a toJSON and count as scalars. */
function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !('toJSON' in value && typeof value.toJSON === 'function');
}

/** Go prints floats from 1e21 and below 1e-4 with an exponent, which JavaScript does too, but of two digits. */
function printScalar(value: unknown): string {
  const plain = typeof value === 'object' && value !== null ? Number(JSON.stringify(value)) : value;
  if (typeof plain !== 'number' || Number.isSafeInteger(plain)) return String(plain);
  const [mantissa, exponent] = plain.toExponential().split('e') as [string, string];
  const power = Number(exponent);
  if (power >= -4 && power < 21) return String(plain);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}
