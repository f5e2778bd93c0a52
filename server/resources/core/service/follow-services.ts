import { keyOf } from '../../../api/object.ts';
import type { Service } from '../../../api/types.gen.ts';
import { sameValue } from '../../../lib/same-value.ts';
import { clusterIpsOf, familyOf, type ServiceAllocators } from './service-allocators.ts';
import { NO_CLUSTER_IP, nodePortsOf } from './service-traits.ts';

/** Tells the allocators what is in use: what the committed Services have. */
export interface ServiceAddresses {
  /** Also for every Service that is there at the start. */
  added(service: Service): void;
  changed(old: Service, service: Service): void;
  removed(service: Service): void;
}

/**
 * All three are to be called within the commit, before the writer's reservation is dropped, so that no address is ever
 * free in between.
 */
export function followServices(allocators: ServiceAllocators): ServiceAddresses {
  const added = (service: Service) => forEachAddress(service, allocators, 'claim');
  const removed = (service: Service) => forEachAddress(service, allocators, 'release');
  return {
    added,
    removed,
    changed(old, service) {
      if (hasSameAddresses(old, service)) return;
      removed(old);
      added(service);
    },
  };
}

function hasSameAddresses({ spec: old }: Service, { spec }: Service): boolean {
  return (
    sameValue(old.clusterIPs, spec.clusterIPs) &&
    sameValue(old.ports, spec.ports) &&
    old.healthCheckNodePort === spec.healthCheckNodePort
  );
}

function forEachAddress(service: Service, allocators: ServiceAllocators, action: 'claim' | 'release'): void {
  const owner = keyOf(service);
  for (const ip of service.spec.clusterIPs ?? []) {
    if (ip !== NO_CLUSTER_IP) clusterIpsOf(allocators, familyOf(ip))?.[action](ip, owner);
  }
  for (const port of nodePortsOf(service)) allocators.nodePorts[action](port, owner);
  const { healthCheckNodePort } = service.spec;
  if (healthCheckNodePort) allocators.nodePorts[action](healthCheckNodePort, owner);
}
