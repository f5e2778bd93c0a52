import { IS_MANAGED_BY, MANAGER_OF_ADDRESSES, OF_FAMILY } from '../../api/ip-addresses.ts';
import type { Service } from '../../api/types.gen.ts';

/** The addresses that a Service has for itself. */
export function addressesOf({ spec }: Service): string[] {
  if (spec.type === 'ExternalName') return [];
  return (spec.clusterIPs ?? []).filter((ip) => ip !== '' && ip !== 'None');
}

export function ipAddressOf(ip: string, { metadata: { namespace, name } }: Service) {
  const family = ip.includes(':') ? 'IPv6' : 'IPv4';
  return {
    metadata: { name: ip, labels: { [OF_FAMILY]: family, [IS_MANAGED_BY]: MANAGER_OF_ADDRESSES } },
    spec: { parentRef: { group: '', resource: 'services', namespace: namespace as string, name } },
  };
}
