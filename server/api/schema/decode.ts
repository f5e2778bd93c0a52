/**
 * JSON to objects, as Kubernetes' typed structs would hold it and write it again: fields in the order of the schema,
 * unknown ones dropped, empty ones dropped or written as Go does, times and quantities in canonical form, defaults of
 * the schema filled in. The tree that comes out is new, but for values without a schema (RawExtension, FieldsV1).
 */
import { type Decoder, jsonTypeName, scalarDecoder } from './decode-scalar.ts';
import { type DecodeState, decodeErrorOf, locate, newDecodeState, prefixUnknown, wrongType } from './decode-state.ts';
import { goTypeOf } from './go-type.ts';
import { JsonNumber } from './json-number.ts';
import type { Field, ListSchema, MapSchema, ObjectSchema, Schema } from './schema.ts';

export { DecodeError } from './decode-state.ts';

export interface Decoded {
  value: Record<string, unknown>;
  /** Such as `spec.ports[0].prt`: at most 100, in the order of the document. */
  unknownFields: string[];
}

const MAX_UNKNOWN_FIELDS = 100;

/**
 * `json` is what JSON.parse or `parseJson` gives. Throws a DecodeError with Go's text for a value of a wrong type.
 * Integers beyond 2^53 become the nearest number that JavaScript has.
 */
export function decode(schema: ObjectSchema, json: unknown): Decoded {
  const state = newDecodeState();
  const value = json === null ? emptyObject(schema) : decoderOf(schema)(json, state);
  if (state.error !== undefined) throw decodeErrorOf(state.error);
  return { value: value as Record<string, unknown>, unknownFields: state.unknown };
}

const decoders = new WeakMap<Schema, Decoder>();

function decoderOf(schema: Schema): Decoder {
  const known = decoders.get(schema);
  if (known !== undefined) return known;
  let made: Decoder | undefined;
  // Before it is made: a type may contain itself.
  decoders.set(schema, (json, state) => (made as Decoder)(json, state));
  made = makeDecoder(schema);
  decoders.set(schema, made);
  return made;
}

function makeDecoder(schema: Schema): Decoder {
  switch (schema.type) {
    case 'object':
      return objectDecoder(schema);
    case 'list':
      return listDecoder(schema);
    case 'map':
      return mapDecoder(schema);
    default:
      return scalarDecoder(schema);
  }
}

function objectDecoder(schema: ObjectSchema): Decoder {
  const fields = [...schema.fields.values()];
  const places = new Map(fields.map((field, place) => [field.name, place]));
  const fieldDecoders = fields.map(fieldDecoder);
  const names = fields.map((field) => field.name);
  const fallbacks = fields.map(fallbackOf);
  const struct = schema.goName.slice(schema.goName.indexOf('.') + 1);

  return (json, state) => {
    if (!isJsonObject(json)) return wrongType(state, jsonTypeName(json), schema.goName);
    const values: unknown[] = new Array(names.length).fill(undefined);
    for (const key of Object.keys(json)) {
      const place = places.get(key);
      if (place === undefined) {
        noteUnknown(state, key);
        continue;
      }
      const item = json[key];
      if (item === null || item === undefined) continue;
      const { events, error } = state;
      const unknown = state.unknown.length;
      values[place] = (fieldDecoders[place] as Decoder)(item, state);
      if (state.events === events) continue;
      locate(state, key, { unknown, error, struct });
      if (state.stopped) return undefined;
    }
    return assemble(names, values, fallbacks);
  };
}

function assemble(
  names: readonly string[],
  values: readonly unknown[],
  fallbacks: readonly ((() => unknown) | undefined)[],
): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (let place = 0; place < names.length; place++) {
    const value = values[place] ?? fallbacks[place]?.();
    if (value !== undefined) object[names[place] as string] = value;
  }
  return object;
}

function noteUnknown(state: DecodeState, key: string): void {
  if (state.unknown.length < MAX_UNKNOWN_FIELDS) state.unknown.push(key);
  state.events++;
}

function isJsonObject(json: unknown): json is Record<string, unknown> {
  return typeof json === 'object' && !Array.isArray(json) && !(json instanceof JsonNumber);
}

