import { canonicalQuantity } from '../quantity.ts';
import { type DecodeState, note, stop, wrongType } from './decode-state.ts';
import { normaliseBase64 } from './go-base64.ts';
import { normaliseTime } from './go-time.ts';
import { goTypeOf } from './go-type.ts';
import { JsonNumber, withPlainNumbers } from './json-number.ts';
import type { Schema } from './schema.ts';

/** Never called with null, which Go takes for nothing. Returns undefined when it has noted an error. */
export type Decoder = (json: unknown, state: DecodeState) => unknown;

export type ScalarSchema = Exclude<Schema, { type: 'object' | 'map' | 'list' }>;

export function scalarDecoder(schema: ScalarSchema): Decoder {
  switch (schema.type) {
    case 'string':
      return stringDecoder(goTypeOf(schema));
    case 'integer':
      return integerDecoder(schema.bits, goTypeOf(schema));
    case 'number':
      return decodeNumber;
    case 'boolean':
      return decodeBoolean;
    case 'bytes':
      return decodeBytes;
    case 'time':
      return schema.micro ? decodeMicroTime : decodeTime;
    case 'quantity':
      return decodeQuantity;
    case 'intOrString':
      return decodeIntOrString;
    case 'any':
      return schema.name === 'FieldsV1' ? decodeFieldSet : decodeAny;
  }
}

/** What Go calls a JSON value in errors. */
export function jsonTypeName(json: unknown): string {
  if (Array.isArray(json)) return 'array';
  if (typeof json === 'boolean') return 'bool';
  return json instanceof JsonNumber ? 'number' : typeof json;
}

function stringDecoder(goType: string): Decoder {
  return (json, state) => (typeof json === 'string' ? json : wrongType(state, jsonTypeName(json), goType));
}

function integerDecoder(bits: 32 | 64, goType: string): Decoder {
  const read = bits === 32 ? readInt32 : readInt64;
  return (json, state) => read(json) ?? wrongType(state, numberName(json), goType);
}

/** Go tells which number it was, where a number is wanted. */
function numberName(json: unknown): string {
  if (json instanceof JsonNumber) return `number ${json.literal}`;
  return typeof json === 'number' ? `number ${json}` : jsonTypeName(json);
}

function readInt32(json: unknown): number | undefined {
  if (typeof json !== 'number') return undefined;
  // Also makes 0 of -0.
  const int = json | 0;
  return int === json ? int : undefined;
}

const MAX_INT64 = 2n ** 63n - 1n;
/** The greatest number below 2^63: what is beyond it would be printed as a number that Go cannot read. */
const GREATEST = 2 ** 63 - 1024;

/** NOTE: integers beyond 2^53 become the nearest number that JavaScript has. */
function readInt64(json: unknown): number | undefined {
  if (typeof json === 'number') return Number.isSafeInteger(json) ? json + 0 : readInt64(new JsonNumber(String(json)));
  if (!(json instanceof JsonNumber) || !/^-?\d+$/.test(json.literal)) return undefined;
  const exact = BigInt(json.literal);
  if (exact > MAX_INT64 || exact < -MAX_INT64 - 1n) return undefined;
  return Math.max(-GREATEST, Math.min(GREATEST, Number(exact)));
}

function decodeNumber(json: unknown, state: DecodeState): unknown {
  const value = json instanceof JsonNumber ? Number(json.literal) : json;
  return typeof value === 'number' ? value : wrongType(state, jsonTypeName(json), 'float64');
}

function decodeBoolean(json: unknown, state: DecodeState): unknown {
  return typeof json === 'boolean' ? json : wrongType(state, jsonTypeName(json), 'bool');
}

function decodeBytes(json: unknown, state: DecodeState): unknown {
  if (typeof json !== 'string') return decodeByteList(json, state);
  try {
    return normaliseBase64(json);
  } catch (error) {
    return note(state, { text: (error as Error).message });
  }
}

/** Go takes a list of small numbers for bytes, too. */
function decodeByteList(json: unknown, state: DecodeState): unknown {
  if (!Array.isArray(json)) return wrongType(state, jsonTypeName(json), '[]uint8');
  const bad = json.find((item) => item !== null && !(Number.isInteger(item) && item >= 0 && item <= 255));
  if (bad !== undefined) return wrongType(state, numberName(bad), 'uint8');
  return Buffer.from(json).toString('base64');
}

function decodeTime(json: unknown, state: DecodeState): unknown {
  return readTime(json, state, { micro: false });
}

function decodeMicroTime(json: unknown, state: DecodeState): unknown {
  return readTime(json, state, { micro: true });
}

function readTime(json: unknown, state: DecodeState, options: { micro: boolean }): unknown {
  if (typeof json !== 'string') return stop(state, { text: jsonTypeName(json), goType: 'string' });
  try {
    return normaliseTime(json, options);
  } catch (error) {
    return stop(state, { text: (error as Error).message });
  }
}

function decodeQuantity(json: unknown, state: DecodeState): unknown {
  try {
    return canonicalQuantity(quantityText(json));
  } catch (error) {
    return stop(state, { text: (error as Error).message });
  }
}

function quantityText(json: unknown): string {
  if (typeof json === 'string') return json;
  if (json instanceof JsonNumber) return json.literal;
  return JSON.stringify(json);
}

/** Kept as it is, so JSON.stringify must be able to write it: that takes a few thousand levels at most. */
const MAX_KEPT_DEPTH = 1000;

function decodeAny(json: unknown, state: DecodeState): unknown {
  return withPlainNumbers(decodeFieldSet(json, state));
}

/** There are no numbers in field sets. */
function decodeFieldSet(json: unknown, state: DecodeState): unknown {
  return isDeeper(json, MAX_KEPT_DEPTH) ? stop(state, { text: 'exceeded max depth' }) : json;
}

function isDeeper(json: unknown, levels: number): boolean {
  if (typeof json !== 'object' || json === null) return false;
  return levels === 0 || Object.values(json).some((item) => isDeeper(item, levels - 1));
}

function decodeIntOrString(json: unknown, state: DecodeState): unknown {
  if (typeof json === 'string') return json;
  return readInt32(json) ?? stop(state, { text: numberName(json), goType: 'int32' });
}
