import { addToNode, copyOfNode, type NodeView } from './node-view.ts';
import type { PodDemand } from './pod-demand.ts';

/** Rooms on nodes that are kept for pods which wait until others have left: Kubernetes' nominated nodes. */
export interface Promises {
  /** Of two nodes for one pod the last counts. */
  add(key: string, node: string, demand: () => PodDemand): void;
  delete(key: string): void;
  /** The node as a pod finds it: with those on it whom it was promised and who are not less important. */
  seenBy(pod: { key: string; priority: number }, view: NodeView): NodeView;
}

export function createPromises(): Promises {
  const promised = new Map<string, { node: string; demand: PodDemand }>();
  return {
    add(key, node, demandOf) {
      if (promised.get(key)?.node !== node) promised.set(key, { node, demand: demandOf() });
    },
    delete: (key) => void promised.delete(key),
    seenBy({ key, priority }, view) {
      if (promised.size === 0) return view;
      let seen = view;
      for (const [other, { node, demand }] of promised) {
        if (other === key || node !== view.name || demand.priority < priority) continue;
        if (seen === view) seen = copyOfNode(view);
        addToNode(seen, demand);
      }
      return seen;
    },
  };
}
