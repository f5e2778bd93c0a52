/** Names → addresses as programs find them through the C library: the hosts file first, then DNS with the search list. */

import { NetworkError } from '../network/network-error.ts';
import type { DnsMessage } from '../network/pod-network.ts';
import { candidateNames, parseResolverConfig, type ResolverConfig } from '../network/resolver-config.ts';
import type { SimulatedContainer } from './container.ts';

export type AddressType = 'A' | 'AAAA';

export interface FoundHost {
  /** Without a dot at its end; where aliases led to. */
  readonly name: string;
  readonly addresses: readonly string[];
}

/** Rejects with a NetworkError when the name means nothing. Addresses stand for themselves. */
export async function lookupHost(
  container: SimulatedContainer,
  name: string,
  { signal, types = ['A'] }: { signal: AbortSignal; types?: readonly AddressType[] },
): Promise<FoundHost> {
  if (isAddress(name)) return { name, addresses: [name] };
  const listed = fromHostsFile(container, name, types);
  if (listed.length > 0) return { name, addresses: listed };
  for (const candidate of candidateNames(name, resolverConfigOf(container))) {
    const addresses: string[] = [];
    let owner = candidate;
    for (const type of types) {
      const reply = await askFirst(container, { name: candidate, type }, signal);
      const records = reply.answer.filter((record) => record.type === type);
      addresses.push(...records.map(({ data }) => data));
      owner = records[0]?.name ?? owner;
    }
    if (addresses.length > 0) return { name: owner.replace(/\.$/, ''), addresses };
  }
  throw new NetworkError('ENOTFOUND');
}

/** The name that an address has in DNS; undefined when it has none, or nobody can be asked. */
export async function nameOfAddress(
  container: SimulatedContainer,
  address: string,
  signal: AbortSignal,
): Promise<string | undefined> {
  const question = { name: reverseName(address), type: 'PTR' };
  const reply = await askFirst(container, question, signal).catch(() => undefined);
  return reply?.answer.find(({ type }) => type === 'PTR')?.data.replace(/\.$/, '');
}

/** What the file says now, which may have been changed. */
export function resolverConfigOf({ files }: SimulatedContainer): ResolverConfig {
  return files.look('/etc/resolv.conf')
    ? parseResolverConfig(files.read('/etc/resolv.conf').toString('utf8'))
    : { nameservers: [], search: [], options: [] };
}

/** Asks the name servers one after the other until one answers. */
async function askFirst(
  container: SimulatedContainer,
  question: { name: string; type: string },
  signal: AbortSignal,
): Promise<DnsMessage> {
  const { nameservers } = resolverConfigOf(container);
  let failure: unknown = new NetworkError('ENOTFOUND');
  for (const server of nameservers) {
    try {
      return await container.network.query(server, question, signal);
    } catch (error) {
      if (!(error instanceof NetworkError || error instanceof RangeError)) throw error;
      failure = error;
    }
  }
  throw failure;
}

function fromHostsFile({ files }: SimulatedContainer, name: string, types: readonly AddressType[]): string[] {
  if (!files.look('/etc/hosts')) return [];
  const lines = files.read('/etc/hosts').toString('utf8').split('\n');
  const found = lines.flatMap((line) => {
    const [address = '', ...names] = line.replace(/#.*$/, '').trim().split(/\s+/);
    return names.includes(name) ? [address] : [];
  });
  return found.filter((address) => types.includes(address.includes(':') ? 'AAAA' : 'A'));
}

export function isAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || text.includes(':');
}

/** The name under which an address is asked for: `10.0.96.10.in-addr.arpa.` */
export function reverseName(address: string): string {
  if (!address.includes(':')) return `${address.split('.').reverse().join('.')}.in-addr.arpa.`;
  const [head = '', tail] = address.split('::');
  const groups = (text: string) => (text === '' ? [] : text.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const zeros = tail === undefined ? [] : Array.from({ length: 8 - before.length - after.length }, () => '0');
  const digits = [...before, ...zeros, ...after].map((group) => group.padStart(4, '0')).join('');
  return `${[...digits].reverse().join('.')}.ip6.arpa.`;
}
