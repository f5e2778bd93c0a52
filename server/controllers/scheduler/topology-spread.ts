import { matchesNodeAffinity } from '../../api/node-selector.ts';
import { untoleratedTaint } from '../../api/taints.ts';
import type { Node, Pod, TopologySpreadConstraint } from '../../api/types.gen.ts';
import type { ClusterView } from './cluster-view.ts';
import { domainOf } from './domains.ts';
import type { NodeView } from './node-view.ts';
import { matchInNamespace } from './pod-counts.ts';
import type { PodDemand } from './pod-demand.ts';
import { type Refusal, refuse } from './refusal.ts';

/** The pod's topology spread constraints, with how many pods each domain has already. */
export interface SpreadPlan {
  readonly required: readonly CountedConstraint[];
  readonly preferred: readonly CountedConstraint[];
}

export interface CountedConstraint {
  readonly topologyKey: string;
  readonly maxSkew: number;
  /** The pod counts itself where its own labels match. */
  readonly self: 0 | 1;
  /** Pods in each domain of nodes that take part. */
  readonly byDomain: ReadonlyMap<string, number>;
  /** Pods in the emptiest domain; 0 when there are fewer domains than wanted. */
  readonly fewest: number;
}

export function planSpread(pod: Pod, demand: PodDemand, cluster: ClusterView): SpreadPlan | undefined {
  const constraints = pod.spec.topologySpreadConstraints;
  if (!constraints || constraints.length === 0) return undefined;
  const counted = (wanted: TopologySpreadConstraint['whenUnsatisfiable']) => {
    const chosen = constraints.filter((constraint) => constraint.whenUnsatisfiable === wanted);
    const keys = chosen.map((constraint) => constraint.topologyKey);
    return chosen.map((constraint) => countConstraint(constraint, { pod, demand, cluster, keys }));
  };
  return { required: counted('DoNotSchedule'), preferred: counted('ScheduleAnyway') };
}

interface Spreading {
  pod: Pod;
  demand: PodDemand;
  cluster: ClusterView;
  /** Only nodes that have all of these labels take part. */
  keys: readonly string[];
}

function countConstraint(constraint: TopologySpreadConstraint, spreading: Spreading): CountedConstraint {
  const { demand, cluster, pod, keys } = spreading;
  const { topologyKey, maxSkew, minDomains = 1 } = constraint;
  const match = matchInNamespace(demand.namespace, constraint.labelSelector, ownLabels(constraint, demand));
  const byNode = cluster.counts.of(match);
  const byDomain = new Map<string, number>();
  for (const { node, name } of cluster.nodes) {
    if (!takesPart(node, pod, { constraint, keys })) continue;
    const domain = node.metadata.labels?.[topologyKey] as string;
    byDomain.set(domain, (byDomain.get(domain) ?? 0) + (byNode.get(name) ?? 0));
  }
  const fewest = byDomain.size < minDomains ? 0 : Math.min(...byDomain.values());
  return { topologyKey, maxSkew, self: match.matches(demand) ? 1 : 0, byDomain, fewest };
}

function takesPart(
  node: Node,
  pod: Pod,
  { constraint, keys }: { constraint: TopologySpreadConstraint; keys: readonly string[] },
) {
  const labels = node.metadata.labels ?? {};
  if (!keys.every((key) => labels[key] !== undefined)) return false;
  if (constraint.nodeAffinityPolicy !== 'Ignore' && !matchesNodeAffinity(pod.spec, node)) return false;
  return (
    constraint.nodeTaintsPolicy !== 'Honor' ||
    !untoleratedTaint(node.spec.taints, pod.spec.tolerations, ['NoSchedule', 'NoExecute'])
  );
}

function ownLabels({ matchLabelKeys = [] }: TopologySpreadConstraint, { labels }: PodDemand): Record<string, string> {
  return Object.fromEntries(matchLabelKeys.flatMap((key) => (labels[key] === undefined ? [] : [[key, labels[key]]])));
}

const UNEVEN = refuse("node(s) didn't match pod topology spread constraints", { preemptible: true });
const NO_LABEL = refuse("node(s) didn't match pod topology spread constraints (missing required label)");

export function spreadRefusal({ required }: SpreadPlan, view: NodeView): Refusal | undefined {
  for (const { topologyKey, byDomain, self, fewest, maxSkew } of required) {
    const domain = domainOf(view, topologyKey);
    if (domain === undefined) return NO_LABEL;
    if ((byDomain.get(domain) ?? 0) + self - fewest > maxSkew) return UNEVEN;
  }
  return undefined;
}
