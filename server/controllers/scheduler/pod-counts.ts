import { compileLabelSelector, labelQueryOfMap } from '../../api/label-selector.ts';
import type { LabelSelector, PodAffinityTerm } from '../../api/types.gen.ts';
import { BoundedMap } from '../../lib/bounded-map.ts';
import { bump } from './node-view.ts';
import type { PodDemand } from './pod-demand.ts';

/** How many of the placed pods match something, by node. */
export type CountByNode = ReadonlyMap<string, number>;

/** Which pods are meant; two with the same key mean the same. */
export interface PodMatch {
  readonly key: string;
  matches(pod: PodDemand): boolean;
}

/**
 * Counts of placed pods for affinity and spreading. A count is begun with one scan when it is first asked for, and then
 * follows each pod that comes and goes: no scan for each pod that is to be placed.
 */
export interface PodCounts {
  of(match: PodMatch): CountByNode;
  changed(node: string, pod: PodDemand, by: 1 | -1): void;
  /** What matches mean has changed: the labels of a namespace. */
  clear(): void;
}

const MAX_COUNTS = 200;

export function createPodCounts(placed: () => Iterable<{ node: string; demand: PodDemand }>): PodCounts {
  const recent = new BoundedMap<string, { match: PodMatch; byNode: Map<string, number> }>(MAX_COUNTS);
  return {
    of(match) {
      const known = recent.get(match.key);
      if (known) return known.byNode;
      const byNode = new Map<string, number>();
      for (const { node, demand } of placed()) if (match.matches(demand)) bump(byNode, node, 1);
      recent.set(match.key, { match, byNode });
      return byNode;
    },
    changed(node, pod, by) {
      for (const { match, byNode } of recent.values()) if (match.matches(pod)) bump(byNode, node, by);
    },
    clear: () => recent.clear(),
  };
}

/** The labels of a namespace, for terms that choose namespaces by them. */
export type NamespaceLabels = (namespace: string) => Readonly<Record<string, string>> | undefined;

/** The pods that an affinity term of a pod in `namespace` means. */
export function matchOfTerm(term: PodAffinityTerm, namespace: string, labelsOf: NamespaceLabels): PodMatch {
  const { labelSelector, namespaceSelector, namespaces = [] } = term;
  const own = namespaces.length === 0 && !namespaceSelector ? [namespace] : namespaces;
  const query = compileLabelSelector(labelSelector);
  const chosen = compileLabelSelector(namespaceSelector);
  return {
    key: JSON.stringify([own, namespaceSelector, labelSelector]),
    matches: (pod) =>
      query.matches(pod.labels) &&
      (own.includes(pod.namespace) || (namespaceSelector !== undefined && chosen.matches(labelsOf(pod.namespace)))),
  };
}

/** The pods of one namespace that match a selector and have these labels too. */
export function matchInNamespace(
  namespace: string,
  selector: LabelSelector | undefined,
  labels: Readonly<Record<string, string>>,
): PodMatch {
  const query = compileLabelSelector(selector);
  const exact = labelQueryOfMap(labels);
  return {
    key: JSON.stringify([namespace, selector, labels]),
    matches: (pod) => pod.namespace === namespace && query.matches(pod.labels) && exact.matches(pod.labels),
  };
}

/** The pods that all of these mean. */
export function matchAll(all: readonly PodMatch[]): PodMatch {
  const [first] = all;
  if (first && all.length === 1) return first;
  return { key: JSON.stringify(all.map((match) => match.key)), matches: (pod) => all.every((m) => m.matches(pod)) };
}
