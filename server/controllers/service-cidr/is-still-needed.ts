import { IS_MANAGED_BY, MANAGER_OF_ADDRESSES } from '../../api/ip-addresses.ts';
import type { IPAddress, ServiceCIDR } from '../../api/types.gen.ts';
import { type Cidr, cidrContains, parseCidr } from '../../lib/cidr.ts';
import { parseIp } from '../../lib/ip-address.ts';

/** Whether without this range a Service would have an address from nowhere. */
export function isStillNeeded(
  range: ServiceCIDR,
  { ranges, addresses }: { ranges: Iterable<ServiceCIDR>; addresses: Iterable<IPAddress> },
): boolean {
  const own = networksOf(range);
  const others = [...ranges].filter(({ metadata }) => metadata.name !== range.metadata.name).flatMap(networksOf);
  if (own.every((network) => others.some((other) => isWithin(network, other)))) return false;
  for (const { metadata } of addresses) {
    if (metadata.labels?.[IS_MANAGED_BY] !== MANAGER_OF_ADDRESSES) continue;
    if (isIn(own, metadata.name) && !isIn(others, metadata.name)) return true;
  }
  return false;
}

function networksOf({ spec }: ServiceCIDR): Cidr[] {
  return (spec.cidrs ?? []).flatMap((text) => parseCidr(text) ?? []);
}

function isWithin(network: Cidr, other: Cidr): boolean {
  return network.family === other.family && network.network >= other.network && network.last <= other.last;
}

function isIn(networks: readonly Cidr[], address: string): boolean {
  const ip = parseIp(address);
  return ip !== undefined && networks.some((network) => cidrContains(network, ip));
}
