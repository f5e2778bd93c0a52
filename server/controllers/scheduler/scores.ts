import { matchesNodeSelectorTerm } from '../../api/node-selector.ts';
import { toleratesTaint } from '../../api/taints.ts';
import type { Attempt } from './attempt.ts';
import { domainOf } from './domains.ts';
import type { NodeView } from './node-view.ts';

/** How good nodes are for a pod, one number for each node; more is better unless `lessIsBetter`. */
interface Score {
  readonly weight: number;
  readonly lessIsBetter?: true;
  /** Left out when the pod does not care. */
  applies(attempt: Attempt): boolean;
  /** NaN for a node that is worse than any other. */
  of(attempt: Attempt, view: NodeView): number;
}

/** With the weights of the scheduler's plugins; each is scaled to 0…100 over the nodes before it counts. */
const SCALED: readonly Score[] = [
  {
    weight: 3,
    lessIsBetter: true,
    applies: ({ cluster }) => cluster.nodes.some(({ node }) => node.spec.taints?.some(isPreference)),
    of: ({ pod }, { node }) =>
      node.spec.taints?.filter((taint) => isPreference(taint) && !toleratesTaint(pod.spec.tolerations, taint)).length ??
      0,
  },
  {
    weight: 2,
    applies: ({ pod }) => preferredTerms(pod.spec).length > 0,
    of: ({ pod }, { node }) =>
      sum(preferredTerms(pod.spec), ({ weight, preference }) =>
        matchesNodeSelectorTerm(preference, node) ? weight : 0,
      ),
  },
  {
    weight: 2,
    lessIsBetter: true,
    applies: ({ spread }) => (spread?.preferred.length ?? 0) > 0,
    of: ({ spread }, view) =>
      sum(spread?.preferred ?? [], (constraint) => {
        const domain = domainOf(view, constraint.topologyKey);
        return domain === undefined ? Number.NaN : (constraint.byDomain.get(domain) ?? 0);
      }),
  },
  {
    weight: 2,
    applies: ({ affinity }) => affinity.preferred.length > 0,
    of: ({ affinity }, view) =>
      sum(affinity.preferred, (term) => term.weight * (term.byDomain.get(domainOf(view, term.topologyKey) ?? '') ?? 0)),
  },
  {
    // Without constraints of its own a pod keeps away from those of the same controller.
    weight: 2,
    lessIsBetter: true,
    applies: ({ demand, spread }) => demand.owner !== undefined && spread === undefined,
    of: ({ demand }, { siblings }) => siblings.get(demand.owner ?? '') ?? 0,
  },
];

/** The best of the nodes. Of equals the one with the fewest pods, then the first. */
export function bestNode(attempt: Attempt, views: readonly NodeView[]): NodeView | undefined {
  if (views.length <= 1) return views[0];
  const totals = views.map((view) => leastAllocated(attempt, view));
  for (const score of SCALED) if (score.applies(attempt)) addScaled(totals, score, { attempt, views });
  let best = 0;
  for (let i = 1; i < views.length; i++) {
    const difference = (totals[i] as number) - (totals[best] as number);
    const isEmptier = (views[i] as NodeView).pods < (views[best] as NodeView).pods;
    if (difference > 1e-9 || (difference > -1e-9 && isEmptier)) best = i;
  }
  return views[best];
}

function addScaled(
  totals: number[],
  score: Score,
  { attempt, views }: { attempt: Attempt; views: readonly NodeView[] },
) {
  const raw = views.map((view) => score.of(attempt, view));
  const known = raw.filter((value) => !Number.isNaN(value));
  const least = Math.min(...known);
  const range = Math.max(...known) - least || 1;
  for (let i = 0; i < totals.length; i++) {
    const value = raw[i] as number;
    if (Number.isNaN(value)) continue;
    const share = (value - least) / range;
    totals[i] = (totals[i] as number) + score.weight * 100 * (score.lessIsBetter ? 1 - share : share);
  }
}

/** 0…100: what would be left of cpu and memory, on average. */
function leastAllocated({ demand }: Attempt, { allocatable, likelyCpu, likelyMemory }: NodeView): number {
  const cpu = free(allocatable.cpu ?? 0, likelyCpu + demand.likelyCpu);
  const memory = free(allocatable.memory ?? 0, likelyMemory + demand.likelyMemory);
  return (cpu + memory) / 2;
}

function free(of: number, taken: number): number {
  return of <= 0 || taken > of ? 0 : ((of - taken) * 100) / of;
}

const isPreference = ({ effect }: { effect: string }): boolean => effect === 'PreferNoSchedule';

function preferredTerms({ affinity }: Attempt['pod']['spec']) {
  return affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  let total = 0;
  for (const item of items) total += of(item);
  return total;
}
