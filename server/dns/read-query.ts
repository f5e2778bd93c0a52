import { type DomainName, MAX_LABEL_LENGTH, MAX_NAME_LENGTH } from './domain-name.ts';
import { type Edns, FLAGS, HEADER_LENGTH, type Query, type Rcode, type Transport, TYPES } from './message.ts';

/** What a message turned out to be: a query; something to refuse by its header alone; or nothing to be answered. */
export type Reading = { query: Query } | { refuse: Rcode } | 'ignore';

/** Beyond these a query makes no sense, and the work of reading it would be the sender's choice. */
const MAX_RECORDS = { answer: 1, authority: 1, additional: 2 };

/** Never throws, whatever the bytes. Responses are ignored, so that two servers cannot keep each other busy. */
export function readQuery(bytes: Buffer, transport: Transport): Reading {
  if (bytes.length < HEADER_LENGTH) return 'ignore';
  const flags = bytes.readUInt16BE(2);
  if (flags & FLAGS.response) return 'ignore';
  if (flags & FLAGS.opcode) return { refuse: 'NOTIMP' };
  if (!hasQueryCounts(bytes)) return { refuse: 'FORMERR' };
  const name = readQuestionName(bytes);
  if (name === undefined) return { refuse: 'FORMERR' };
  const at = HEADER_LENGTH + name.length;
  if (at + 4 > bytes.length) return { refuse: 'FORMERR' };
  const question = { name, type: bytes.readUInt16BE(at), class: bytes.readUInt16BE(at + 2) };
  const query: Query = { id: bytes.readUInt16BE(0), flags, question, bytes, transport };
  const edns = readEdns(bytes, at + 4);
  if (edns === 'malformed') return { refuse: 'FORMERR' };
  if (edns) query.edns = edns;
  return { query };
}

function hasQueryCounts(bytes: Buffer): boolean {
  return (
    bytes.readUInt16BE(4) === 1 &&
    bytes.readUInt16BE(6) <= MAX_RECORDS.answer &&
    bytes.readUInt16BE(8) <= MAX_RECORDS.authority &&
    bytes.readUInt16BE(10) <= MAX_RECORDS.additional
  );
}

/** The first name of a message has nothing before it that it could point to. */
function readQuestionName(bytes: Buffer): DomainName | undefined {
  for (let at = HEADER_LENGTH; at < bytes.length; ) {
    const length = bytes[at] as number;
    if (length > MAX_LABEL_LENGTH || at - HEADER_LENGTH >= MAX_NAME_LENGTH) return undefined;
    at += length + 1;
    if (length === 0) return bytes.toString('latin1', HEADER_LENGTH, at);
  }
  return undefined;
}

/** Looks for the OPT record behind the question; of other records only the lengths are read. */
function readEdns(bytes: Buffer, start: number): Edns | undefined | 'malformed' {
  const count = bytes.readUInt16BE(6) + bytes.readUInt16BE(8) + bytes.readUInt16BE(10);
  let edns: Edns | undefined;
  let at = start;
  for (let i = 0; i < count; i++) {
    const fixed = skipName(bytes, at);
    if (fixed === undefined || fixed + 10 > bytes.length) return 'malformed';
    const next = fixed + 10 + bytes.readUInt16BE(fixed + 8);
    if (next > bytes.length) return 'malformed';
    if (bytes.readUInt16BE(fixed) === TYPES.OPT) {
      if (edns || fixed !== at + 1) return 'malformed';
      edns = optOf(bytes, fixed);
    }
    at = next;
  }
  return edns;
}

/** Where the name at `at` ends; a pointer ends it, wherever it leads. */
function skipName(bytes: Buffer, at: number): number | undefined {
  for (let next = at; next < bytes.length; ) {
    const length = bytes[next] as number;
    if (length === 0) return next + 1;
    if (length >= 0xc0) return next + 2;
    if (length > MAX_LABEL_LENGTH) return undefined;
    next += length + 1;
  }
  return undefined;
}

/** RFC 6891, 6.1.3: the class is the size, the TTL holds version and flags. */
function optOf(bytes: Buffer, at: number): Edns {
  return {
    size: bytes.readUInt16BE(at + 2),
    version: bytes[at + 5] as number,
    dnssecOk: ((bytes[at + 6] as number) & 0x80) !== 0,
  };
}
