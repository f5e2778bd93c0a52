import type { NameFaults } from '../api/name-faults.ts';
import type { Informers } from '../client/informer.ts';
import { addressesOfHost } from '../lib/addresses-of-host.ts';
import { parseCidr } from '../lib/cidr.ts';
import type { Clock } from '../lib/clock.ts';
import { createLifetime } from '../lib/lifetime.ts';
import type { Logger } from '../lib/logger.ts';
import type { SocketAddress } from '../lib/socket-address.ts';
import { createMessageAnswerer } from './answer-message.ts';
import { createQueryAnswerer } from './answer-query.ts';
import { nameFromText } from './domain-name.ts';
import { hinderedAnswer } from './hinder-query.ts';
import { hostFromText } from './host.ts';
import { listen, reachableAddress } from './listen.ts';
import type { DnsReply } from './read-reply.ts';
import { resolve } from './resolve.ts';
import { createServiceIndex } from './service-index.ts';
import { createUpstream } from './upstream.ts';

export interface DnsOptions {
  informers: Informers;
  clock: Clock;
  log: Logger;
  /** An address, or a name for several: `localhost` is 127.0.0.1 and ::1. */
  host: string;
  /** The same for UDP and TCP; 0 picks a free one. */
  port: number;
  /** The zone: `cluster.local`. */
  clusterDomain: string;
  serviceCidr?: string | undefined;
  podCidr?: string | undefined;
  /** Who answers for names outside of the cluster; they are refused when left out. */
  upstream?: SocketAddress | undefined;
  /** In seconds; 5 when left out. */
  ttl?: number | undefined;
  /** What is put in the way of questions. */
  faults?: NameFaults | undefined;
}

export interface DnsServer extends AsyncDisposable {
  readonly host: string;
  readonly port: number;
  /**
   * Asks without a network between. `type` is `A`, `SRV`, `MX`, `TYPE65` … in any case; what the server refuses or does not know
   * is in the rcode. Throws a RangeError for what is no name or type.
   */
  resolve(name: string, type: string): Promise<DnsReply>;
}

const DEFAULT_TTL = 5;

/** Starts the cluster's DNS server once it knows the cluster. Rejects when the port is taken. */
export async function startDns(options: DnsOptions): Promise<DnsServer> {
  const { informers, clock, log, port, faults } = options;
  const clusterZone = nameFromText(options.clusterDomain.toLowerCase());
  if (clusterZone === undefined) throw new RangeError(`not a domain: ${options.clusterDomain}`);
  const lifetime = createLifetime();
  const index = createServiceIndex({ informers, clock, ...(faults && { learn: faults.learn }) });
  lifetime.onEnd(() => index[Symbol.dispose]());
  await index.synced;
  const hosts = await addressesOfHost(options.host);
  const upstream = options.upstream && createUpstream({ server: options.upstream, clock, log });
  lifetime.onEnd(() => upstream?.[Symbol.dispose]());
  const answerQuery = createQueryAnswerer({
    index,
    clusterZone,
    ttl: options.ttl ?? DEFAULT_TTL,
    addresses: hosts.map(reachableAddress).flatMap((host) => hostFromText(host) ?? []),
    upstream,
    networks: [options.serviceCidr, options.podCidr].flatMap((cidr) => parseCidr(cidr ?? '') ?? []),
  });
  const answer = createMessageAnswerer(faults ? hinderedAnswer(answerQuery, { faults, clock }) : answerQuery, { log });
  try {
    const listening = lifetime.add(await listen(hosts, port, { answer, log, clock }));
    return {
      host: hosts[0] as string,
      port: listening.port,
      resolve: (name, type) => resolve(answer, name, type),
      [Symbol.asyncDispose]: () => lifetime[Symbol.asyncDispose](),
    };
  } catch (error) {
    await lifetime[Symbol.asyncDispose]();
    throw error;
  }
}
