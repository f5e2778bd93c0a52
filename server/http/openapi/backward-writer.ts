const FIRST_SIZE = 64 * 1024;

/**
 * Writes protobuf from its end to its start: the length of a message, which stands before it, is known when the
 * message is written. Whatever is to come first has to be written last.
 */
export class BackwardWriter {
  #bytes = Buffer.allocUnsafe(FIRST_SIZE);
  /** How much is written, at the end of the buffer. */
  #length = 0;

  text(text: string): void {
    const length = Buffer.byteLength(text);
    this.#make(length);
    this.#bytes.write(text, this.#bytes.length - this.#length);
  }

  varint(value: number): void {
    let size = 1;
    for (let rest = value; rest >= 0x80; rest = Math.floor(rest / 0x80)) size++;
    this.#make(size);
    let at = this.#bytes.length - this.#length;
    let rest = value;
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) this.#bytes[at++] = (rest % 0x80) + 0x80;
    this.#bytes[at] = rest;
  }

  /** A field with a length: what `write` writes, and before it the field's tag. */
  delimited(number: number, write: () => void): void {
    const before = this.#length;
    write();
    this.varint(this.#length - before);
    this.varint(number * 8 + 2);
  }

  done(): Buffer {
    return Buffer.from(this.#bytes.subarray(this.#bytes.length - this.#length));
  }

  #make(room: number): void {
    this.#length += room;
    if (this.#length <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length));
    const written = this.#length - room;
    this.#bytes.copy(grown, grown.length - written, this.#bytes.length - written);
    this.#bytes = grown;
  }
}
