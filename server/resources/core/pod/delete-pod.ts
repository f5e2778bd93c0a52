import type { Pod } from '../../../api/types.gen.ts';

/** Seconds that a pod has to end by itself. One that no node has, or that has ended, goes at once. */
export function gracePeriodOf(pod: Pod, requested: number | undefined): number {
  const { phase } = pod.status ?? {};
  if (!pod.spec?.nodeName || phase === 'Failed' || phase === 'Succeeded') return 0;
  const seconds = requested ?? pod.spec.terminationGracePeriodSeconds ?? 0;
  return seconds < 0 ? 1 : seconds;
}
