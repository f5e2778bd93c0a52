import { keyOf } from '../../api/object.ts';
import type { Attempt } from './attempt.ts';
import { firstRefusal } from './filters.ts';
import type { NodeView } from './node-view.ts';
import { type Preemption, planPreemption, type Residents, waitsForVictims } from './preemption.ts';
import type { Refusal } from './refusal.ts';
import { bestNode } from './scores.ts';

/** Where a pod goes, or why it cannot go anywhere yet, and who has to give way so that it can. */
export type Choice = { node: string } | NoNode;

export interface NoNode {
  node?: undefined;
  message: string;
  preemption?: Preemption;
}

/** Pure: depends on nothing but what the attempt and the residents tell. */
export function pickNode(attempt: Attempt, residents: Residents): Choice {
  const fitting: NodeView[] = [];
  const refused: Refused[] = [];
  const { pod, demand, cluster } = attempt;
  const asker = { key: keyOf(pod), priority: demand.priority };
  for (const node of cluster.nodes) {
    const view = cluster.promises.seenBy(asker, node);
    const refusal = firstRefusal(attempt, view);
    if (refusal) refused.push({ view, refusal });
    else fitting.push(view);
  }
  const best = bestNode(attempt, fitting);
  if (best) return { node: best.name };
  const reasons = countTexts(refused.flatMap(({ refusal }) => refusal.reasons));
  return noNode(attempt, { reasons, refused, residents });
}

/** For a pod that can go nowhere whatever the nodes are like. */
export function refusedEverywhere(attempt: Attempt, reason: string): NoNode {
  const refused = attempt.cluster.nodes.map((view) => ({ view, refusal: { reasons: [reason], preemptible: false } }));
  return noNode(attempt, { reasons: reason, refused, residents: () => [] });
}

interface Refused {
  view: NodeView;
  refusal: Refusal;
}

const UNHELPFUL = 'Preemption is not helpful for scheduling';

function noNode(
  attempt: Attempt,
  { reasons, refused, residents }: { reasons: string; refused: readonly Refused[]; residents: Residents },
): NoNode {
  const count = refused.length;
  if (count === 0) return { message: 'no nodes available to schedule pods' };
  const message = `0/${count} nodes are available: ${reasons}.`;
  const prefix = `${message} no new claims to deallocate, preemption:`;
  if (attempt.pod.spec.preemptionPolicy === 'Never') {
    return { message: `${prefix} not eligible due to preemptionPolicy=Never.` };
  }
  if (waitsForVictims(attempt, residents)) {
    return { message: `${prefix} not eligible due to a terminating pod on the nominated node.` };
  }
  const open = refused.filter(({ refusal }) => refusal.preemptible).map(({ view }) => view);
  const plan = planPreemption(attempt, open, residents);
  if ('victims' in plan) return { message, preemption: plan };
  const unhelpful = Array.from({ length: count - open.length }, () => UNHELPFUL);
  return { message: `${prefix} 0/${count} nodes are available: ${countTexts([...plan.reasons, ...unhelpful])}.` };
}

/** `2 Insufficient cpu, 1 Too many pods`, sorted as text. */
function countTexts(texts: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts]
    .map(([text, count]) => `${count} ${text}`)
    .sort()
    .join(', ');
}
