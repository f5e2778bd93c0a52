import { keyOf } from '../api/object.ts';
import { isPodFinished, isPodReady } from '../api/pods.ts';
import { pods, services } from '../api/resource-types.gen.ts';
import { createSelectorIndex, labelTerm } from '../api/selector-index.ts';
import type { Pod, Service } from '../api/types.gen.ts';
import type { Informer, InformerEvent, Informers } from '../client/informer.ts';

/**
 * Joins Services and the pods that they select, for the controllers of endpoints: kept with each change, so that neither
 * side is ever scanned for the other.
 */
export interface PodsOfServices {
  services: Informer<Service>;
  pods: Informer<Pod>;
  /** The pods that the Service of this key selects, by their keys; finished ones too. None without a selector. */
  podsOf(serviceKey: string): ReadonlyMap<string, Pod>;
  /** The keys of the Services that select the pod. */
  servicesOf(pod: Pod): string[];
}

const BY_LABEL = 'label';
const NONE: ReadonlyMap<string, Pod> = new Map();

/** Calls `onChange` with the key of each Service that was changed, or that selects or selected a changed pod. */
export function followPodsOfServices(informers: Informers, onChange: (serviceKey: string) => void): PodsOfServices {
  const allServices = informers.for(services);
  const allPods = informers.for(pods);
  const selectors = createSelectorIndex();
  const members = new Map<string, Map<string, Pod>>();
  const servicesOf = (pod: Pod) => selectors.matching(pod.metadata.namespace ?? '', pod.metadata.labels);

  allPods.addIndex(BY_LABEL, (pod) =>
    Object.entries(pod.metadata.labels ?? {}).map(([k, v]) => labelTerm(pod.metadata.namespace ?? '', k, v)),
  );
  allServices.onEvent(({ type, object, old }) => {
    const key = keyOf(object);
    if (type === 'DELETED') {
      selectors.delete(key);
      members.delete(key);
    } else if (!old || !sameLabels(old.spec.selector, object.spec.selector)) {
      selectors.set(key, object.metadata.namespace ?? '', object.spec.selector);
      members.set(key, selectPods(allPods, object));
    }
    onChange(key);
  });
  allPods.onEvent((event) => {
    const { object: pod, old } = event;
    const after = event.type === 'DELETED' ? [] : servicesOf(pod);
    const hasMoved =
      event.type === 'DELETED' || (old !== undefined && !sameLabels(old.metadata.labels, pod.metadata.labels));
    const before = hasMoved ? servicesOf(old ?? pod) : after;
    const key = keyOf(pod);
    for (const service of before) members.get(service)?.delete(key);
    for (const service of after) members.get(service)?.set(key, pod);
    for (const service of servicesToUpdate(event, before, after)) onChange(service);
  });

  return { services: allServices, pods: allPods, servicesOf, podsOf: (key) => members.get(key) ?? NONE };
}

function selectPods(allPods: Informer<Pod>, { metadata, spec }: Service): Map<string, Pod> {
  const pairs = Object.entries(spec.selector ?? {});
  const [first] = rarestFirst(allPods, metadata.namespace ?? '', pairs);
  const selected = new Map<string, Pod>();
  if (!first) return selected;
  for (const pod of allPods.byIndex(BY_LABEL, first)) {
    const labels = pod.metadata.labels ?? {};
    if (pairs.every(([k, v]) => labels[k] === v)) selected.set(keyOf(pod), pod);
  }
  return selected;
}

function rarestFirst(allPods: Informer<Pod>, namespace: string, pairs: [string, string][]): string[] {
  const terms = pairs.map(([k, v]) => labelTerm(namespace, k, v));
  if (terms.length < 2) return terms;
  return terms.sort((a, b) => allPods.indexSize(BY_LABEL, a) - allPods.indexSize(BY_LABEL, b));
}

/** Services for which the change may mean other endpoints; those that keep a pod of which nothing shows are left out. */
function servicesToUpdate({ type, object, old }: InformerEvent<Pod>, before: string[], after: string[]): string[] {
  if (before === after) return type === 'MODIFIED' && old && !endpointChanged(old, object) ? [] : after;
  const all = [...new Set([...before, ...after])];
  if (!old || endpointChanged(old, object)) return all;
  return all.filter((key) => !(before.includes(key) && after.includes(key)));
}

function endpointChanged(old: Pod, pod: Pod): boolean {
  if (old.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp) return true;
  if (isPodReady(old) !== isPodReady(pod) || isPodFinished(old) !== isPodFinished(pod)) return true;
  return addressesOf(old) !== addressesOf(pod);
}

const addressesOf = (pod: Pod): string => (pod.status.podIPs ?? []).map((p) => p.ip).join();

type Labels = Readonly<Record<string, string>> | undefined;

function sameLabels(a: Labels, b: Labels): boolean {
  if (a === b) return true;
  const keys = Object.keys(a ?? {});
  return keys.length === Object.keys(b ?? {}).length && keys.every((key) => a?.[key] === b?.[key]);
}
