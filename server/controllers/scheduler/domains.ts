import type { NodeView } from './node-view.ts';
import type { CountByNode } from './pod-counts.ts';

/** Counts of pods by the value that their node's label `topologyKey` has. */
export type CountByDomain = ReadonlyMap<string, number>;

export function countByDomain(nodes: readonly NodeView[], byNode: CountByNode, topologyKey: string): CountByDomain {
  const byDomain = new Map<string, number>();
  if (byNode.size === 0) return byDomain;
  for (const view of nodes) {
    const count = byNode.get(view.name);
    const domain = domainOf(view, topologyKey);
    if (count !== undefined && domain !== undefined) byDomain.set(domain, (byDomain.get(domain) ?? 0) + count);
  }
  return byDomain;
}

/** Undefined for a node without the label, which is in no domain. */
export function domainOf({ node }: NodeView, topologyKey: string): string | undefined {
  return node.metadata.labels?.[topologyKey];
}
