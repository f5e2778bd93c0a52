import type { Attempt } from './attempt.ts';
import { FILTERS } from './filters.ts';
import type { NodeView } from './node-view.ts';
import type { Refusal } from './refusal.ts';
import { bestNode } from './scores.ts';

/** Where a pod goes, or why it cannot go anywhere. */
export type Choice = { node: string } | { node?: undefined; message: string };

/** Pure: depends on nothing but what the attempt holds. */
export function pickNode(attempt: Attempt): Choice {
  const { nodes } = attempt.cluster;
  if (nodes.length === 0) return { message: 'no nodes available to schedule pods' };
  const fitting: NodeView[] = [];
  const refusals: Refusal[] = [];
  for (const view of nodes) {
    const refusal = firstRefusal(attempt, view);
    if (refusal) refusals.push(refusal);
    else fitting.push(view);
  }
  const best = bestNode(attempt, fitting);
  if (best) return { node: best.name };
  const all = `0/${nodes.length} nodes are available:`;
  const reasons = countTexts(refusals.flatMap(({ reasons }) => reasons));
  return { message: `${all} ${reasons}. ${whyNotByForce(attempt, refusals)}` };
}

/** The message for a pod that can go nowhere whatever the nodes are like. */
export function refusedEverywhere(attempt: Attempt, reason: string): Choice {
  const { nodes } = attempt.cluster;
  if (nodes.length === 0) return { message: 'no nodes available to schedule pods' };
  const refusals = nodes.map(() => ({ reasons: [reason], preemptible: false }));
  return { message: `0/${nodes.length} nodes are available: ${reason}. ${whyNotByForce(attempt, refusals)}` };
}

function firstRefusal(attempt: Attempt, view: NodeView): Refusal | undefined {
  for (const filter of FILTERS) {
    const refusal = filter(attempt, view);
    if (refusal) return refusal;
  }
  return undefined;
}

// NOTE: nobody is preempted here, so that no victims can be found.
function whyNotByForce({ pod }: Attempt, refusals: readonly Refusal[]): string {
  const prefix = 'no new claims to deallocate, preemption:';
  if (pod.spec.preemptionPolicy === 'Never') return `${prefix} not eligible due to preemptionPolicy=Never.`;
  const reasons = refusals.map(({ preemptible }) =>
    preemptible ? 'No preemption victims found for incoming pod' : 'Preemption is not helpful for scheduling',
  );
  return `${prefix} 0/${refusals.length} nodes are available: ${countTexts(reasons)}.`;
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
