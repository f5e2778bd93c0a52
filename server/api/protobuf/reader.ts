import { JsonNumber } from '../schema/json-number.ts';
import { ProtobufError } from './protobuf-error.ts';

/** How a value is written: a number, eight bytes, bytes with their length, the start and end of a group, four bytes. */
export type WireType = 0 | 1 | 2 | 3 | 4 | 5;

const MAX_VARINT_BYTES = 10;

/** Reads a buffer piece by piece. Everything throws a ProtobufError with the words of Go's generated code. */
export class Reader {
  readonly #bytes: Buffer;
  pos = 0;
  /** Of the field that `next` came to. */
  number = 0;
  type: WireType = 0;
  /** The latest number that was read, in two halves of 32 bits, both without sign. */
  #low = 0;
  #high = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get size(): number {
    return this.#bytes.length;
  }

  /** Goes to the next field; false at the end of the message. `message` is its name, for errors. */
  next(end: number, message: string): boolean {
    if (this.pos >= end) return false;
    this.#varint(end);
    this.type = (this.#low & 7) as WireType;
    this.number = (this.#low >>> 3) | (this.#high << 29);
    if (this.type === 4) throw new ProtobufError(`proto: ${message}: wiretype end group for non-group`);
    if (this.number <= 0)
      throw new ProtobufError(`proto: ${message}: illegal tag ${this.number} (wire type ${this.type})`);
    return true;
  }

  expect(type: WireType, field: string): void {
    if (this.type === type) return;
    const goName = field.charAt(0).toUpperCase() + field.slice(1);
    throw new ProtobufError(`proto: wrong wireType = ${this.type} for field ${goName}`);
  }

  /** The rest of a larger number is cut off, as in Go. */
  int32(end: number): number {
    this.#varint(end);
    return this.#low | 0;
  }

  /** A number that JavaScript does not have exactly comes as a JsonNumber. */
  int64(end: number): number | JsonNumber {
    this.#varint(end);
    if (this.#high < 0x200000) return this.#high * 2 ** 32 + this.#low;
    const value = BigInt.asIntN(64, (BigInt(this.#high) << 32n) | BigInt(this.#low));
    return value >= Number.MIN_SAFE_INTEGER && value < 0 ? Number(value) : new JsonNumber(String(value));
  }

  bool(end: number): boolean {
    this.#varint(end);
    return this.#low !== 0 || this.#high !== 0;
  }

  /** Where the bytes or the message end whose length comes next. */
  limit(end: number): number {
    this.#varint(end);
    if (this.#high > 0x7fffffff) throw new ProtobufError('proto: negative length found during unmarshaling');
    const limit = this.pos + this.#high * 2 ** 32 + this.#low;
    if (limit > end) throw unexpectedEnd();
    return limit;
  }

  text(end: number): string {
    const limit = this.limit(end);
    const text = this.#bytes.toString('utf8', this.pos, limit);
    this.pos = limit;
    return text;
  }

  bytes(end: number): Buffer {
    const limit = this.limit(end);
    const bytes = this.#bytes.subarray(this.pos, limit);
    this.pos = limit;
    return bytes;
  }

  /** Goes over the value of an unknown field. */
  skip(end: number): void {
    if (this.type !== 3) this.#skipValue(this.type, end);
    for (let depth = this.type === 3 ? 1 : 0; depth > 0; ) {
      this.#varint(end);
      const type = this.#low & 7;
      if (type === 3) depth++;
      else if (type === 4) depth--;
      else this.#skipValue(type, end);
    }
  }

  #skipValue(type: number, end: number): void {
    if (type === 0) this.#varint(end);
    else if (type === 1) this.#advance(8, end);
    else if (type === 2) this.pos = this.limit(end);
    else if (type === 5) this.#advance(4, end);
    else throw new ProtobufError(`proto: illegal wireType ${type}`);
  }

  #advance(count: number, end: number): void {
    if (this.pos + count > end) throw unexpectedEnd();
    this.pos += count;
  }

  #varint(end: number): void {
    this.#low = 0;
    this.#high = 0;
    for (let shift = 0; ; shift += 7) {
      if (shift === MAX_VARINT_BYTES * 7) throw new ProtobufError('proto: integer overflow');
      if (this.pos >= end) throw unexpectedEnd();
      const byte = this.#bytes[this.pos++] as number;
      this.#add(byte & 0x7f, shift);
      if (byte < 0x80) return;
    }
  }

  #add(bits: number, shift: number): void {
    if (shift < 28) this.#low |= bits << shift;
    else if (shift === 28) {
      this.#low = (this.#low | (bits << 28)) >>> 0;
      this.#high = bits >>> 4;
    } else if (shift < 64) this.#high = (this.#high | (bits << (shift - 32))) >>> 0;
  }
}

function unexpectedEnd(): ProtobufError {
  return new ProtobufError('unexpected EOF');
}
