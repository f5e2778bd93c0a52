import { isPodActive, untilPodAvailable } from '../api/pods.ts';
import type { Pod } from '../api/types.gen.ts';

/** Milliseconds until the next ready pod has been ready for long enough; undefined when none is waited for. */
export function untilNextAvailable(pods: readonly Pod[], minReadySeconds: number, now: number): number | undefined {
  const waits = pods.filter(isPodActive).map((pod) => untilPodAvailable(pod, minReadySeconds, now) ?? 0);
  const positive = waits.filter((wait) => wait > 0);
  return positive.length === 0 ? undefined : Math.min(...positive);
}
