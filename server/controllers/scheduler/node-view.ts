import { type Amounts, amountsOf } from '../../api/pod-requests.ts';
import type { ContainerPort, Node } from '../../api/types.gen.ts';
import type { PodDemand } from './pod-demand.ts';

/** A node with what its pods have taken of it, kept up to date one pod at a time. */
export interface NodeView {
  readonly name: string;
  node: Node;
  allocatable: Amounts;
  readonly taken: Record<string, number>;
  likelyCpu: number;
  likelyMemory: number;
  pods: number;
  hostPorts: ContainerPort[];
  /** How many pods of a controller are here. */
  readonly siblings: Map<string, number>;
}

export function nodeView(node: Node): NodeView {
  const view = { name: node.metadata.name, node, allocatable: {}, taken: {}, likelyCpu: 0, likelyMemory: 0, pods: 0 };
  return setNode({ ...view, hostPorts: [], siblings: new Map() }, node);
}

export function setNode(view: NodeView, node: Node): NodeView {
  view.node = node;
  view.allocatable = amountsOf(node.status.allocatable);
  return view;
}

/** To try out what it would be like with other pods. */
export function copyOfNode(view: NodeView): NodeView {
  return { ...view, taken: { ...view.taken }, siblings: new Map(view.siblings) };
}

export function addToNode(view: NodeView, demand: PodDemand): void {
  count(view, demand, 1);
  if (demand.hostPorts.length > 0) view.hostPorts = [...view.hostPorts, ...demand.hostPorts];
}

export function takeFromNode(view: NodeView, demand: PodDemand): void {
  count(view, demand, -1);
  if (demand.hostPorts.length > 0) view.hostPorts = view.hostPorts.filter((port) => !demand.hostPorts.includes(port));
}

function count(view: NodeView, demand: PodDemand, sign: 1 | -1): void {
  view.pods += sign;
  view.likelyCpu += sign * demand.likelyCpu;
  view.likelyMemory += sign * demand.likelyMemory;
  for (const name in demand.requests) {
    view.taken[name] = (view.taken[name] ?? 0) + sign * (demand.requests[name] as number);
  }
  if (demand.owner !== undefined) bump(view.siblings, demand.owner, sign);
}

/** Adds to a count, and forgets it at zero. */
export function bump(counts: Map<string, number>, key: string, by: number): void {
  const next = (counts.get(key) ?? 0) + by;
  if (next === 0) counts.delete(key);
  else counts.set(key, next);
}
