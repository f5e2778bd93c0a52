import type { Logger } from '../lib/logger.ts';
import type { MaybeLater, Outcome } from './answer-query.ts';
import { bareAnswer, type Query, type Transport } from './message.ts';
import { readQuery } from './read-query.ts';
import { createReplyWriter, writeRefusal } from './write-reply.ts';

/** From the bytes of a message to those of its reply; undefined when there is none. Never throws nor rejects. */
export type AnswerMessage = (message: Buffer, transport: Transport) => MaybeLater<Buffer | undefined>;

export function createMessageAnswerer(
  answer: (query: Query) => MaybeLater<Outcome | 'drop'>,
  { log }: { log: Logger },
): AnswerMessage {
  const write = createReplyWriter();
  const replyWith = (query: Query, outcome: Outcome | 'drop') => {
    if (outcome === 'drop') return undefined;
    return 'forwarded' in outcome ? outcome.forwarded : write(query, outcome);
  };
  const failure = (query: Query, error: unknown) => {
    log.error({ err: error }, 'a DNS query could not be answered');
    return write(query, bareAnswer('SERVFAIL'));
  };
  return (message, transport) => {
    const reading = readQuery(message, transport);
    if (reading === 'ignore') return undefined;
    if ('refuse' in reading) return writeRefusal(message, reading.refuse);
    const { query } = reading;
    try {
      const outcome = answer(query);
      if (!(outcome instanceof Promise)) return replyWith(query, outcome);
      return outcome.then((later) => replyWith(query, later)).catch((error) => failure(query, error));
    } catch (error) {
      return failure(query, error);
    }
  };
}
