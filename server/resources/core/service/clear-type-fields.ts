import type { Service } from '../../../api/types.gen.ts';
import {
  isExternallyAccessible,
  needsClusterIp,
  needsHealthCheckPort,
  nodePortsOf,
  sameList,
  usesNodePorts,
} from './service-traits.ts';

/**
 * A Service that changes its type loses what the new type cannot have, as long as the writer did not change it too:
 * then validation refuses it. Fields that are not given by the server (selector, externalName, loadBalancerSourceRanges)
 * are left alone.
 */
export function clearTypeFields(draft: Service, old: Service): void {
  if (draft.spec === old.spec) return;
  if (needsClusterIp(old) && !needsClusterIp(draft)) clearAddresses(draft, old);
  if (usesNodePorts(old) && !usesNodePorts(draft)) clearNodePorts(draft, old);
  if (needsHealthCheckPort(old) && !needsHealthCheckPort(draft)) clearUnchanged(draft, old, 'healthCheckNodePort');
  if (isExternallyAccessible(old) && !isExternallyAccessible(draft)) {
    clearUnchanged(draft, old, 'externalTrafficPolicy');
  }
  if (draft.spec.type === 'LoadBalancer') return;
  if (old.spec.type === 'LoadBalancer') {
    clearUnchanged(draft, old, 'allocateLoadBalancerNodePorts');
    clearUnchanged(draft, old, 'loadBalancerClass');
  }
  if (draft.status?.loadBalancer) draft.status = { ...draft.status, loadBalancer: {} };
}

function clearAddresses(draft: Service, old: Service): void {
  const { spec } = draft;
  if (spec.clusterIP === old.spec.clusterIP && sameList(spec.clusterIPs, old.spec.clusterIPs)) {
    delete spec.clusterIP;
    delete spec.clusterIPs;
  }
  if (sameList(spec.ipFamilies, old.spec.ipFamilies)) delete spec.ipFamilies;
  clearUnchanged(draft, old, 'ipFamilyPolicy');
}

/** Ports may come and go, as long as no node port is new. */
function clearNodePorts(draft: Service, old: Service): void {
  const before = new Set(nodePortsOf(old));
  if (!nodePortsOf(draft).every((port) => before.has(port))) return;
  for (const port of draft.spec.ports ?? []) delete port.nodePort;
}

function clearUnchanged(draft: Service, old: Service, field: keyof Service['spec']): void {
  if (draft.spec[field] === old.spec[field]) delete draft.spec[field];
}
