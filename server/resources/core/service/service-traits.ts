import type { Service } from '../../../api/types.gen.ts';

/** What follows from a Service's type and a few other fields. */

export const NO_CLUSTER_IP = 'None';

/** Asked for no address: DNS answers with those of its pods. */
export function isHeadless({ spec }: Service): boolean {
  return spec.clusterIPs?.length === 1 && spec.clusterIPs[0] === NO_CLUSTER_IP;
}

/** Needs a value in clusterIP, be it `None`. */
export function needsClusterIp({ spec }: Service): boolean {
  return spec.type !== 'ExternalName';
}

export function usesNodePorts({ spec }: Service): boolean {
  return spec.type === 'NodePort' || spec.type === 'LoadBalancer';
}

/** Gets a node port for each port that names none. */
export function wantsNodePorts({ spec }: Service): boolean {
  return spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);
}

export function isExternallyAccessible(service: Service): boolean {
  const { type, externalIPs } = service.spec;
  return usesNodePorts(service) || (type === 'ClusterIP' && (externalIPs?.length ?? 0) > 0);
}

/** A load balancer asks each node whether it has pods of the Service. */
export function needsHealthCheckPort({ spec }: Service): boolean {
  return spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
}

export function nodePortsOf({ spec }: Service): number[] {
  return (spec.ports ?? []).flatMap((port) => port.nodePort || []);
}

export function sameList(a: readonly string[] = [], b: readonly string[] = []): boolean {
  return a.length === b.length && a.every((item, i) => item === b[i]);
}
