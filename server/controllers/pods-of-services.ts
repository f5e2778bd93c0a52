import { keyOf } from '../api/object.ts';
import { isPodFinished, isPodReady } from '../api/pods.ts';
import { pods, services } from '../api/resource-types.gen.ts';
import { createSelectorIndex, labelTerm } from '../api/selector-index.ts';
import type { Pod, Service } from '../api/types.gen.ts';
import type { Informer, InformerEvent, Informers } from '../client/informer.ts';

/**
 * Joins Services and the pods that they select, for the controllers of endpoints: neither side is ever scanned for the
 * other.
 */
export interface PodsOfServices {
  services: Informer<Service>;
  pods: Informer<Pod>;
  /** The Service's pods, finished ones too. None without a selector. */
  select(service: Service): Pod[];
  /** The keys of the Services that select the pod. */
  servicesOf(pod: Pod): string[];
}

const BY_LABEL = 'label';

/** Calls `onChange` with the key of each Service that was changed, or that selects or selected a changed pod. */
export function followPodsOfServices(informers: Informers, onChange: (serviceKey: string) => void): PodsOfServices {
  const allServices = informers.for(services);
  const allPods = informers.for(pods);
  const selectors = createSelectorIndex();
  const servicesOf = (pod: Pod) => selectors.matching(pod.metadata.namespace ?? '', pod.metadata.labels);

  allPods.addIndex(BY_LABEL, (pod) =>
    Object.entries(pod.metadata.labels ?? {}).map(([k, v]) => labelTerm(pod.metadata.namespace ?? '', k, v)),
  );
  allServices.onEvent(({ type, object }) => {
    const key = keyOf(object);
    if (type === 'DELETED') selectors.delete(key);
    else selectors.set(key, object.metadata.namespace ?? '', object.spec.selector);
    onChange(key);
  });
  allPods.onEvent((event) => {
    for (const key of servicesToUpdate(event, servicesOf)) onChange(key);
  });

  return { services: allServices, pods: allPods, servicesOf, select: (service) => selectPods(allPods, service) };
}

function selectPods(allPods: Informer<Pod>, { metadata, spec }: Service): Pod[] {
  const pairs = Object.entries(spec.selector ?? {});
  const [first] = rarestFirst(allPods, metadata.namespace ?? '', pairs);
  if (!first) return [];
  const selected: Pod[] = [];
  for (const pod of allPods.byIndex(BY_LABEL, first)) {
    const labels = pod.metadata.labels ?? {};
    if (pairs.every(([k, v]) => labels[k] === v)) selected.push(pod);
  }
  return selected;
}

function rarestFirst(allPods: Informer<Pod>, namespace: string, pairs: [string, string][]): string[] {
  const terms = pairs.map(([k, v]) => labelTerm(namespace, k, v));
  if (terms.length < 2) return terms;
  return terms.sort((a, b) => allPods.indexSize(BY_LABEL, a) - allPods.indexSize(BY_LABEL, b));
}

function servicesToUpdate(event: InformerEvent<Pod>, servicesOf: (pod: Pod) => string[]): Iterable<string> {
  const { object: pod, old } = event;
  if (event.type !== 'MODIFIED' || !old) return servicesOf(pod);
  const changed = endpointChanged(old, pod);
  if (!membershipChanged(old, pod)) return changed ? servicesOf(pod) : [];
  const before = new Set(servicesOf(old));
  const after = new Set(servicesOf(pod));
  const all = new Set([...before, ...after]);
  return changed ? all : [...all].filter((key) => !(before.has(key) && after.has(key)));
}

function endpointChanged(old: Pod, pod: Pod): boolean {
  if (old.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp) return true;
  if (isPodReady(old) !== isPodReady(pod) || isPodFinished(old) !== isPodFinished(pod)) return true;
  return addressesOf(old) !== addressesOf(pod);
}

const addressesOf = (pod: Pod): string => (pod.status.podIPs ?? []).map((p) => p.ip).join();

function membershipChanged(old: Pod, pod: Pod): boolean {
  const a = old.metadata.labels;
  const b = pod.metadata.labels;
  if (a === b) return false;
  const keys = Object.keys(a ?? {});
  return keys.length !== Object.keys(b ?? {}).length || keys.some((key) => a?.[key] !== b?.[key]);
}
