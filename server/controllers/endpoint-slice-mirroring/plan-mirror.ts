import type { Draft } from '../../api/object.ts';
import { controllerReference } from '../../api/owner-references.ts';
import { endpoints as endpointsType } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type {
  CoreV1EndpointPort,
  DiscoveryV1EndpointPort,
  Endpoint,
  EndpointAddress,
  EndpointSlice,
  Endpoints,
} from '../../api/types.gen.ts';
import { formatIp, parseIp } from '../../lib/ip-address.ts';
import { keyOfEndpoint, sameEndpointState } from '../slice-endpoints.ts';
import { keyOfPorts, sortSlicePorts } from '../slice-ports.ts';
import { TRIGGER_TIME } from '../trigger-times.ts';

export const SERVICE_NAME = 'kubernetes.io/service-name';
export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
export const CONTROLLER = 'endpointslicemirroring-controller.k8s.io';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
export const MAX_ADDRESSES_PER_SUBSET = 1000;

export type MirrorSlice = Draft<EndpointSlice> & Pick<EndpointSlice, 'addressType'>;

export interface MirrorPlan {
  create: MirrorSlice[];
  /** Whole objects that replace the slice of their name. */
  update: MirrorSlice[];
  delete: EndpointSlice[];
  /** Addresses that are no IP addresses. */
  invalid: number;
  /** Those, and the ones that are too many. */
  skipped: number;
}

interface Group {
  addressType: 'IPv4' | 'IPv6';
  ports: DiscoveryV1EndpointPort[];
  endpoints: Map<string, Endpoint>;
}

/** What the slices should be that mirror Endpoints: one for each set of ports and family of addresses. */
export function planMirror(source: Endpoints, slices: readonly EndpointSlice[]): MirrorPlan {
  const plan: MirrorPlan = { create: [], update: [], delete: [], invalid: 0, skipped: 0 };
  const groups = groupAddresses(source, plan);
  const existing = new Map<string, EndpointSlice[]>();
  for (const slice of slices) {
    const key = groupKey(slice.addressType, slice.ports);
    existing.set(key, [...(existing.get(key) ?? []), slice]);
  }
  for (const [key, group] of groups) planGroup(source, group, existing.get(key) ?? [], plan);
  for (const [key, unused] of existing) if (!groups.has(key)) plan.delete.push(...unused);
  recycle(plan);
  return plan;
}

function groupAddresses(source: Endpoints, plan: MirrorPlan): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const { addresses = [], notReadyAddresses = [], ports = [] } of source.subsets ?? []) {
    const slicePorts = sortSlicePorts(ports.map(toSlicePort));
    const all = [...addresses.map((a) => ({ a, ready: true })), ...notReadyAddresses.map((a) => ({ a, ready: false }))];
    let added = 0;
    for (const { a, ready } of all) {
      if (added >= MAX_ADDRESSES_PER_SUBSET) break;
      const converted = toEndpoint(a, ready);
      if (!converted) {
        plan.invalid++;
        continue;
      }
      const { addressType, endpoint } = converted;
      const key = groupKey(addressType, slicePorts);
      const group = groups.get(key) ?? { addressType, ports: slicePorts, endpoints: new Map() };
      groups.set(key, group);
      group.endpoints.set(keyOfEndpoint(endpoint), endpoint);
      added++;
    }
    plan.skipped += all.length - added;
  }
  return groups;
}

const groupKey = (addressType: string, ports: EndpointSlice['ports']): string => `${addressType} ${keyOfPorts(ports)}`;

function toSlicePort({ name = '', port, protocol = 'TCP', appProtocol }: CoreV1EndpointPort): DiscoveryV1EndpointPort {
  return { name, port, protocol, ...(appProtocol !== undefined && { appProtocol }) };
}

function toEndpoint({ ip, hostname, nodeName, targetRef }: EndpointAddress, ready: boolean) {
  const address = parseIp(ip);
  if (!address) return undefined;
  const endpoint: Endpoint = {
    addresses: [formatIp(address)],
    conditions: { ready },
    ...(hostname && { hostname }),
    ...(nodeName !== undefined && { nodeName }),
    ...(targetRef && { targetRef }),
  };
  return { addressType: address.family === 6 ? ('IPv6' as const) : ('IPv4' as const), endpoint };
}

function planGroup(source: Endpoints, group: Group, existing: readonly EndpointSlice[], plan: MirrorPlan): void {
  const [first, ...others] = existing;
  plan.delete.push(...others);
  if (first && isRight(first, source, group)) return;
  const slice = newSlice(source, group);
  if (first) plan.update.push(replacing(slice, first));
  else plan.create.push(slice);
}

function isRight(slice: EndpointSlice, source: Endpoints, { endpoints }: Group): boolean {
  const have = slice.endpoints ?? [];
  const { [MANAGED_BY]: _, [SERVICE_NAME]: __, ...labels } = slice.metadata.labels ?? {};
  return (
    have.length === endpoints.size &&
    have.every((endpoint) => {
      const wanted = endpoints.get(keyOfEndpoint(endpoint));
      return wanted !== undefined && sameEndpointState(endpoint, wanted);
    }) &&
    semanticEqual(labels, source.metadata.labels ?? {}) &&
    semanticEqual(slice.metadata.annotations ?? {}, annotationsFor(source))
  );
}

function newSlice(source: Endpoints, { addressType, ports, endpoints }: Group): MirrorSlice {
  const { name, namespace, labels } = source.metadata;
  return {
    metadata: {
      generateName: name.length < 253 ? `${name}-` : name,
      namespace,
      labels: { ...labels, [SERVICE_NAME]: name, [MANAGED_BY]: CONTROLLER },
      annotations: annotationsFor(source),
      ownerReferences: [controllerReference(endpointsType, source)],
    },
    addressType,
    ports,
    endpoints: [...endpoints.values()],
  };
}

function annotationsFor({ metadata }: Endpoints): Record<string, string> {
  const { [TRIGGER_TIME]: _, [LAST_APPLIED]: __, ...annotations } = metadata.annotations ?? {};
  return annotations;
}

/** As in Kubernetes, a slice that is replaced in place loses its generateName. */
function replacing(slice: MirrorSlice, old: EndpointSlice): MirrorSlice {
  const { generateName: _, ...metadata } = slice.metadata;
  return { ...slice, metadata: { ...metadata, name: old.metadata.name } };
}

/** What would be deleted becomes what would be created; here the generateName is written again. */
function recycle(plan: MirrorPlan): void {
  plan.delete = plan.delete.filter((old) => {
    const index = plan.create.findIndex((slice) => slice.addressType === old.addressType);
    const fresh = plan.create[index];
    if (!fresh) return true;
    plan.create.splice(index, 1);
    plan.update.push({ ...fresh, metadata: { ...fresh.metadata, name: old.metadata.name } });
    return false;
  });
}
