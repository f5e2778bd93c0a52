import type { AnswerMessage } from './answer-message.ts';
import { nameFromText } from './domain-name.ts';
import { TYPES } from './message.ts';
import { type DnsReply, readReply } from './read-reply.ts';
import { writeQuery } from './write-query.ts';

/** Types by which people ask, though nothing here has them. */
const OTHER_TYPES = {
  HINFO: 13,
  MX: 15,
  NAPTR: 35,
  DS: 43,
  RRSIG: 46,
  NSEC: 47,
  DNSKEY: 48,
  TLSA: 52,
  SVCB: 64,
  HTTPS: 65,
  SPF: 99,
  ANY: 255,
  CAA: 257,
};

const TYPE_NUMBERS = new Map<string, number>(Object.entries({ ...TYPES, ...OTHER_TYPES }));

/** Asks as a client would, without a network between. Throws a RangeError for what is no name or type. */
export async function resolve(answer: AnswerMessage, name: string, type: string): Promise<DnsReply> {
  const asked = nameFromText(name);
  const number = typeNumber(type.toUpperCase());
  if (asked === undefined || number === undefined) throw new RangeError(`not a question: ${name} ${type}`);
  const reply = await answer(writeQuery(asked, number), 'tcp');
  if (!reply) throw new Error('no reply to a question of our own');
  return readReply(reply);
}

function typeNumber(type: string): number | undefined {
  const [, number] = /^TYPE(\d{1,5})$/.exec(type) ?? [];
  if (number === undefined) return TYPE_NUMBERS.get(type);
  return Number(number) <= 0xffff ? Number(number) : undefined;
}
