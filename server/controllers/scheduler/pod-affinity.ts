import type { LabelSelector, Pod, PodAffinityTerm } from '../../api/types.gen.ts';
import type { ClusterView } from './cluster-view.ts';
import { type CountByDomain, countByDomain, domainOf } from './domains.ts';
import type { NodeView } from './node-view.ts';
import { matchAll, matchOfTerm, type PodMatch } from './pod-counts.ts';
import type { PodDemand } from './pod-demand.ts';
import { type Refusal, refuse } from './refusal.ts';

/** Terms of affinity to other pods, with how many of those are in each domain. */
export interface PodAffinityPlan {
  readonly attracted: readonly CountedTerm[];
  /** No pod that it wants to be with is anywhere, but it is one itself: the first of a group may start anywhere. */
  readonly isFirst: boolean;
  readonly repelled: readonly CountedTerm[];
  /** Pods that are there already and do not want this one near them. */
  readonly unwelcome: readonly CountedTerm[];
  readonly preferred: readonly (CountedTerm & { weight: number })[];
}

export interface CountedTerm {
  readonly topologyKey: string;
  readonly byDomain: CountByDomain;
}

const NONE: readonly never[] = Object.freeze([]);
const NO_PLAN: PodAffinityPlan = { attracted: NONE, isFirst: false, repelled: NONE, unwelcome: NONE, preferred: NONE };

export function planPodAffinity(pod: Pod, demand: PodDemand, cluster: ClusterView): PodAffinityPlan {
  const unwelcome = unwelcomeTerms(demand, cluster);
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  if (!podAffinity && !podAntiAffinity) return unwelcome.length === 0 ? NO_PLAN : { ...NO_PLAN, unwelcome };
  const matchOf = (term: PodAffinityTerm) =>
    matchOfTerm(withLabelKeys(term, demand), demand.namespace, cluster.labelsOf);
  const counted = ({ topologyKey }: PodAffinityTerm, match: PodMatch): CountedTerm => ({
    topologyKey,
    byDomain: countByDomain(cluster.nodes, cluster.counts.of(match), topologyKey),
  });
  const required = podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  // Only pods that meet all terms count for any of them.
  const all = matchAll(required.map(matchOf));
  const attracted = required.map((term) => counted(term, all));
  const repels = podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? [];
  const weighted = (terms = podAffinity?.preferredDuringSchedulingIgnoredDuringExecution, sign = 1) =>
    (terms ?? []).map(({ weight, podAffinityTerm: term }) => ({
      ...counted(term, matchOf(term)),
      weight: sign * weight,
    }));
  return {
    attracted,
    isFirst: attracted.every(({ byDomain }) => byDomain.size === 0) && all.matches(demand),
    repelled: repels.map((term) => counted(term, matchOf(term))),
    unwelcome,
    preferred: [...weighted(), ...weighted(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [], -1)],
  };
}

function unwelcomeTerms(demand: PodDemand, cluster: ClusterView): readonly CountedTerm[] {
  let terms: CountedTerm[] | undefined;
  for (const { topologyKey, match, byNode } of cluster.repellers()) {
    if (!match.matches(demand)) continue;
    terms ??= [];
    terms.push({ topologyKey, byDomain: countByDomain(cluster.nodes, byNode, topologyKey) });
  }
  return terms ?? NONE;
}

/** `matchLabelKeys` are the pod's own labels as part of the selector, `mismatchLabelKeys` their opposite. */
function withLabelKeys(term: PodAffinityTerm, { labels }: PodDemand): PodAffinityTerm {
  const { labelSelector, matchLabelKeys = [], mismatchLabelKeys = [] } = term;
  if (!labelSelector || matchLabelKeys.length + mismatchLabelKeys.length === 0) return term;
  const demanded = (keys: readonly string[], operator: 'In' | 'NotIn') =>
    keys.flatMap((key) => (labels[key] === undefined ? [] : [{ key, operator, values: [labels[key]] }]));
  const selector: LabelSelector = {
    ...labelSelector,
    matchExpressions: [
      ...(labelSelector.matchExpressions ?? []),
      ...demanded(matchLabelKeys, 'In'),
      ...demanded(mismatchLabelKeys, 'NotIn'),
    ],
  };
  return { ...term, labelSelector: selector };
}

const AWAY_FROM_FRIENDS = refuse("node(s) didn't match pod affinity rules");
const NEAR_FOES = refuse("node(s) didn't match pod anti-affinity rules", { preemptible: true });
const UNWELCOME = refuse("node(s) didn't satisfy existing pods anti-affinity rules", { preemptible: true });

export function affinityRefusal(plan: PodAffinityPlan, view: NodeView): Refusal | undefined {
  if (!plan.attracted.every((term) => isNear(view, term, plan))) return AWAY_FROM_FRIENDS;
  if (plan.repelled.some((term) => isIn(view, term))) return NEAR_FOES;
  return plan.unwelcome.some((term) => isIn(view, term)) ? UNWELCOME : undefined;
}

function isNear(view: NodeView, { topologyKey, byDomain }: CountedTerm, { isFirst }: PodAffinityPlan): boolean {
  const domain = domainOf(view, topologyKey);
  return domain !== undefined && (isFirst || byDomain.has(domain));
}

function isIn(view: NodeView, { topologyKey, byDomain }: CountedTerm): boolean {
  const domain = domainOf(view, topologyKey);
  return domain !== undefined && byDomain.has(domain);
}
