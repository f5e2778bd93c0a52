/**
 * OpenAPI documents in the protobuf form that kubectl asks for (github.com/google/gnostic). Which field of the document
 * is which of a message is a table for each version of OpenAPI.
 */

import { BackwardWriter } from './backward-writer.ts';

/** Number and type of each field. */
export type Messages = Readonly<Record<string, Readonly<Record<string, readonly [number, FieldType]>>>>;

/**
 * `string`, `bool`, `strings`; a message; `any` for values that are kept as YAML; a map as a list of named values;
 * several messages of which the value's form tells one.
 */
export type FieldType =
  | 'string'
  | 'bool'
  | 'strings'
  | 'any'
  | 'anys'
  | { message: string }
  | { list: FieldType }
  /** Each member is `{name = 1, value = 2}`; with `inside`, the list is the field of that number in a message. */
  | { named: FieldType; inside?: number }
  /** The value, or the one that `choose` makes of it, is the field of a number in a message. */
  | { wrapped: number; type: FieldType }
  | { choose: (value: unknown) => FieldType };

export function encodeMessage(messages: Messages, name: string, value: object): Buffer {
  const writer = new BackwardWriter();
  writeMessage(writer, messages, name, value);
  return writer.done();
}

function writeMessage(writer: BackwardWriter, messages: Messages, name: string, value: object): void {
  const fields = messages[name];
  if (fields === undefined) throw new Error(`no message ${name}`);
  for (const [key, item] of Object.entries(value).reverse()) {
    if (item === undefined) continue;
    const isExtension = key.startsWith('x-');
    const field = fields[isExtension ? 'x-' : key];
    if (field === undefined) throw new Error(`${name} has no field ${key} in protobuf`);
    const [number, type] = field;
    if (isExtension) writeNamed(writer, number, key, () => writeYaml(writer, item));
    else writeField(writer, messages, number, type, item);
  }
}

function writeField(writer: BackwardWriter, messages: Messages, number: number, type: FieldType, value: unknown): void {
  if (type === 'bool') writeBoolean(writer, number, value === true);
  else if (type === 'strings') writeEach(writer, messages, number, 'string', value);
  else if (type === 'anys') writeEach(writer, messages, number, 'any', value);
  else if (typeof type === 'object' && 'list' in type) writeEach(writer, messages, number, type.list, value);
  else if (typeof type === 'object' && 'choose' in type)
    writeField(writer, messages, number, type.choose(value), value);
  else if (typeof type === 'object' && 'named' in type) writeMap(writer, messages, number, type, value as object);
  else writer.delimited(number, () => writeValue(writer, messages, type, value));
}

function writeBoolean(writer: BackwardWriter, number: number, value: boolean): void {
  if (!value) return;
  writer.varint(1);
  writer.varint(number * 8);
}

function writeEach(writer: BackwardWriter, messages: Messages, number: number, type: FieldType, value: unknown): void {
  for (const item of [...(value as unknown[])].reverse()) writeField(writer, messages, number, type, item);
}

function writeValue(writer: BackwardWriter, messages: Messages, type: FieldType, value: unknown): void {
  if (type === 'string') writer.text(value as string);
  else if (type === 'any') writeYaml(writer, value);
  else if (typeof type === 'object' && 'message' in type) writeMessage(writer, messages, type.message, value as object);
  else if (typeof type === 'object' && 'wrapped' in type) writeField(writer, messages, type.wrapped, type.type, value);
  else if (typeof type === 'object' && 'choose' in type) writeValue(writer, messages, type.choose(value), value);
  else throw new Error('a list has no single value');
}

function writeMap(
  writer: BackwardWriter,
  messages: Messages,
  number: number,
  type: { named: FieldType; inside?: number },
  value: object,
): void {
  const writeMembers = (place: number) => {
    for (const [key, item] of Object.entries(value).reverse()) {
      writeNamed(writer, place, key, () => writeValue(writer, messages, type.named, item));
    }
  };
  const { inside } = type;
  if (inside === undefined) writeMembers(number);
  else writer.delimited(number, () => writeMembers(inside));
}

function writeNamed(writer: BackwardWriter, number: number, name: string, write: () => void): void {
  writer.delimited(number, () => {
    writer.delimited(2, write);
    writer.delimited(1, () => writer.text(name));
  });
}

/** JSON is YAML. */
function writeYaml(writer: BackwardWriter, value: unknown): void {
  writer.delimited(2, () => writer.text(`${JSON.stringify(value)}\n`));
}
