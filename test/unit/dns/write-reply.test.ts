import { describe, expect, test } from 'vitest';
import { nameFromText } from '../../../server/dns/domain-name.ts';
import { type Answer, bareAnswer, type Query, type ResourceRecord } from '../../../server/dns/message.ts';
import { readQuery } from '../../../server/dns/read-query.ts';
import { createReplyWriter, writeRefusal } from '../../../server/dns/write-reply.ts';
import { type DnsQuery, encodeQuery, parseReply } from '../../support/dns-query.ts';

const write = createReplyWriter();
const name = (text: string) => nameFromText(text) as string;

function queryFor(question: Partial<DnsQuery>): Query {
  const { transport = 'udp', ...rest } = question;
  const reading = readQuery(encodeQuery({ name: 'web.shop.local', type: 'A', ...rest }), transport);
  if (typeof reading === 'string' || !('query' in reading)) throw new Error('not a query');
  return reading.query;
}

const reply = (question: Partial<DnsQuery>, answer: Partial<Answer>) =>
  parseReply(write(queryFor(question), { ...bareAnswer('NOERROR'), authoritative: true, ...answer }));

const addresses = (count: number): ResourceRecord[] =>
  Array.from({ length: count }, (_, i) => ({
    type: 'A',
    owner: name('web.shop.local'),
    ttl: 5,
    address: Buffer.from([10, 0, i >> 8, i & 0xff]),
  }));

test('every type of record can be read again', () => {
  const owner = name('a.web.shop.local');
  const answer: ResourceRecord[] = [
    { type: 'A', owner, ttl: 1, address: Buffer.from([192, 0, 2, 1]) },
    { type: 'AAAA', owner, ttl: 2, address: Buffer.from('20010db8000000000000000000000001', 'hex') },
    { type: 'CNAME', owner, ttl: 3, target: name('shop.local') },
    { type: 'PTR', owner, ttl: 4, target: name('b.shop.local') },
    { type: 'NS', owner, ttl: 5, target: name('.') },
    { type: 'SRV', owner, ttl: 6, priority: 1, weight: 2, port: 65535, target: name('srv.shop.local') },
    { type: 'TXT', owner, ttl: 7, text: '1.1.0' },
    {
      type: 'SOA',
      owner: name('shop.local'),
      ttl: 8,
      primary: name('ns.shop.local'),
      mailbox: name('me.shop.local'),
      numbers: [2 ** 32 - 1, 2, 3, 4, 5],
    },
  ];
  expect(reply({ transport: 'tcp' }, { answer }).answer).toEqual([
    'a.web.shop.local. 1 IN A 192.0.2.1',
    'a.web.shop.local. 2 IN AAAA 2001:db8::1',
    'a.web.shop.local. 3 IN CNAME shop.local.',
    'a.web.shop.local. 4 IN PTR b.shop.local.',
    'a.web.shop.local. 5 IN NS .',
    'a.web.shop.local. 6 IN SRV 1 2 65535 srv.shop.local.',
    'a.web.shop.local. 7 IN TXT "1.1.0"',
    'shop.local. 8 IN SOA ns.shop.local. me.shop.local. 4294967295 2 3 4 5',
  ]);
});

test('a name is written once, and pointed to after that', () => {
  const { bytes } = reply({}, { answer: addresses(2) });
  // Header, question, and for each record a pointer of two bytes, ten bytes of type, class, TTL, length, and four.
  expect(bytes.length).toBe(12 + 20 + 2 * 16);
  const target = name('srv.other.example');
  const srv = { type: 'SRV' as const, owner: name('web.shop.local'), ttl: 5, priority: 0, weight: 1, port: 80, target };
  const address = { type: 'A' as const, owner: target, ttl: 5, address: Buffer.from([10, 0, 0, 1]) };
  const withTarget = reply({}, { answer: [srv, srv], additional: [address] });
  // RFC 2782 wants the targets whole; the additional record points to the first.
  expect(withTarget.bytes.length).toBe(12 + 20 + 2 * (12 + 6 + target.length) + 16);
  expect(withTarget.additional).toEqual(['srv.other.example. 5 IN A 10.0.0.1']);
});

test('the case of the question is kept, also where it differs from that of a record', () => {
  const answer: ResourceRecord[] = [
    { type: 'CNAME', owner: name('WEB.shop.local'), ttl: 5, target: name('web.SHOP.local') },
  ];
  expect(reply({ name: 'WEB.shop.local' }, { answer }).answer).toEqual(['WEB.shop.local. 5 IN CNAME web.SHOP.local.']);
});

describe('what is too long', () => {
  test.each([
    ['512 bytes, when the client says nothing', {}, 512],
    ['512 bytes, when the client says less', { edns: 100 }, 512],
    ['as much as the client says', { edns: 1232 }, 1232],
    ['4096 bytes, when the client says more', { edns: 65535 }, 4096],
  ])('ends with %s', (_what, question, size) => {
    const { flags, answer, bytes } = reply(question, { answer: addresses(300) });
    expect(flags).toContain('tc');
    expect(bytes.length).toBeLessThanOrEqual(size);
    expect(bytes.length).toBeGreaterThan(size - 16);
    expect(answer.length).toBeGreaterThan(10);
  });

  test('is whole over TCP', () => {
    const { flags, answer } = reply({ transport: 'tcp' }, { answer: addresses(4000) });
    expect(flags).not.toContain('tc');
    expect(answer.length).toBe(4000);
  });

  test('ends there, too, where 64 KB do', () => {
    const { flags, answer, bytes } = reply({ transport: 'tcp' }, { answer: addresses(5000) });
    expect(flags).toContain('tc');
    expect(answer.length).toBe(Math.floor((65535 - 32) / 16));
    expect(bytes.length).toBeLessThanOrEqual(65535);
  });

  test('is said to be cut off when only additional records are left out', () => {
    const { flags, answer, additional } = reply({}, { answer: addresses(20), additional: addresses(20) });
    expect(flags).toContain('tc');
    expect([answer.length, additional.length]).toEqual([20, 10]);
  });

  test('is not cut off when it just fits', () => {
    expect(reply({}, { answer: addresses(30) })).toMatchObject({ flags: ['aa', 'rd'], bytes: { length: 512 } });
  });
});

test('the client hears of EDNS when it speaks of it', () => {
  expect(reply({ edns: 1400 }, {}).edns).toEqual({ size: 1400, extendedRcode: 0 });
  expect(reply({}, {}).edns).toBeUndefined();
  const bad = parseReply(write(queryFor({ edns: 1400 }), bareAnswer('BADVERS')));
  expect(bad).toMatchObject({ rcode: 'NOERROR', edns: { extendedRcode: 1 } });
});

test('a refusal of what could not be read has the id, and nothing else', () => {
  const bytes = writeRefusal(Buffer.from('abcd29000001000000000000', 'hex'), 'NOTIMP');
  expect(bytes.toString('hex')).toBe('abcda9040000000000000000');
});
