/** The types that are messages in protobuf and single values in JSON. */
import { ProtobufError } from './protobuf-error.ts';
import type { Reader } from './reader.ts';

/** Null for Go's zero time, which is an empty message. */
export function readTime(reader: Reader, end: number, { micro }: { micro: boolean }): string | null {
  if (reader.pos === end) return null;
  let seconds = 0;
  let nanos = 0;
  while (reader.next(end, 'Timestamp')) {
    const { number, type } = reader;
    if (number === 1 && type === 0) seconds = Number(reader.int64(end));
    else if (number === 2 && type === 0) nanos = reader.int32(end);
    else reader.skip(end);
  }
  return timeText(seconds, micro ? nanos : undefined);
}

/** Beyond four digits of a year there are no times in JSON. */
function timeText(seconds: number, nanos: number | undefined): string {
  const date = new Date(seconds * 1000);
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) throw new ProtobufError('Time.MarshalJSON: year outside of range [0,9999]');
  const text = date.toISOString().slice(0, 19);
  if (nanos === undefined) return `${text}Z`;
  return `${text}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z`;
}

export function readQuantity(reader: Reader, end: number): string {
  let quantity = '0';
  while (reader.next(end, 'Quantity')) {
    const { number, type } = reader;
    if (number === 1 && type === 2) quantity = reader.text(end);
    else reader.skip(end);
  }
  return quantity;
}

export function readIntOrString(reader: Reader, end: number): number | string {
  let isText = false;
  let int = 0;
  let text = '';
  while (reader.next(end, 'IntOrString')) {
    const { number, type } = reader;
    if (number === 1 && type === 0) isText = reader.int32(end) === 1;
    else if (number === 2 && type === 0) int = reader.int32(end);
    else if (number === 3 && type === 2) text = reader.text(end);
    else reader.skip(end);
  }
  return isText ? text : int;
}

/** RawExtension and FieldsV1: a text of JSON. Null for none. */
export function readJson(reader: Reader, end: number): unknown {
  let raw = '';
  while (reader.next(end, 'RawExtension')) {
    const { number, type } = reader;
    if (number === 1 && type === 2) raw = reader.text(end);
    else reader.skip(end);
  }
  if (raw === '') return null;
  try {
    return JSON.parse(raw) as unknown;
  } catch (error) {
    throw new ProtobufError((error as Error).message);
  }
}
