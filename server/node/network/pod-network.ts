/** The network as a pod sees it. */
import type { Duplex } from 'node:stream';
import type { ResolverConfig } from './resolver-config.ts';

export interface PodNetwork {
  /** The pod's own; undefined before it has one. */
  address(): string | undefined;
  /** What its resolv.conf says by nature. */
  resolver(): ResolverConfig;
  /** Asks a name server one question, as it stands. Rejects with a NetworkError when nobody answers there. */
  query(server: string, question: DnsQuestion, signal: AbortSignal): Promise<DnsMessage>;
  /** Opens a TCP connection to an address. Rejects with a NetworkError. */
  connect(address: string, port: number, signal: AbortSignal): Promise<Duplex>;
  /** From now on connections to this port of the pod are the caller's. Returns a function that ends it. */
  listen(port: number, accept: Accept): () => void;
  /** Sends a datagram, and waits for the one that comes back. Rejects with a NetworkError. */
  exchange(address: string, port: number, message: string, signal: AbortSignal): Promise<string>;
  /** As `listen`, for datagrams. */
  listenForDatagrams(port: number, reply: Reply): () => void;
  /** Whether something answers a ping there. */
  answersPing(address: string): boolean;
}

/** Gives the client's end of a new connection; `from` is the client's address. */
export type Accept = (from: string) => Duplex;

/** What is sent back, if anything; `from` is the client's address. */
export type Reply = (message: string, from: string) => string | undefined;

export interface DnsQuestion {
  /** With a dot at its end. */
  readonly name: string;
  /** `A`, `SRV`, `TYPE65` … */
  readonly type: string;
}

export interface DnsRecord {
  /** With a dot at its end. */
  readonly name: string;
  readonly type: string;
  /** In seconds. */
  readonly ttl: number;
  /** As zone files write it. */
  readonly data: string;
}

export interface DnsMessage {
  /** NOERROR, NXDOMAIN, REFUSED … */
  readonly rcode: string;
  readonly authoritative: boolean;
  readonly truncated: boolean;
  readonly answer: readonly DnsRecord[];
  readonly authority: readonly DnsRecord[];
  readonly additional: readonly DnsRecord[];
}

/** The cluster's DNS server, asked in process. Rejects for what is no name or type. */
export interface NameServer {
  resolve(name: string, type: string): Promise<DnsMessage>;
}
