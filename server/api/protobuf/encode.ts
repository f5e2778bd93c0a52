/** Objects as Kubernetes' protobuf: what Go's generated code writes, byte for byte. */
import { statusError } from '../errors.ts';
import { parseApiVersion } from '../object.ts';
import type { Field, ListSchema, MapSchema, ObjectSchema, Schema } from '../schema/schema.ts';
import { findMessage, isWrapped, MAGIC, type MessageField, messageFields } from './message-fields.ts';
import { Writer } from './writer.ts';

export type JsonObject = Readonly<Record<string, unknown>>;

/** An object, list, Status or partial object. Throws 406 for what protobuf does not have, such as tables. */
export function encodeProtobuf(object: JsonObject): Buffer {
  const writer = new Writer();
  writeUnknown(writer, object);
  return writer.result();
}

/** An event of a watch, with its length in four bytes before it. */
export function encodeProtobufEvent(type: string, object: JsonObject): Buffer {
  const writer = new Writer();
  writer.delimited(2, () => writer.delimited(1, () => writeUnknown(writer, object)));
  writer.text(type);
  writer.tag(1, 2);
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32BE(writer.length);
  writer.raw(length);
  return writer.result();
}

/** runtime.Unknown: the message within one that tells what it is, and which always writes its two empty texts. */
function writeUnknown(writer: Writer, object: JsonObject): void {
  const apiVersion = String(object.apiVersion ?? '');
  const kind = String(object.kind ?? '');
  const message = findMessage({ ...parseApiVersion(apiVersion), kind });
  if (!message) throw notEncodable(apiVersion, kind);
  writer.raw(EMPTY_CONTENT_TYPES);
  writer.delimited(2, () => writeMessage(writer, message, object));
  writer.delimited(1, () => {
    writer.text(kind);
    writer.tag(2, 2);
    writer.text(apiVersion);
    writer.tag(1, 2);
  });
  writer.raw(MAGIC);
}

const EMPTY_CONTENT_TYPES = Uint8Array.of(0x1a, 0, 0x22, 0);

function notEncodable(apiVersion: string, kind: string): Error {
  const type = `*${parseApiVersion(apiVersion).version}.${kind}`;
  const text = `object ${type} does not implement the protobuf marshalling interface and cannot be encoded to a protobuf message`;
  return statusError(406, 'NotAcceptable', text);
}

/** Writes a field of the object: nothing, or its tags and contents. */
type FieldWriter = (writer: Writer, object: JsonObject) => void;

const messageWriters = new WeakMap<ObjectSchema, readonly FieldWriter[]>();

function writeMessage(writer: Writer, schema: ObjectSchema, object: JsonObject): void {
  let fields = messageWriters.get(schema);
  if (!fields) {
    fields = fieldWriters(messageFields(schema));
    messageWriters.set(schema, fields);
  }
  for (const write of fields) write(writer, object);
}

/** The last field first. */
function fieldWriters(fields: readonly MessageField[]): FieldWriter[] {
  return fields.toReversed().map((part) => {
    if ('field' in part) return fieldWriter(part.field, part.number);
    const inner = fieldWriters(part.embedded);
    return (writer, object) => {
      const before = writer.length;
      for (const write of inner) write(writer, object);
      writer.varint(writer.length - before);
      writer.tag(part.number, 2);
    };
  });
}

function fieldWriter(field: Field, number: number): FieldWriter {
  const { name, schema } = field;
  if (schema.type === 'list') return listWriter(name, number, { schema, wrapped: isWrapped(field) });
  if (schema.type === 'map') return mapWriter(name, number, schema);
  const write = valueWriter(schema, number);
  // Go writes an empty value unless it has a pointer; only bytes can be absent without one.
  const empty = field.pointer || schema.type === 'bytes' ? undefined : EMPTY_VALUES[schema.type];
  return (writer, object) => {
    const value = object[name] ?? empty;
    if (value !== undefined) write(writer, value);
  };
}

