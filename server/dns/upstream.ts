/** Names that are not the cluster's: another server knows them. */
import { randomInt } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { SocketAddress } from '../lib/socket-address.ts';
import { type DomainName, nameFromText } from './domain-name.ts';
import { exchange } from './exchange.ts';
import { hostFromText } from './host.ts';
import { type Query, type ResourceRecord, type Transport, TYPES } from './message.ts';
import { readReply, type TextRecord } from './read-reply.ts';
import { writeQuery } from './write-query.ts';

/** When it is disposed, what is under way stays without an answer. */
export interface Upstream extends Disposable {
  /** The answer to a client's question, ready to be sent to it; undefined when there is none. */
  forward(query: Query): Promise<Buffer | undefined>;
  /** Addresses and aliases of a name, none when it has none or cannot be asked for. */
  lookUp(name: DomainName, type: 'A' | 'AAAA'): Promise<ResourceRecord[]>;
}

export interface UpstreamOptions {
  server: SocketAddress;
  clock: Clock;
  log: Logger;
}

const TIMEOUT = 2000;
const ATTEMPTS = 2;
/** Each takes a socket: beyond this many, more would only wait longer. */
const MAX_UNDER_WAY = 500;

export function createUpstream({ server, clock, log }: UpstreamOptions): Upstream {
  const abort = new AbortController();
  setMaxListeners(MAX_UNDER_WAY, abort.signal);
  let underWay = 0;

  const ask = async (bytes: Buffer, transport: Transport): Promise<Buffer | undefined> => {
    if (underWay >= MAX_UNDER_WAY || abort.signal.aborted) return undefined;
    underWay++;
    try {
      return await withRetry(abort.signal, () => {
        return exchange(bytes, transport, { server, clock, timeout: TIMEOUT, signal: abort.signal });
      });
    } catch (error) {
      log.debug({ err: error, server }, 'the upstream DNS server did not answer');
      return undefined;
    } finally {
      underWay--;
    }
  };

  return {
    async forward({ id, bytes, transport }) {
      const question = Buffer.from(bytes);
      question.writeUInt16BE(randomInt(0x10000), 0);
      const reply = await ask(question, transport);
      reply?.writeUInt16BE(id, 0);
      return reply;
    },
    async lookUp(name, type) {
      const question = writeQuery(name, TYPES[type]);
      let reply = replyFrom(await ask(question, 'udp'));
      if (reply?.truncated) reply = replyFrom(await ask(question, 'tcp')) ?? reply;
      return (reply?.answer ?? []).flatMap(addressOrAlias);
    },
    [Symbol.dispose]: () => abort.abort(),
  };
}

async function withRetry(signal: AbortSignal, attempt: () => Promise<Buffer>): Promise<Buffer> {
  for (let left = ATTEMPTS; ; left--) {
    try {
      return await attempt();
    } catch (error) {
      if (left <= 1 || signal.aborted) throw error;
    }
  }
}

function replyFrom(bytes: Buffer | undefined) {
  try {
    return bytes && readReply(bytes);
  } catch {
    return undefined;
  }
}

function addressOrAlias({ name, type, ttl, data }: TextRecord): ResourceRecord[] {
  const owner = nameFromText(name);
  const host = hostFromText(data);
  if (owner === undefined || host?.type !== type) return [];
  if (host.type === 'CNAME') return [{ type: 'CNAME', owner, ttl, target: host.target }];
  return [{ type: host.type, owner, ttl, address: host.address }];
}
