import type { Pod } from '../../api/types.gen.ts';
import { millisecondsOf } from '../../lib/timestamps.ts';
import type { Attempt } from './attempt.ts';
import { firstRefusal } from './filters.ts';
import { addToNode, copyOfNode, type NodeView, takeFromNode } from './node-view.ts';
import { podDemand } from './pod-demand.ts';

/** Room that is made for a pod by ending others of lower priority. */
export interface Preemption {
  readonly node: string;
  readonly victims: readonly Pod[];
}

/** The pods on a node, those that are being deleted among them. */
export type Residents = (node: string) => Iterable<Pod>;

/** Where others have to give way, or why that does not help: a reason for each of the nodes. */
export function planPreemption(
  attempt: Attempt,
  views: readonly NodeView[],
  residents: Residents,
): Preemption | { reasons: string[] } {
  const reasons: string[] = [];
  let best: Preemption | undefined;
  for (const view of views) {
    const plan = victimsOn(attempt, view, residents);
    if ('reasons' in plan) reasons.push(...plan.reasons);
    else if (!best || isGentler(plan, best)) best = plan;
  }
  return best ?? { reasons };
}

/** Who was promised a node waits for those who are leaving it. */
export function waitsForVictims({ pod, demand }: Attempt, residents: Residents): boolean {
  const { nominatedNodeName } = pod.status;
  if (!nominatedNodeName) return false;
  return [...residents(nominatedNodeName)].some(
    (other) => other.metadata.deletionTimestamp !== undefined && priorityOf(other) < demand.priority,
  );
}

function victimsOn(
  attempt: Attempt,
  view: NodeView,
  residents: Residents,
): Preemption | { reasons: readonly string[] } {
  const lower = [...residents(view.name)].filter((pod) => priorityOf(pod) < attempt.demand.priority);
  if (lower.length === 0) return { reasons: ['No preemption victims found for incoming pod'] };
  const without = copyOfNode(view);
  for (const pod of lower) takeFromNode(without, podDemand(pod));
  const refusal = firstRefusal(attempt, without);
  if (refusal) return { reasons: refusal.reasons };
  const victims: Pod[] = [];
  // As many as can are spared, the most important first.
  for (const pod of lower.sort(byImportance)) {
    const demand = podDemand(pod);
    addToNode(without, demand);
    if (!firstRefusal(attempt, without)) continue;
    takeFromNode(without, demand);
    victims.push(pod);
  }
  return { node: view.name, victims };
}

function byImportance(a: Pod, b: Pod): number {
  return priorityOf(b) - priorityOf(a) || startOf(a) - startOf(b);
}

/** Lower priorities first, then fewer of them. */
function isGentler(a: Preemption, b: Preemption): boolean {
  const [one, other] = [a, b].map(({ victims }) => victims.map(priorityOf)) as [number[], number[]];
  const highest = Math.max(...one) - Math.max(...other);
  return highest < 0 || (highest === 0 && one.length < other.length);
}

function priorityOf({ spec }: Pod): number {
  return spec.priority ?? 0;
}

function startOf({ status }: Pod): number {
  return millisecondsOf(status.startTime) ?? Number.POSITIVE_INFINITY;
}
