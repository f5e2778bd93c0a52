import { ADDRESS_BITS, parseIp } from '../lib/ip-address.ts';
import { type DomainName, nameFromText } from './domain-name.ts';

/** What a name leads to: an address as A and AAAA records carry it, or another name. */
export type Host =
  | { type: 'A' | 'AAAA'; text: string; address: Uint8Array }
  | { type: 'CNAME'; text: string; target: DomainName };

/** Undefined for what is neither an address nor a name. */
export function hostFromText(text: string): Host | undefined {
  const ip = parseIp(text);
  if (!ip) {
    const target = nameFromText(text);
    return target === undefined ? undefined : { type: 'CNAME', text, target };
  }
  const hex = ip.value.toString(16).padStart(Number(ADDRESS_BITS[ip.family]) / 4, '0');
  return { type: ip.family === 4 ? 'A' : 'AAAA', text, address: Buffer.from(hex, 'hex') };
}