const EMPTY_VALUES: Readonly<Partial<Record<Schema['type'], unknown>>> = {
  string: '',
  integer: 0,
  boolean: false,
  object: {},
  time: '',
  quantity: '0',
  intOrString: 0,
  any: null,
};

function listWriter(name: string, number: number, of: { schema: ListSchema; wrapped: boolean }): FieldWriter {
  const write = of.wrapped ? wrappedListWriter(of.schema, number) : itemsWriter(of.schema, number);
  return (writer, object) => {
    const items = object[name] as readonly unknown[] | null | undefined;
    if (items && items.length > 0) write(writer, items);
  };
}

type ValueWriter = (writer: Writer, value: unknown) => void;

function itemsWriter(schema: ListSchema, number: number): ValueWriter {
  const write = valueWriter(schema.items, number);
  return (writer, items) => {
    for (let i = (items as unknown[]).length - 1; i >= 0; i--) write(writer, (items as unknown[])[i]);
  };
}

function wrappedListWriter(schema: ListSchema, number: number): ValueWriter {
  const write = itemsWriter(schema, 1);
  return (writer, items) => writer.delimited(number, () => write(writer, items));
}

function mapWriter(name: string, number: number, { values }: MapSchema): FieldWriter {
  const write = values.type === 'list' ? wrappedListWriter(values, 2) : valueWriter(values, 2);
  return (writer, object) => {
    const map = object[name] as JsonObject | null | undefined;
    if (!map) return;
    for (const key of Object.keys(map).sort().reverse()) {
      const before = writer.length;
      write(writer, map[key]);
      writer.text(key);
      writer.tag(1, 2);
      writer.varint(writer.length - before);
      writer.tag(number, 2);
    }
  };
}

/** Writes one value with its tag. */
function valueWriter(schema: Schema, number: number): ValueWriter {
  switch (schema.type) {
    case 'string':
      return (writer, value) => {
        writer.text(value as string);
        writer.tag(number, 2);
      };
    case 'integer':
      return (writer, value) => {
        writer.varint(value as number);
        writer.tag(number, 0);
      };
    case 'boolean':
      return (writer, value) => {
        writer.byte(value === true ? 1 : 0);
        writer.tag(number, 0);
      };
    default: {
      const write = contentWriter(schema);
      return (writer, value) => {
        const before = writer.length;
        write(writer, value);
        writer.varint(writer.length - before);
        writer.tag(number, 2);
      };
    }
  }
}

function contentWriter(schema: Schema): ValueWriter {
  switch (schema.type) {
    case 'object':
      return (writer, value) => writeMessage(writer, schema, (value ?? {}) as JsonObject);
    case 'bytes':
      return (writer, value) => writer.raw(Buffer.from(value as string, 'base64'));
    case 'time':
      return writeTime;
    case 'quantity':
      return writeQuantity;
    case 'intOrString':
      return writeIntOrString;
    case 'any':
      return writeJson;
    default:
      throw new Error(`no protobuf for ${schema.type}`);
  }
}

/** The zero time is an empty message. */
function writeTime(writer: Writer, value: unknown): void {
  const text = value as string | null;
  if (!text) return;
  const milliseconds = Date.parse(text);
  const micros = Number(/\.(\d{6})/.exec(text)?.[1] ?? 0);
  writer.varint(micros * 1000);
  writer.tag(2, 0);
  writer.varint(Math.floor(milliseconds / 1000));
  writer.tag(1, 0);
}

function writeQuantity(writer: Writer, value: unknown): void {
  writer.text(String(value));
  writer.tag(1, 2);
}

function writeIntOrString(writer: Writer, value: unknown): void {
  const isText = typeof value === 'string';
  writer.text(isText ? value : '');
  writer.tag(3, 2);
  writer.varint(isText ? 0 : (value as number));
  writer.tag(2, 0);
  writer.byte(isText ? 1 : 0);
  writer.tag(1, 0);
}

/** RawExtension and FieldsV1 carry JSON; an empty one is an empty message. */
function writeJson(writer: Writer, value: unknown): void {
  if (value === null) return;
  writer.text(JSON.stringify(value));
  writer.tag(1, 2);
}
