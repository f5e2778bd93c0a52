import { controllerReference } from '../../api/owner-references.ts';
import { services } from '../../api/resource-types.gen.ts';
import type { EndpointSlice, OwnerReference, Service } from '../../api/types.gen.ts';

export const SERVICE_NAME = 'kubernetes.io/service-name';
export const MANAGED_BY = 'endpointslice.kubernetes.io/managed-by';
export const CONTROLLER = 'endpointslice-controller.k8s.io';
const HEADLESS = 'service.kubernetes.io/headless';
const RESERVED: ReadonlySet<string> = new Set([SERVICE_NAME, MANAGED_BY, HEADLESS]);

/** What a new slice says of itself. The prefix keeps its dash as long as the name is not too long for one. */
export function newSliceMetadata(service: Service) {
  const { name, namespace } = service.metadata;
  return {
    generateName: name.length < 253 ? `${name}-` : name,
    namespace,
    labels: sliceLabels(service),
    ownerReferences: [ownerOf(service)],
  };
}

function ownerOf(service: Service): OwnerReference {
  return controllerReference(services, service);
}

/** The Service's labels, and those that belong to slices. */
export function sliceLabels(service: Service): Record<string, string> {
  const { clusterIP } = service.spec;
  const isHeadless = clusterIP === undefined || clusterIP === '' || clusterIP === 'None';
  return {
    ...ownLabels(service.metadata.labels),
    ...(isHeadless && { [HEADLESS]: '' }),
    [SERVICE_NAME]: service.metadata.name,
    [MANAGED_BY]: CONTROLLER,
  };
}

/** Only the labels that come from the Service count; a changed reserved one is no reason to write. */
export function hasLabelsOf(slice: EndpointSlice, service: Service): boolean {
  const have = ownLabels(slice.metadata.labels);
  const want = ownLabels(service.metadata.labels);
  const keys = Object.keys(have);
  return keys.length === Object.keys(want).length && keys.every((key) => have[key] === want[key]);
}

function ownLabels(labels: Readonly<Record<string, string>> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([key]) => !RESERVED.has(key)));
}

export function isSliceOf(slice: EndpointSlice, service: Service): boolean {
  const isOwner = (o: OwnerReference) =>
    o.uid === service.metadata.uid && o.kind === 'Service' && o.apiVersion === 'v1';
  return (slice.metadata.ownerReferences ?? []).some(isOwner);
}
