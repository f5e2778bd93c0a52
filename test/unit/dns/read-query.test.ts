import { encode } from 'dns-packet';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nameFromText } from '../../../server/dns/domain-name.ts';
import { readQuery } from '../../../server/dns/read-query.ts';
import { encodeQuery } from '../../support/dns-query.ts';

const read = (bytes: Buffer) => readQuery(bytes, 'udp');
const query = (more = {}) => encodeQuery({ name: 'Web.local.', type: 'SRV', ...more });

/** The query with bytes at a place of it replaced. */
function altered(at: number, ...values: number[]): Buffer {
  const bytes = query();
  bytes.set(values, at);
  return bytes;
}

test('a query is its question, and what the client says of itself', () => {
  const bytes = query({ edns: 1232 });
  expect(read(bytes)).toEqual({
    query: {
      id: bytes.readUInt16BE(0),
      flags: 0x0100,
      question: { name: nameFromText('Web.local'), type: 33, class: 1 },
      edns: { size: 1232, version: 0, dnssecOk: false },
      bytes,
      transport: 'udp',
    },
  });
  expect(read(query())).not.toHaveProperty('query.edns');
});

describe('no query is', () => {
  test.each([
    ['something shorter than a header', Buffer.alloc(11), 'ignore'],
    ['a response', altered(2, 0x81), 'ignore'],
    ['an update', altered(2, 0x28), { refuse: 'NOTIMP' }],
    ['a notification', altered(2, 0x20), { refuse: 'NOTIMP' }],
    ['a message without a question', altered(4, 0, 0), { refuse: 'FORMERR' }],
    ['a message with two questions', altered(4, 0, 2), { refuse: 'FORMERR' }],
    ['a message with two answers', altered(6, 0, 2), { refuse: 'FORMERR' }],
    ['a message that promises a record', altered(10, 0, 1), { refuse: 'FORMERR' }],
    ['a name that is a pointer', altered(12, 0xc0, 12), { refuse: 'FORMERR' }],
    ['a label that is too long', altered(12, 64), { refuse: 'FORMERR' }],
    ['a label that does not end', altered(12, 63), { refuse: 'FORMERR' }],
    ['a name that does not end', query().subarray(0, 20), { refuse: 'FORMERR' }],
    ['a question without a type', query().subarray(0, 24), { refuse: 'FORMERR' }],
    [
      'a name that is too long',
      Buffer.concat([query().subarray(0, 12), Buffer.from('\x01a'.repeat(200)), Buffer.from([0, 0, 1, 0, 1])]),
      { refuse: 'FORMERR' },
    ],
    ['a message with two OPT records', twoOptRecords(), { refuse: 'FORMERR' }],
  ])('%s', (_what, bytes, reading) => {
    expect(read(bytes)).toEqual(reading);
  });
});

function twoOptRecords(): Buffer {
  const opt = { type: 'OPT' as const, name: '.', udpPayloadSize: 512, flags: 0, options: [] };
  return encode({
    type: 'query',
    questions: [{ name: 'a', type: 'A' }],
    additionals: [opt, opt] as never,
  });
}

test('other records are skipped', () => {
  const record = { type: 'TXT' as const, name: 'x.y', data: 'z' };
  const opt = { type: 'OPT', name: '.', udpPayloadSize: 700, flags: 0, options: [] };
  const bytes = encode({
    type: 'query',
    questions: [{ name: 'a', type: 'A' }],
    additionals: [record, opt] as never,
  });
  expect(read(bytes)).toMatchObject({ query: { edns: { size: 700 } } });
});

test('any bytes are read or refused', () => {
  const header = fc.tuple(fc.uint8Array({ minLength: 2, maxLength: 2 }), fc.uint8Array({ maxLength: 300 }));
  const likely = header.map(([id, rest]) => Buffer.concat([id, query().subarray(2, 12), rest]));
  const mutated = fc
    .tuple(fc.nat(40), fc.nat(255))
    .map(([at, value]) => altered(Math.min(at, query().length - 1), value));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 600 }).map((b) => Buffer.from(b)),
        likely,
        mutated,
      ),
      (bytes) => {
        const reading = read(Buffer.from(bytes));
        if (typeof reading === 'object' && 'query' in reading) {
          expect(reading.query.question.name.length).toBeLessThanOrEqual(255);
        }
      },
    ),
    { numRuns: 2000 },
  );
});
