import { isStrictIp } from '../lib/ip-address.ts';
import { type Host, hostFromText } from './host.ts';
import { type PortEntry, type SliceEntry, serviceKey } from './index-entries.ts';
import type { NameRequest, ServiceRequest } from './parse-name.ts';
import type { ServiceIndex } from './service-index.ts';

/** One of the things that a name stands for: a host, and what SRV says of it. */
export interface Target {
  host: Host;
  port: number | undefined;
  /** Its own name, as labels to the left of the zone. */
  labels: readonly string[];
}

/**
 * What a name of the cluster's zone stands for: nothing (NODATA), or undefined when there is no such name (NXDOMAIN).
 * A headless Service exists by its ready endpoints only.
 */
export function findTargets(index: ServiceIndex, request: NameRequest): Target[] | undefined {
  switch (request.kind) {
    case 'apex':
      return [];
    case 'namespace':
      return index.hasNamespace(request.namespace) ? [] : undefined;
    case 'pod':
      return index.hasNamespace(request.namespace) ? podTargets(request.namespace, request.address) : undefined;
    case 'service':
      return index.hasNamespace(request.namespace) ? serviceTargets(index, request) : undefined;
    default:
      return undefined;
  }
}

/** Any address has a name in any namespace, whether there is a pod or not: `pods insecure` of CoreDNS. */
function podTargets(namespace: string, address: string): Target[] | undefined {
  const dots = address.split('-').length === 4 && !address.includes('--');
  const ip = address.replaceAll('-', dots ? '.' : ':');
  const host = isStrictIp(ip) ? hostFromText(ip) : undefined;
  return host && [{ host, port: 0, labels: [address, namespace, 'pod'] }];
}

function serviceTargets(index: ServiceIndex, request: ServiceRequest): Target[] | undefined {
  const { namespace, service, endpoint, port } = request;
  const key = serviceKey(request);
  const entry = index.service(key);
  if (!entry) return undefined;
  const labels = [service, namespace, 'svc'];
  if (entry.kind === 'external') {
    if (endpoint || port || entry.hosts.length === 0) return undefined;
    return entry.hosts.map((host) => ({ host, port: 0, labels }));
  }
  if (entry.kind === 'headless' || endpoint !== undefined) return endpointTargets(index.slices(key), request);
  const targets = portsOf(entry.ports, request).flatMap(({ port }) => {
    return entry.hosts.map((host) => ({ host, port, labels }));
  });
  return orMissing(targets);
}

function endpointTargets(slices: Iterable<SliceEntry>, request: ServiceRequest): Target[] | undefined {
  const { namespace, service, endpoint } = request;
  const targets: Target[] = [];
  for (const slice of slices) {
    const ports = portsOf(slice.ports, request);
    const endpoints = endpoint === undefined ? slice.endpoints : (slice.byLabel.get(endpoint) ?? []);
    for (const { label, host } of endpoints) {
      const labels = [label, service, namespace, 'svc'];
      for (const { port } of ports) targets.push({ host, port, labels });
    }
  }
  return orMissing(targets);
}

function portsOf(ports: readonly PortEntry[], { port, protocol }: ServiceRequest): readonly PortEntry[] {
  if (!port && !protocol) return ports;
  return ports.filter((entry) => (!port || entry.name === port) && (!protocol || entry.protocol === protocol));
}

function orMissing(targets: Target[]): Target[] | undefined {
  return targets.length > 0 ? targets : undefined;
}
