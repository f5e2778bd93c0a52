import { tolerates } from '../../api/taints.ts';
import type { Pod, Taint } from '../../api/types.gen.ts';
import { millisecondsOf } from '../../lib/timestamps.ts';

/**
 * When the pod has to leave a node with these taints, in milliseconds since the epoch. Undefined: never. What it
 * tolerates for a time counts from when the taint was added, or was first seen if it does not say so.
 */
export function evictionTime({ spec }: Pod, taints: readonly Taint[] | undefined, seen: number): number | undefined {
  let earliest: number | undefined;
  for (const taint of taints ?? []) {
    if (taint.effect !== 'NoExecute') continue;
    const matching = (spec.tolerations ?? []).filter((toleration) => tolerates(toleration, taint));
    const added = millisecondsOf(taint.timeAdded) ?? seen;
    const seconds = matching.map(({ tolerationSeconds }) => tolerationSeconds).filter((time) => time !== undefined);
    // One without a time does not lengthen the time of another.
    if (matching.length > 0 && seconds.length === 0) continue;
    const time = matching.length === 0 ? seen : added + Math.max(0, Math.min(...seconds)) * 1000;
    earliest = earliest === undefined ? time : Math.min(earliest, time);
  }
  return earliest;
}