/** What Go's omitempty takes for empty is left out, unless Go has a pointer. */
function fieldDecoder(field: Field): Decoder {
  const inner = decoderOf(field.schema);
  if (field.pointer) return inner;
  switch (field.schema.type) {
    case 'string':
    case 'bytes':
      return (json, state) => inner(json, state) || undefined;
    case 'integer':
    case 'number':
    case 'boolean':
      return (json, state) => inner(json, state) || undefined;
    case 'list':
      return (json, state) => {
        const list = inner(json, state) as unknown[] | undefined;
        return list === undefined || list.length === 0 ? undefined : list;
      };
    case 'map':
      return (json, state) => {
        const map = inner(json, state) as Record<string, unknown> | undefined;
        return map === undefined || isEmpty(map) ? undefined : map;
      };
    default:
      return inner;
  }
}

function isEmpty(map: Record<string, unknown>): boolean {
  for (const _ in map) return false;
  return true;
}

/** Makes the value of a field that is absent or empty: its default, or what is written nevertheless. */
function fallbackOf(field: Field): (() => unknown) | undefined {
  const { schema, emptyValue } = field;
  if (field.default !== undefined && (schema.type !== 'object' || field.pointer)) return () => field.default;
  if (!field.alwaysWritten) return undefined;
  if (schema.type === 'object' && !field.pointer) return () => emptyObject(schema);
  if (Array.isArray(emptyValue)) return () => [];
  if (typeof emptyValue === 'object' && emptyValue !== null) return () => ({});
  return () => emptyValue;
}

/** The object that nothing is said about: with the fields that are always written. */
function emptyObject(schema: ObjectSchema): Record<string, unknown> {
  return decoderOf(schema)({}, newDecodeState()) as Record<string, unknown>;
}

function listDecoder(schema: ListSchema): Decoder {
  const item = decoderOf(schema.items);
  const goType = goTypeOf(schema);
  return (json, state) => {
    if (!Array.isArray(json)) return wrongType(state, jsonTypeName(json), goType);
    const list: unknown[] = new Array(json.length);
    for (let i = 0; i < json.length; i++) {
      const { events } = state;
      const unknown = state.unknown.length;
      list[i] = json[i] === null ? zeroValue(schema.items) : item(json[i], state);
      if (state.events === events) continue;
      prefixUnknown(state, `[${i}]`, unknown);
      if (state.stopped) return undefined;
    }
    return list;
  };
}

/** Go writes maps with sorted keys. */
function mapDecoder(schema: MapSchema): Decoder {
  const decodeValue = decoderOf(schema.values);
  const goType = goTypeOf(schema);
  return (json, state) => {
    if (!isJsonObject(json)) return wrongType(state, jsonTypeName(json), goType);
    const keys = Object.keys(json);
    const decoded: Record<string, unknown> = {};
    for (const key of keys) {
      const { events } = state;
      const unknown = state.unknown.length;
      setOwn(decoded, key, json[key] === null ? zeroValue(schema.values) : decodeValue(json[key], state));
      if (state.events === events) continue;
      prefixUnknown(state, key, unknown);
      if (state.stopped) return undefined;
    }
    return isSorted(keys) ? decoded : sortedCopy(decoded, keys);
  };
}

function isSorted(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i++) if ((keys[i - 1] as string) > (keys[i] as string)) return false;
  return true;
}

function sortedCopy(map: Record<string, unknown>, keys: string[]): Record<string, unknown> {
  const sorted: Record<string, unknown> = {};
  for (const key of keys.sort()) setOwn(sorted, key, map[key]);
  return sorted;
}

/** `__proto__` is a key like others. */
function setOwn(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') map[key] = value;
  else Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
}

/** What null is in a list or as the value of a key. */
function zeroValue(schema: Schema): unknown {
  switch (schema.type) {
    case 'object':
      return emptyObject(schema);
    case 'list':
      return [];
    case 'map':
      return {};
    case 'string':
    case 'bytes':
      return '';
    case 'boolean':
      return false;
    case 'quantity':
      return '0';
    case 'integer':
    case 'number':
    case 'intOrString':
      return 0;
    default:
      return null;
  }
}
