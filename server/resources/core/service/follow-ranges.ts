import { IS_MANAGED_BY, MANAGER_OF_ADDRESSES } from '../../../api/ip-addresses.ts';
import type { IPAddress, ServiceCIDR } from '../../../api/types.gen.ts';
import { clusterIpsOf, familyOf, type ServiceAllocators } from './service-allocators.ts';

/** What was committed, and what it was before. */
interface Change<T> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: T;
  old: T | undefined;
}

/** Tells the allocators from which networks addresses are taken; see KEP-1880. */
export function followServiceRange({ clusterIPs }: ServiceAllocators, { type, object }: Change<ServiceCIDR>): void {
  const networks = type !== 'DELETED' && isReady(object) ? (object.spec.cidrs ?? []) : [];
  for (const ips of clusterIPs) ips.offer(object.metadata.name, networks);
}

/** Before any controller has looked at it, it is taken for ready. */
function isReady({ metadata, status }: ServiceCIDR): boolean {
  if (metadata.deletionTimestamp) return false;
  const condition = status?.conditions?.find(({ type }) => type === 'Ready');
  return condition === undefined || condition.status === 'True';
}

/** Tells the allocators which addresses others have noted as taken. Those of Services follow the Services themselves. */
export function followIpAddress(allocators: ServiceAllocators, { type, object, old }: Change<IPAddress>): void {
  const { name } = object.metadata;
  const ips = clusterIpsOf(allocators, familyOf(name));
  const owner = `ipaddresses/${name}`;
  if (old && !isOfService(old)) ips?.release(name, owner);
  if (isOfService(object)) return;
  if (type === 'DELETED') ips?.release(name, owner);
  else ips?.claim(name, owner);
}

function isOfService({ metadata }: IPAddress): boolean {
  return metadata.labels?.[IS_MANAGED_BY] === MANAGER_OF_ADDRESSES;
}
