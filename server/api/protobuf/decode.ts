/** Kubernetes' protobuf as JSON data: what the typed clients of Go send. */
import { parseApiVersion } from '../object.ts';
import type { Field, ListSchema, MapSchema, ObjectSchema, Schema } from '../schema/schema.ts';
import { findMessage, isWrapped, MAGIC, type MessageField, messageFields } from './message-fields.ts';
import { ProtobufError } from './protobuf-error.ts';
import { Reader, type WireType } from './reader.ts';
import { readIntOrString, readJson, readQuantity, readTime } from './well-known.ts';

export interface DecodedProtobuf {
  apiVersion: string;
  kind: string;
  /** Without apiVersion and kind; empty for a kind that there is not. Empty values of Go are in it. */
  json: Record<string, unknown>;
}

/** `fallback` is what the body is when it does not say so. Throws a ProtobufError with Go's text. */
export function decodeProtobuf(bytes: Buffer, fallback = { apiVersion: '', kind: '' }): DecodedProtobuf {
  if (bytes.length === 0) throw new ProtobufError('empty data');
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) {
    const prefix = [...MAGIC].join(' ');
    throw new ProtobufError(`provided data does not appear to be a protobuf message, expected prefix [${prefix}]`);
  }
  if (bytes.length === MAGIC.length) throw new ProtobufError('empty body');
  const { typeMeta, raw } = readUnknown(new Reader(bytes.subarray(MAGIC.length)));
  const named = { apiVersion: typeMeta.apiVersion || fallback.apiVersion, kind: typeMeta.kind || fallback.kind };
  const message = findMessage({ ...parseApiVersion(named.apiVersion), kind: named.kind });
  return { ...named, json: message ? readNamed(message, raw, named) : {} };
}

function readNamed(message: ObjectSchema, raw: Buffer, named: { apiVersion: string; kind: string }) {
  const json = {};
  try {
    readMessage(new Reader(raw), raw.length, message, json);
  } catch (error) {
    if (error instanceof ProtobufError) throw new ProtobufError(error.message, named);
    throw error;
  }
  return json;
}

function readUnknown(reader: Reader) {
  const typeMeta = { apiVersion: '', kind: '' };
  let raw: Buffer = Buffer.alloc(0);
  const end = reader.size;
  while (reader.next(end, 'Unknown')) {
    if (reader.number === 1) readTypeMeta(reader, messageEnd(reader, end, 'typeMeta'), typeMeta);
    else if (reader.number === 2) {
      reader.expect(2, 'raw');
      raw = reader.bytes(end);
    } else reader.skip(end);
  }
  return { typeMeta, raw };
}

function readTypeMeta(reader: Reader, end: number, typeMeta: { apiVersion: string; kind: string }): void {
  while (reader.next(end, 'TypeMeta')) {
    const name = reader.number === 1 ? 'apiVersion' : 'kind';
    if (reader.number > 2) reader.skip(end);
    else {
      reader.expect(2, name);
      typeMeta[name] = reader.text(end);
    }
  }
}

/** Where the message ends that is the value of the field. */
function messageEnd(reader: Reader, end: number, field: string): number {
  reader.expect(2, field);
  return reader.limit(end);
}

type JsonObject = Record<string, unknown>;

/** Reads one occurrence of a field, which the reader has come to, into the object. */
type FieldReader = (reader: Reader, end: number, object: JsonObject) => void;

/** Reads one value. */
type ValueReader = (reader: Reader, end: number) => unknown;

interface MessageReader {
  name: string;
  fields: ReadonlyMap<number, FieldReader>;
}

const messageReaders = new WeakMap<ObjectSchema, MessageReader>();

function readMessage(reader: Reader, end: number, schema: ObjectSchema, object: JsonObject): void {
  let message = messageReaders.get(schema);
  if (!message) {
    const name = schema.goName.slice(schema.goName.indexOf('.') + 1);
    message = { name, fields: fieldReaders(messageFields(schema)) };
    messageReaders.set(schema, message);
  }
  readFields(reader, end, message, object);
}

function readFields(reader: Reader, end: number, { name, fields }: MessageReader, object: JsonObject): void {
  while (reader.next(end, name)) {
    const read = fields.get(reader.number);
    if (read) read(reader, end, object);
    else reader.skip(end);
  }
}

function fieldReaders(fields: readonly MessageField[]): ReadonlyMap<number, FieldReader> {
  return new Map(
    fields.map((part) => [part.number, 'field' in part ? fieldReader(part.field) : embeddedReader(part.embedded)]),
  );
}

