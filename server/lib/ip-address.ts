import { isIP } from 'node:net';

/** An IPv4 or IPv6 address as a number. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly value: bigint;
}

export const ADDRESS_BITS = { 4: 32n, 6: 128n } as const;

const MAPPED_IPV4_PREFIX = 0xffffn;

/**
 * Reads an address the way Go did before 1.17: leading zeros in IPv4 octets are decimal, and an IPv4-mapped IPv6 address
 * (`::ffff:192.0.2.1`) is an IPv4 one. Undefined for anything else; zones are not allowed.
 */
export function parseIp(text: string): IpAddress | undefined {
  if (isCanonicalIpv4(text)) return { family: 4, value: BigInt(ipv4Number(text)) };
  const parts = /^(.*:)?(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (!parts) return parseIpv6(text);
  const octets = parts.slice(2).map(Number);
  if (octets.some((octet) => octet > 255)) return undefined;
  const value = octets.reduce((sum, octet) => (sum << 8n) | BigInt(octet), 0n);
  if (parts[1] === undefined) return { family: 4, value };
  return parseIpv6(`${parts[1]}${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`);
}

/** Four decimal octets as `formatIp` writes them. */
export function isCanonicalIpv4(text: string): boolean {
  return isIP(text) === 4;
}

const DOT = '.'.charCodeAt(0);
const ZERO = '0'.charCodeAt(0);

/** Of four octets that are numbers of their range. */
function ipv4Number(text: string): number {
  let value = 0;
  let octet = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === DOT) {
      value = value * 256 + octet;
      octet = 0;
    } else octet = octet * 10 + code - ZERO;
  }
  return value * 256 + octet;
}

/** Whether Go's netip takes the text as it stands: no leading zeros in it. */
export function isStrictIp(text: string): boolean {
  return isIP(text) !== 0 && !text.includes('%');
}

/** An IPv4 address in IPv6 notation: `::ffff:192.0.2.1`. */
export function isMappedIpv4(text: string): boolean {
  return text.includes(':') && parseIp(text)?.family === 4;
}

/** Four decimal octets, or the form of RFC 5952. */
export function formatIp({ family, value }: IpAddress): string {
  if (family === 4) return formatIpv4(Number(value));
  const groups = groupsOfValue(value).map((group) => group.toString(16));
  return compress(groups.join(':'));
}

function formatIpv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** `text` is in colon notation only. */
function parseIpv6(text: string): IpAddress | undefined {
  if (isIP(text) !== 6 || text.includes('%')) return undefined;
  const [head = '', tail] = text.split('::');
  const before = groupsOf(head);
  const after = groupsOf(tail ?? '');
  const zeros = Array<string>(8 - before.length - after.length).fill('0');
  const value = [...before, ...zeros, ...after].reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
  return value >> 32n === MAPPED_IPV4_PREFIX ? { family: 4, value: value & 0xffffffffn } : { family: 6, value };
}

function groupsOf(text: string): string[] {
  return text === '' ? [] : text.split(':');
}

/** Replaces the longest run of two or more zero groups, the first of equals, by two colons. */
function compress(text: string): string {
  let [at, longest] = [0, 0];
  for (const { index, 0: run } of text.matchAll(/\b0(:0)+\b/g)) {
    if (run.length > longest) [at, longest] = [index, run.length];
  }
  if (longest === 0) return text;
  return `${text.slice(0, at).replace(/:$/, '')}::${text.slice(at + longest).replace(/^:/, '')}`;
}

function groupsOfValue(value: bigint): number[] {
  return Array.from({ length: 8 }, (_, i) => Number((value >> BigInt(16 * (7 - i))) & 0xffffn));
}
