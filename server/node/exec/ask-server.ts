/** Questions to name servers, as lookup tools ask them: to one server, or to those of resolv.conf in their order. */
import { NetworkError } from '../network/network-error.ts';
import type { DnsMessage, DnsQuestion } from '../network/pod-network.ts';
import { isAddress, lookupHost, resolverConfigOf } from './lookup-host.ts';
import type { Process } from './process.ts';

export interface ServerReply {
  /** The address of the server that answered. */
  readonly server: string;
  readonly reply: DnsMessage;
}

/** The addresses of the server of this name, or those of resolv.conf. Rejects with a NetworkError. */
export async function serversOf({ container, signal }: Process, name: string | undefined): Promise<readonly string[]> {
  if (name === undefined) return resolverConfigOf(container).nameservers;
  return isAddress(name) ? [name] : (await lookupHost(container, name, { signal })).addresses;
}

/** Undefined when none answers. */
export async function askServers(
  { container, signal }: Process,
  servers: readonly string[],
  question: DnsQuestion,
): Promise<ServerReply | undefined> {
  for (const server of servers) {
    try {
      return { server, reply: await container.network.query(server, question, signal) };
    } catch (error) {
      if (error instanceof RangeError) return { server, reply: FORMAT_ERROR };
      if (!(error instanceof NetworkError)) throw error;
    }
  }
  return undefined;
}

const FORMAT_ERROR: DnsMessage = {
  rcode: 'FORMERR',
  authoritative: false,
  truncated: false,
  answer: [],
  authority: [],
  additional: [],
};

export function withoutDot(name: string): string {
  return name.replace(/(?<=.)\.$/, '');
}
