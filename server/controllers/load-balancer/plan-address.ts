import type { Service } from '../../api/types.gen.ts';
import { type Cidr, formatCidr } from '../../lib/cidr.ts';
import { formatIp } from '../../lib/ip-address.ts';

export type AddressPlan =
  | { kind: 'nothing' }
  | { kind: 'assign'; ip: string }
  /** What it holds is to be given back. */
  | { kind: 'release' }
  | { kind: 'refuse'; message: string };

export interface AddressPool {
  /** None: nothing is given out, and what was given out before is still taken back. */
  range: Cidr | undefined;
  /** By another Service than the one that is asked about. */
  isTaken(ip: string): boolean;
}

export const CLEANUP_FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';

export function planAddress(service: Service, { range, isTaken }: AddressPool): AddressPlan {
  const { metadata, spec, status } = service;
  const isOurs = spec.type === 'LoadBalancer' && spec.loadBalancerClass === undefined;
  if (metadata.deletionTimestamp !== undefined || !isOurs) return planRelease(service, range);
  if (!range) return { kind: 'nothing' };
  const [held, ...more] = status.loadBalancer?.ingress ?? [];
  const wanted = spec.loadBalancerIP || undefined;
  if (wanted !== undefined && isTaken(wanted)) return { kind: 'refuse', message: `${wanted} is in use already` };
  const ip = wanted ?? (held?.ip !== undefined && !isTaken(held.ip) ? held.ip : lowestFree(range, isTaken));
  if (ip === undefined) return { kind: 'refuse', message: `no address is free in ${formatCidr(range)}` };
  const isRight = held?.ip === ip && more.length === 0 && isHeld(service);
  return isRight ? { kind: 'nothing' } : { kind: 'assign', ip };
}

function isHeld({ metadata }: Service): boolean {
  return metadata.finalizers?.includes(CLEANUP_FINALIZER) ?? false;
}

/** A Service of another's class keeps what that other wrote. */
function planRelease(service: Service, range: Cidr | undefined): AddressPlan {
  const isGoing = service.metadata.deletionTimestamp !== undefined;
  return isHeld(service) && (range || isGoing) ? { kind: 'release' } : { kind: 'nothing' };
}

/** Neither the address of the network nor, of IPv4, its broadcast address. */
function lowestFree({ family, network, last }: Cidr, isTaken: (ip: string) => boolean): string | undefined {
  const isWide = last - network > 1n;
  const end = isWide && family === 4 ? last - 1n : last;
  for (let value = isWide ? network + 1n : network; value <= end; value++) {
    const ip = formatIp({ family, value });
    if (!isTaken(ip)) return ip;
  }
  return undefined;
}
