import { type Cidr, cidrContains, formatCidr, networkAddress, parseCidr } from '../lib/cidr.ts';
import { formatIp, isCanonicalIpv4, parseIp } from '../lib/ip-address.ts';
import { createPool, type Pool, type RandomNumber, type ValueRange } from './pool.ts';

/** The addresses of Services of one IP family, as text; any spelling of an address is that address. */
export interface ClusterIPs extends Pool<string> {
  readonly family: 'IPv4' | 'IPv6';
  /** The range, as `10.96.0.0/16`. */
  readonly range: string;
  /** The network's own address, which no Service has: what a dry run shows. */
  readonly networkAddress: string;
  /** The first address that a Service can have: that of the Service `kubernetes`. */
  readonly first: string;
  /** Addresses come from these networks, too, in place of what was offered under this name before (KEP-1880). */
  offer(name: string, networks: readonly string[]): void;
}

export interface ClusterIPsOptions {
  range: string;
  random: RandomNumber;
}

/** Throws a RangeError when the range is no network, or an IPv6 one of fewer than 64 bits, as Kubernetes does. */
export function createClusterIPs({ range, random }: ClusterIPsOptions): ClusterIPs {
  const cidr = parseCidr(range);
  if (!cidr) throw new RangeError(`not a network: ${range}`);
  if (cidr.family === 6 && cidr.prefixLength < 64) {
    throw new RangeError(`shortest allowed prefix length for service CIDR is 64, got ${cidr.prefixLength}`);
  }
  const own = addressesOf(cidr);
  const offered = new Map<string, ValueRange<string>[]>();
  let ranges = [own];
  return {
    ...inCanonicalForm(createPool({ ranges: () => ranges, random })),
    family: cidr.family === 4 ? 'IPv4' : 'IPv6',
    range: formatCidr(cidr),
    networkAddress: formatIp(networkAddress(cidr)),
    first: own.at(0),
    offer(name, networks) {
      const cidrs = networks.flatMap((network) => parseCidr(network) ?? []);
      offered.set(name, cidrs.filter(({ family }) => family === cidr.family).map(addressesOf));
      ranges = [own, ...[...offered.values()].flat()];
    },
  };
}

function addressesOf(cidr: Cidr): ValueRange<string> {
  const { first, last } = usableAddresses(cidr);
  const size = Number(minimum(last - first + 1n, BigInt(Number.MAX_SAFE_INTEGER)));
  return {
    size,
    staticBand: Math.min(staticBandOf(cidr), size),
    at: (index) => formatIp({ family: cidr.family, value: first + BigInt(index) }),
    has(value) {
      const ip = parseIp(value);
      return ip !== undefined && cidrContains(cidr, ip) && ip.value >= first && ip.value <= last;
    },
  };
}

function inCanonicalForm(pool: Pool<string>): Pool<string> {
  const canonical = (value: string) => {
    if (isCanonicalIpv4(value)) return value;
    const ip = parseIp(value);
    return ip ? formatIp(ip) : value;
  };
  return {
    reserve: (value) => pool.reserve(canonical(value)),
    reserveNext: pool.reserveNext,
    drop: (value) => pool.drop(canonical(value)),
    claim: (value, owner) => pool.claim(canonical(value), owner),
    release: (value, owner) => pool.release(canonical(value), owner),
    isTaken: (value) => pool.isTaken(canonical(value)),
    has: pool.has,
  };
}

/** Without the network's own address, and in IPv4 without the broadcast address. */
function usableAddresses(cidr: Cidr): { first: bigint; last: bigint } {
  return { first: cidr.network + 1n, last: cidr.family === 4 ? cidr.last - 1n : cidr.last };
}

/** A sixteenth of the range, at least 16 and at most 256 addresses; none in ranges of 16 and fewer (KEP-3070). */
function staticBandOf(cidr: Cidr): number {
  const size = cidr.last - cidr.network + 1n;
  if (size <= 16n) return 0;
  return Math.max(16, Number(minimum(size / 16n, 256n)));
}

function minimum(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
