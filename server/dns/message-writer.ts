import { type DomainName, labelsOf } from './domain-name.ts';
import {
  type Answer,
  CLASS_IN,
  type Edns,
  FLAGS,
  HEADER_LENGTH,
  type Query,
  type Question,
  RCODES,
  type Rcode,
  type ResourceRecord,
  TYPES,
} from './message.ts';

/** Pointers have 14 bits, the upper two bits mark them. */
const MAX_POINTER = 0x3fff;
const POINTER_MARK = 0xc000;

/** Writes one message into memory that it is lent: question, records, OPT, and the header last. */
export class MessageWriter {
  readonly #buffer: Buffer;
  readonly #asked: DomainName;
  #at = HEADER_LENGTH;
  #truncated = false;
  /** Where a name was written; made when the first name but that of the question comes. */
  #offsets: Map<DomainName, number> | undefined;

  constructor(buffer: Buffer, asked: DomainName) {
    this.#buffer = buffer;
    this.#asked = asked;
  }

  question(question: Question): void {
    this.#at += this.#buffer.write(question.name, this.#at, 'latin1');
    this.#uint16(question.type);
    this.#uint16(question.class);
  }

  /** Returns how many it wrote. */
  records(records: readonly ResourceRecord[], limit: number): number {
    if (this.#truncated) return 0;
    for (let i = 0; i < records.length; i++) {
      const start = this.#at;
      this.#record(records[i] as ResourceRecord);
      if (this.#at <= limit) continue;
      this.#at = start;
      this.#truncated = true;
      return i;
    }
    return records.length;
  }

  opt({ size, dnssecOk }: Edns, rcode: Rcode): void {
    this.#buffer[this.#at++] = 0;
    this.#uint16(TYPES.OPT);
    this.#uint16(size);
    this.#buffer[this.#at++] = RCODES[rcode] >> 4;
    this.#buffer[this.#at++] = 0;
    this.#uint16(dnssecOk ? 0x8000 : 0);
    this.#uint16(0);
  }

  header({ id, flags, edns }: Query, { rcode, authoritative }: Answer, counts: [number, number, number]): void {
    const kept = flags & (FLAGS.recursionDesired | FLAGS.checkingDisabled);
    const ours = (authoritative ? FLAGS.authoritative : 0) | (this.#truncated ? FLAGS.truncated : 0);
    const words = [id, FLAGS.response | kept | ours | (RCODES[rcode] & FLAGS.rcode), 1, counts[0], counts[1]];
    words.push(counts[2] + (edns ? 1 : 0));
    for (let i = 0; i < words.length; i++) this.#buffer.writeUInt16BE(words[i] as number, 2 * i);
  }

  /** A copy, as the next message uses the same memory. */
  bytes(): Buffer {
    return Buffer.from(this.#buffer.subarray(0, this.#at));
  }

  #record(record: ResourceRecord): void {
    this.#name(record.owner);
    this.#uint16(TYPES[record.type]);
    this.#uint16(CLASS_IN);
    this.#uint32(record.ttl);
    this.#at += 2;
    const start = this.#at;
    this.#data(record);
    this.#buffer.writeUInt16BE(this.#at - start, start - 2);
  }

  #data(record: ResourceRecord): void {
    switch (record.type) {
      case 'A':
      case 'AAAA':
        this.#buffer.set(record.address, this.#at);
        this.#at += record.address.length;
        return;
      case 'CNAME':
      case 'PTR':
      case 'NS':
        this.#name(record.target);
        return;
      case 'SRV':
        this.#uint16(record.priority);
        this.#uint16(record.weight);
        this.#uint16(record.port);
        this.#wholeName(record.target);
        return;
      case 'TXT':
        this.#buffer[this.#at++] = record.text.length;
        this.#at += this.#buffer.write(record.text, this.#at, 'latin1');
        return;
      case 'SOA':
        this.#name(record.primary);
        this.#name(record.mailbox);
        for (const number of record.numbers) this.#uint32(number);
    }
  }

  /** Writes what of the name was not written before, then a pointer to the rest (RFC 1035, 4.1.4). */
  #name(name: DomainName): void {
    if (name === this.#asked) return void this.#uint16(POINTER_MARK | HEADER_LENGTH);
    const offsets = this.#knownOffsets();
    let rest = name;
    while (rest.length > 1) {
      const known = offsets.get(rest);
      if (known !== undefined) return void this.#uint16(POINTER_MARK | known);
      if (this.#at <= MAX_POINTER) offsets.set(rest, this.#at);
      const length = rest.charCodeAt(0) + 1;
      this.#at += this.#buffer.write(rest.slice(0, length), this.#at, 'latin1');
      rest = rest.slice(length);
    }
    this.#buffer[this.#at++] = 0;
  }

  /** RFC 2782: the target of SRV is not compressed. Others may point to it. */
  #wholeName(name: DomainName): void {
    this.#remember(name, this.#at);
    this.#at += this.#buffer.write(name, this.#at, 'latin1');
  }

  #knownOffsets(): Map<DomainName, number> {
    if (!this.#offsets) {
      this.#offsets = new Map();
      this.#remember(this.#asked, HEADER_LENGTH);
    }
    return this.#offsets;
  }

  #remember(name: DomainName, offset: number): void {
    const offsets = this.#knownOffsets();
    let at = 0;
    for (const label of labelsOf(name)) {
      const rest = name.slice(at);
      if (offset + at > MAX_POINTER || offsets.has(rest)) return;
      offsets.set(rest, offset + at);
      at += label.length + 1;
    }
  }

  #uint16(value: number): void {
    this.#at = this.#buffer.writeUInt16BE(value, this.#at);
  }

  #uint32(value: number): void {
    this.#at = this.#buffer.writeUInt32BE(value, this.#at);
  }
}
