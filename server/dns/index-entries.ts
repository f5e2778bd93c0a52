/** What DNS keeps of Services and EndpointSlices, and how it gets there. */
import type { EndpointSlice, Service } from '../api/types.gen.ts';
import { groupBy } from '../lib/group-by.ts';
import { type Host, hostFromText } from './host.ts';

export interface PortEntry {
  /** Empty for the only port of a Service. */
  name: string;
  /** In lower case. */
  protocol: string;
  /** Undefined: there is an address to be had, but no port. */
  port: number | undefined;
}

export type ServiceEntry =
  | { kind: 'addresses'; hosts: readonly Host[]; ports: readonly PortEntry[] }
  | { kind: 'headless' }
  | { kind: 'external'; hosts: readonly Host[] };

/** The ready endpoints of a slice. */
export interface SliceEntry {
  namespace: string;
  service: string;
  endpoints: readonly EndpointEntry[];
  byLabel: ReadonlyMap<string, readonly EndpointEntry[]>;
  ports: readonly PortEntry[];
}

export interface EndpointEntry {
  /** Its own label below the name of the Service. */
  label: string;
  host: Host;
}

const NO_PORTS: readonly PortEntry[] = [{ name: '', protocol: '', port: undefined }];

export function serviceEntry({ spec }: Service): ServiceEntry {
  if (spec?.type === 'ExternalName') {
    const host = hostFromText(spec.externalName ?? '');
    // An address is no name: CoreDNS acts as if the Service did not exist.
    return { kind: 'external', hosts: host?.type === 'CNAME' ? [host] : [] };
  }
  const addresses = spec?.clusterIPs ?? (spec?.clusterIP ? [spec.clusterIP] : []);
  if (addresses[0] === 'None') return { kind: 'headless' };
  const ports = spec?.ports?.length ? spec.ports.map(portEntry) : NO_PORTS;
  return { kind: 'addresses', hosts: addresses.map(hostFromText).filter((host) => host !== undefined), ports };
}

/** Undefined for a slice of no Service. */
export function sliceEntry(slice: EndpointSlice): SliceEntry | undefined {
  const service = slice.metadata.labels?.['kubernetes.io/service-name'];
  if (!service) return undefined;
  const endpoints: EndpointEntry[] = [];
  for (const endpoint of slice.endpoints ?? []) {
    // Unknown counts as ready.
    if (endpoint.conditions?.ready === false) continue;
    for (const address of endpoint.addresses) {
      const host = hostFromText(address);
      if (host) endpoints.push({ label: endpoint.hostname || dashed(address), host });
    }
  }
  return {
    namespace: slice.metadata.namespace ?? '',
    service,
    endpoints,
    byLabel: groupBy(endpoints, (endpoint) => endpoint.label.toLowerCase()),
    ports: slice.ports?.length ? slice.ports.map(portEntry) : NO_PORTS,
  };
}

/** How the index knows a Service. */
export function serviceKey({ namespace, service }: { namespace: string; service: string }): string {
  return `${namespace}/${service}`;
}

interface PortLike {
  name?: string | undefined;
  protocol?: string | undefined;
  port?: number | undefined;
}

function portEntry({ name, protocol, port }: PortLike): PortEntry {
  return { name: (name ?? '').toLowerCase(), protocol: (protocol ?? '').toLowerCase(), port };
}

/** `10.0.0.1` → `10-0-0-1`. A label may not end with a dash: `2001:db8::` → `2001-db8--0`. */
function dashed(address: string): string {
  const label = address.replace(/[.:]/g, '-');
  return label.endsWith('-') ? `${label}0` : label;
}
