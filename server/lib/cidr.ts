import { ADDRESS_BITS, formatIp, type IpAddress, isStrictIp, parseIp } from './ip-address.ts';

/** A network: `10.96.0.0/16`, `fd00::/64`. */
export interface Cidr {
  readonly family: 4 | 6;
  /** The address as it was written, which may have bits beyond the prefix. */
  readonly address: IpAddress;
  readonly prefixLength: number;
  /** The first address, all bits beyond the prefix zero. */
  readonly network: bigint;
  /** The last address. */
  readonly last: bigint;
}

/** Undefined when the text is no network. Leading zeros are decimal, see `parseIp`. */
export function parseCidr(text: string): Cidr | undefined {
  const parts = /^([^/]+)\/(\d{1,4})$/.exec(text);
  const address = parts && parseIp(parts[1] as string);
  if (!parts || !address) return undefined;
  // Go counts the prefix of ::ffff:192.0.2.0/120 in IPv6 bits and keeps the network in IPv4 ones.
  const shift = address.family === 4 && text.includes(':') ? 96 : 0;
  const prefixLength = Number(parts[2]) - shift;
  const bits = ADDRESS_BITS[address.family];
  if (prefixLength < 0 || prefixLength > Number(bits)) return undefined;
  const hostMask = (1n << (bits - BigInt(prefixLength))) - 1n;
  const network = address.value & ~hostMask;
  return { family: address.family, address, prefixLength, network, last: network | hostMask };
}

/** Whether Go's netip takes the text as it stands: no leading zeros in address or prefix. */
export function isStrictCidr(text: string): boolean {
  const parts = /^(.+)\/(0|[1-9]\d*)$/.exec(text);
  return parts !== null && isStrictIp(parts[1] as string);
}

/** The network with the bits beyond its prefix cleared, in RFC 5952 form. */
export function formatCidr(cidr: Cidr): string {
  return `${formatIp(networkAddress(cidr))}/${cidr.prefixLength}`;
}

export function networkAddress(cidr: Cidr): IpAddress {
  return { family: cidr.family, value: cidr.network };
}

export function cidrContains(cidr: Cidr, address: IpAddress): boolean {
  return cidr.family === address.family && address.value >= cidr.network && address.value <= cidr.last;
}

/** The network `index` places further among those of `prefixLength` that the given one is divided into. */
export function subnet(cidr: Cidr, prefixLength: number, index: number): Cidr | undefined {
  const size = 1n << (ADDRESS_BITS[cidr.family] - BigInt(prefixLength));
  const network = cidr.network + BigInt(index) * size;
  if (prefixLength < cidr.prefixLength || index < 0 || network + size - 1n > cidr.last) return undefined;
  const address = { family: cidr.family, value: network };
  return { family: cidr.family, address, prefixLength, network, last: network + size - 1n };
}
