import type { Draft } from '../../api/object.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { DiscoveryV1EndpointPort, Endpoint, EndpointSlice, Pod, Service } from '../../api/types.gen.ts';
import { groupBy } from '../../lib/group-by.ts';
import { keyOfEndpoint } from '../slice-endpoints.ts';
import { keyOfPorts, sortSlicePorts } from '../slice-ports.ts';
import { withTriggerTime } from '../trigger-times.ts';
import { packEndpoints } from './pack-endpoints.ts';
import type { AddressFamily, DescribedPod } from './pod-endpoint.ts';
import { hasLabelsOf, isSliceOf, newSliceMetadata, sliceLabels } from './slice-metadata.ts';
import { type HintRule, hintRuleOf, needsOtherHints, withHints } from './topology-hints.ts';

export interface SlicesInput {
  service: Service;
  /** What each pod that the Service selects means for its slices; see `describePod`. */
  pods: readonly DescribedPod[];
  /** The slices of this Service that this controller manages. */
  slices: readonly EndpointSlice[];
  /** RFC 3339; see TriggerTimes. */
  triggerTime: string | undefined;
}

export type NewSlice = Draft<EndpointSlice> & Pick<EndpointSlice, 'addressType'>;

export interface SlicesPlan {
  create: NewSlice[];
  /** Whole objects; those without a resourceVersion take over a slice that is no longer needed as it was. */
  update: EndpointSlice[];
  delete: EndpointSlice[];
  /** Pods left out because their node does not exist. */
  withoutNode: Pod[];
}

export function planSlices(input: SlicesInput): SlicesPlan {
  const { service, slices } = input;
  const families = familiesOf(service);
  const plan: SlicesPlan = { create: [], update: [], delete: [], withoutNode: [] };
  for (const slice of slices) if (!families.includes(slice.addressType as AddressFamily)) plan.delete.push(slice);
  for (const family of families) planFamily(input, family, plan);
  recycle(plan, service);
  stampTriggerTime(plan, input.triggerTime);
  return plan;
}

function familiesOf({ spec }: Service): AddressFamily[] {
  const families = (spec.ipFamilies ?? []).filter((f): f is AddressFamily => f !== '');
  return families.length > 0 ? [...new Set(families)] : [spec.clusterIP?.includes(':') ? 'IPv6' : 'IPv4'];
}

interface PortGroup {
  ports: DiscoveryV1EndpointPort[];
  endpoints: Map<string, Endpoint>;
}

function planFamily(input: SlicesInput, family: AddressFamily, plan: SlicesPlan): void {
  const { service } = input;
  const existing = input.slices.filter((slice) => slice.addressType === family);
  const own = existing.filter((slice) => isSliceOf(slice, service));
  const toDelete = existing.filter((slice) => !isSliceOf(slice, service));
  const create: NewSlice[] = [];
  const update: EndpointSlice[] = [];

  const slicesByPorts = groupBy(own, (slice) => keyOfPorts(slice.ports));
  const groups = desiredGroups(input, family, plan.withoutNode);
  for (const [portsKey, { ports, endpoints }] of groups) {
    const packing = packEndpoints({
      slices: slicesByPorts.get(portsKey) ?? [],
      desired: endpoints,
      isRight: (slice) => hasLabelsOf(slice, service),
    });
    create.push(...packing.create.map((list) => newSlice(service, family, ports, list)));
    update.push(...packing.update.map((u) => changedSlice(u.slice, service, u.endpoints)));
    toDelete.push(...packing.delete);
  }
  for (const [portsKey, unused] of slicesByPorts) if (!groups.has(portsKey)) toDelete.push(...unused);

  keepPlaceholder({ service, family, existing, toDelete, create });
  applyHints(hintRuleOf(service), { create, update, existing, toDelete });
  plan.create.push(...create);
  plan.update.push(...update);
  plan.delete.push(...toDelete);
}

function desiredGroups(input: SlicesInput, family: AddressFamily, withoutNode: Pod[]): Map<string, PortGroup> {
  const groups = new Map<string, PortGroup>();
  for (const described of input.pods) {
    if (!described) continue;
    const { portsKey, ports, endpoints } = described;
    let group = groups.get(portsKey);
    if (!group) {
      group = { ports: sortSlicePorts(ports), endpoints: new Map() };
      groups.set(portsKey, group);
    }
    if (endpoints === 'no node') withoutNode.push(described.pod);
    else {
      const endpoint = endpoints[family];
      if (endpoint) group.endpoints.set(keyOfEndpoint(endpoint), endpoint);
    }
  }
  return groups;
}

function newSlice(
  service: Service,
  addressType: AddressFamily,
  ports: DiscoveryV1EndpointPort[],
  endpoints: Endpoint[],
): NewSlice {
  return { metadata: newSliceMetadata(service), addressType, ports, endpoints };
}

function changedSlice(slice: EndpointSlice, service: Service, endpoints: Endpoint[]): EndpointSlice {
  return { ...slice, metadata: { ...slice.metadata, labels: sliceLabels(service) }, endpoints };
}

interface Family {
  service: Service;
  family: AddressFamily;
  existing: readonly EndpointSlice[];
  toDelete: EndpointSlice[];
  create: NewSlice[];
}

/** A Service without endpoints has one slice that is empty. */
function keepPlaceholder({ service, family, existing, toDelete, create }: Family): void {
  if (existing.length !== toDelete.length || create.length > 0) return;
  const placeholder = newSlice(service, family, [], []);
  const [only] = toDelete;
  if (toDelete.length === 1 && only && isLike(only, placeholder)) toDelete.length = 0;
  else create.push(placeholder);
}

function isLike(slice: EndpointSlice, placeholder: NewSlice): boolean {
  return (
    (slice.endpoints ?? []).length === 0 &&
    (slice.ports ?? []).length === 0 &&
    semanticEqual(slice.metadata.labels, placeholder.metadata.labels) &&
    semanticEqual(slice.metadata.ownerReferences, placeholder.metadata.ownerReferences)
  );
}

function applyHints(
  rule: HintRule,
  family: {
    create: NewSlice[];
    update: EndpointSlice[];
    existing: readonly EndpointSlice[];
    toDelete: EndpointSlice[];
  },
): void {
  const { create, update, existing, toDelete } = family;
  const changed = new Set([...update, ...toDelete].map((slice) => slice.metadata.name));
  const stale = existing.filter((slice) => !changed.has(slice.metadata.name) && needsOtherHints(slice, rule));
  update.push(...stale.map((slice) => ({ ...slice })));
  for (const slice of [...create, ...update]) slice.endpoints = withHints(slice.endpoints ?? [], rule);
}

/** What would be deleted becomes what would be created: one write less, and the name stays. */
function recycle(plan: SlicesPlan, service: Service): void {
  plan.delete = plan.delete.filter((old) => {
    const fresh = plan.create.at(-1);
    if (!fresh || fresh.addressType !== old.addressType || !isSliceOf(old, service)) return true;
    plan.create.pop();
    plan.update.push({ ...fresh, metadata: { ...fresh.metadata, name: old.metadata.name } } as EndpointSlice);
    return false;
  });
}

function stampTriggerTime(plan: SlicesPlan, time: string | undefined): void {
  for (const slice of [...plan.create, ...plan.update]) {
    const annotations = withTriggerTime(slice.metadata.annotations, time);
    slice.metadata = { ...slice.metadata, annotations } as EndpointSlice['metadata'];
  }
}
