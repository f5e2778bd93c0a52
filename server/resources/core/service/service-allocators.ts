import type { ClusterIPs } from '../../../allocators/cluster-ips.ts';
import type { NodePorts } from '../../../allocators/node-ports.ts';
import { invalidObject } from '../../../api/errors.ts';
import type { FieldError } from '../../../api/field-error.ts';
import type { Service } from '../../../api/types.gen.ts';
import { isCanonicalIpv4, parseIp } from '../../../lib/ip-address.ts';

/** Where Services get their addresses and ports from. */
export interface ServiceAllocators {
  /** One for each IP family of the cluster; the first is what Services get that name no family. */
  readonly clusterIPs: readonly [ClusterIPs, ...ClusterIPs[]];
  readonly nodePorts: NodePorts;
}

export type IpFamily = 'IPv4' | 'IPv6';

export function clusterIpsOf(allocators: ServiceAllocators, family: string): ClusterIPs | undefined {
  return allocators.clusterIPs.find((ips) => ips.family === family);
}

export function familyOf(ip: string): IpFamily {
  return !isCanonicalIpv4(ip) && parseIp(ip)?.family === 6 ? 'IPv6' : 'IPv4';
}

/** Throws 422 when there is anything wrong. */
export function refuseInvalid(service: Service, errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidObject({ group: '', kind: 'Service' }, service.metadata.name ?? '', errors);
}
