import type { Node } from '../../api/types.gen.ts';
import { addToNode, bump, type NodeView, nodeView, setNode, takeFromNode } from './node-view.ts';
import { createPodCounts, matchOfTerm, type NamespaceLabels, type PodCounts, type PodMatch } from './pod-counts.ts';
import type { PodDemand } from './pod-demand.ts';
import { createPromises, type Promises } from './promises.ts';

/** Nodes and what runs on them, as far as placing the next pod depends on it. Each change costs what it changes. */
export interface ClusterView {
  /** By name, whichever came first: of equally good nodes it is always the same that is chosen. */
  readonly nodes: readonly NodeView[];
  readonly counts: PodCounts;
  readonly labelsOf: NamespaceLabels;
  /** What placed pods keep away from themselves. */
  repellers(): Iterable<Repeller>;
  setNode(node: Node): void;
  removeNode(name: string): void;
  /** Puts a pod on a node, or moves it there; the same again changes nothing. */
  place(key: string, node: string, demand: () => PodDemand): void;
  /** Answers whether the pod was placed. */
  remove(key: string): boolean;
  placeOf(key: string): string | undefined;
  /** They end when the pod is placed or removed. */
  readonly promises: Promises;
}

/** A term of required anti-affinity, and how many pods that have it are on each node. */
export interface Repeller {
  readonly topologyKey: string;
  readonly match: PodMatch;
  readonly byNode: Map<string, number>;
}

interface Placed {
  node: string;
  demand: PodDemand;
}

export function createClusterView(labelsOf: NamespaceLabels): ClusterView {
  const views = new Map<string, NodeView>();
  const placed = new Map<string, Placed>();
  const promises = createPromises();
  const repellers = new Map<string, Repeller>();
  const counts = createPodCounts(() => placed.values());
  let nodes: NodeView[] = [];

  const countRepelled = ({ node, demand }: Placed, by: 1 | -1) => {
    for (const term of demand.repels) {
      const match = matchOfTerm(term, demand.namespace, labelsOf);
      const key = `${term.topologyKey}\n${match.key}`;
      const repeller = repellers.get(key) ?? { topologyKey: term.topologyKey, match, byNode: new Map() };
      bump(repeller.byNode, node, by);
      if (repeller.byNode.size > 0) repellers.set(key, repeller);
      else repellers.delete(key);
    }
  };

  const remove = (key: string): boolean => {
    promises.delete(key);
    const known = placed.get(key);
    if (!known) return false;
    placed.delete(key);
    const view = views.get(known.node);
    if (view) takeFromNode(view, known.demand);
    counts.changed(known.node, known.demand, -1);
    countRepelled(known, -1);
    return true;
  };

  return {
    get nodes() {
      return nodes;
    },
    counts,
    labelsOf,
    repellers: () => repellers.values(),
    setNode(node) {
      const known = views.get(node.metadata.name);
      if (known) return void setNode(known, node);
      const view = nodeView(node);
      for (const pod of placed.values()) if (pod.node === view.name) addToNode(view, pod.demand);
      views.set(view.name, view);
      nodes = [...views.values()].sort(byName);
    },
    removeNode(name) {
      views.delete(name);
      nodes = [...views.values()];
    },
    place(key, node, demandOf) {
      if (placed.get(key)?.node === node) return;
      remove(key);
      const pod = { node, demand: demandOf() };
      placed.set(key, pod);
      const view = views.get(node);
      if (view) addToNode(view, pod.demand);
      counts.changed(node, pod.demand, 1);
      countRepelled(pod, 1);
    },
    remove,
    placeOf: (key) => placed.get(key)?.node,
    promises,
  };
}

/** `node-2` is before `node-10`. */
function byName({ name: a }: NodeView, { name: b }: NodeView): number {
  return a.length - b.length || (a < b ? -1 : 1);
}
