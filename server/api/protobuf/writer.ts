const SMALLEST = 1024;

/**
 * Writes from the end to the beginning, so that the length of a message is known when it has to be written: first the
 * content, then the length, then the tag.
 */
export class Writer {
  #buffer = Buffer.allocUnsafe(SMALLEST);
  #start = SMALLEST;

  /** How much is written. */
  get length(): number {
    return this.#buffer.length - this.#start;
  }

  /** What is written; not to be used after more is. */
  result(): Buffer {
    return this.#buffer.subarray(this.#start);
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[--this.#start] = value;
  }

  /** A whole number; negative ones have ten bytes. */
  varint(value: number): void {
    if (value >= 0 && value < 0x80) this.byte(value);
    else if (value >= 0 && value <= Number.MAX_SAFE_INTEGER) this.#longVarint(value);
    else this.#bigVarint(BigInt.asUintN(64, BigInt(value)));
  }

  #longVarint(value: number): void {
    const size = varintSize(value);
    this.#reserve(size);
    this.#start -= size;
    const last = this.#start + size - 1;
    let rest = value;
    for (let at = this.#start; at < last; at++) {
      this.#buffer[at] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.#buffer[last] = rest;
  }

  #bigVarint(value: bigint): void {
    const bytes: number[] = [];
    let rest = value;
    for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
    bytes.push(Number(rest));
    this.raw(Uint8Array.from(bytes));
  }

  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#start -= bytes.length;
    this.#buffer.set(bytes, this.#start);
  }

  rawText(text: string): void {
    const size = Buffer.byteLength(text);
    this.#reserve(size);
    this.#start -= size;
    this.#buffer.write(text, this.#start);
  }

  /** With its length before it. */
  text(text: string): void {
    const before = this.length;
    this.rawText(text);
    this.varint(this.length - before);
  }

  /** A field with a length: what `write` writes, and before it the length and the tag. */
  delimited(number: number, write: () => void): void {
    const before = this.length;
    write();
    this.varint(this.length - before);
    this.tag(number, 2);
  }

  /** `type`: 0 for numbers, 2 for what has a length. */
  tag(number: number, type: 0 | 2): void {
    this.varint(number * 8 + type);
  }

  #reserve(size: number): void {
    if (size <= this.#start) return;
    const used = this.length;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, used + size));
    this.#buffer.copy(larger, larger.length - used, this.#start);
    this.#start = larger.length - used;
    this.#buffer = larger;
  }
}

function varintSize(value: number): number {
  let size = 1;
  for (let limit = 0x80; value >= limit; limit *= 0x80) size++;
  return size;
}
