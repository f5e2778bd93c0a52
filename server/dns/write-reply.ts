import { type Answer, FLAGS, HEADER_LENGTH, OPT_LENGTH, type Query, RCODES, type Rcode } from './message.ts';
import { MessageWriter } from './message-writer.ts';

/** What fits into UDP when the client says nothing (RFC 1035, 4.2.1). */
const PLAIN_UDP_SIZE = 512;
/** More is cut into fragments on the way, and helps those who send in another's name. */
const MAX_UDP_SIZE = 4096;
const MAX_TCP_SIZE = 0xffff;
/** No record that we write is longer than that. */
const MAX_RECORD_LENGTH = 1024;

export type ReplyWriter = (query: Query, answer: Answer) => Buffer;

/**
 * Writes replies with compressed names. What is too long for the client ends at the last record that fits, with the TC
 * bit, also when only additional records are left out: that is how CoreDNS does it.
 */
export function createReplyWriter(): ReplyWriter {
  const scratch = Buffer.allocUnsafe(MAX_TCP_SIZE + MAX_RECORD_LENGTH);
  return (query, answer) => {
    const message = new MessageWriter(scratch, query.question.name);
    const limit = sizeLimit(query) - (query.edns ? OPT_LENGTH : 0);
    message.question(query.question);
    const counts = [answer.answer, answer.authority, answer.additional].map((records) => {
      return message.records(records, limit);
    });
    if (query.edns) message.opt(query.edns, answer.rcode);
    message.header(query, answer, counts as [number, number, number]);
    return message.bytes();
  };
}

/** A reply to something that could not be read beyond its header. */
export function writeRefusal(message: Buffer, rcode: Rcode): Buffer {
  const reply = Buffer.alloc(HEADER_LENGTH);
  reply.writeUInt16BE(message.readUInt16BE(0), 0);
  const kept = message.readUInt16BE(2) & (FLAGS.opcode | FLAGS.recursionDesired);
  reply.writeUInt16BE(FLAGS.response | kept | RCODES[rcode], 2);
  return reply;
}

function sizeLimit({ transport, edns }: Query): number {
  if (transport === 'tcp') return MAX_TCP_SIZE;
  return Math.min(Math.max(edns?.size ?? 0, PLAIN_UDP_SIZE), MAX_UDP_SIZE);
}