/** The fields of an embedded message are fields of the object around it. */
function embeddedReader(embedded: readonly MessageField[]): FieldReader {
  const message = { name: 'embedded', fields: fieldReaders(embedded) };
  return (reader, end, object) => readFields(reader, messageEnd(reader, end, message.name), message, object);
}

function fieldReader(field: Field): FieldReader {
  const { name, schema } = field;
  if (schema.type === 'list') return isWrapped(field) ? wrappedListReader(name, schema) : listReader(name, schema);
  if (schema.type === 'map') return mapReader(name, schema);
  if (schema.type === 'object') return objectReader(name, schema);
  return singleReader(name, schema);
}

function singleReader(name: string, schema: Schema): FieldReader {
  const read = valueReader(name, schema);
  return (reader, end, object) => {
    object[name] = read(reader, end);
  };
}

/** A message may come in pieces, which are put together. */
function objectReader(name: string, schema: ObjectSchema): FieldReader {
  return (reader, end, object) => {
    object[name] ??= {};
    readMessage(reader, messageEnd(reader, end, name), schema, object[name] as JsonObject);
  };
}

function listReader(name: string, { items }: ListSchema): FieldReader {
  const read = valueReader(name, items);
  const isNumber = items.type === 'integer' || items.type === 'boolean';
  return (reader, end, object) => {
    object[name] ??= [];
    const list = object[name] as unknown[];
    if (isNumber && reader.type === 2) readPacked(reader, reader.limit(end), { read, list });
    else list.push(read(reader, end));
  };
}

/** Numbers one after the other: Go reads them, but does not write them so. */
function readPacked(reader: Reader, end: number, { read, list }: { read: ValueReader; list: unknown[] }): void {
  reader.type = 0;
  while (reader.pos < end) list.push(read(reader, end));
}

function wrappedListReader(name: string, schema: ListSchema): FieldReader {
  const message = { name, fields: new Map([[1, listReader(name, schema)]]) };
  return (reader, end, object) => readFields(reader, messageEnd(reader, end, name), message, object);
}

/** Each entry is a message of a key and a value; what is absent of them is empty. */
function mapReader(name: string, { values }: MapSchema): FieldReader {
  const key = singleReader('key', { type: 'string' });
  const value = values.type === 'list' ? wrappedListReader('value', values) : singleReader('value', values);
  const message = {
    name,
    fields: new Map([
      [1, key],
      [2, value],
    ]),
  };
  return (reader, end, object) => {
    const entry: JsonObject = { key: '' };
    readFields(reader, messageEnd(reader, end, name), message, entry);
    object[name] ??= {};
    setEntry(object[name] as JsonObject, entry.key as string, entry.value ?? EMPTY_VALUES[values.type] ?? null);
  };
}

const EMPTY_VALUES: Readonly<Partial<Record<Schema['type'], unknown>>> = { list: [], string: '', bytes: '' };

/** `__proto__` is a key like others. */
function setEntry(map: JsonObject, key: string, value: unknown): void {
  if (key !== '__proto__') map[key] = value;
  else Object.defineProperty(map, key, { value, enumerable: true, writable: true, configurable: true });
}

function valueReader(name: string, schema: Schema): ValueReader {
  const type: WireType = schema.type === 'integer' || schema.type === 'boolean' ? 0 : 2;
  const read = contentReader(schema);
  return (reader, end) => {
    reader.expect(type, name);
    return read(reader, end);
  };
}

function contentReader(schema: Schema): ValueReader {
  switch (schema.type) {
    case 'string':
      return (reader, end) => reader.text(end);
    case 'integer':
      return schema.bits === 32 ? (reader, end) => reader.int32(end) : (reader, end) => reader.int64(end);
    case 'boolean':
      return (reader, end) => reader.bool(end);
    case 'bytes':
      return (reader, end) => reader.bytes(end).toString('base64');
    case 'object':
      return (reader, end) => {
        const object = {};
        readMessage(reader, reader.limit(end), schema, object);
        return object;
      };
    case 'time':
      return (reader, end) => readTime(reader, reader.limit(end), schema);
    case 'quantity':
      return (reader, end) => readQuantity(reader, reader.limit(end));
    case 'intOrString':
      return (reader, end) => readIntOrString(reader, reader.limit(end));
    case 'any':
      return (reader, end) => readJson(reader, reader.limit(end));
    default:
      throw new Error(`no protobuf for ${schema.type}`);
  }
}
