import type { Pod } from '../api/types.gen.ts';
import { parseDuration } from '../lib/clock.ts';
import type { ContainerView } from './containers.ts';

/** Prefix of the annotations by which users say what simulated pods do: the table is in start-nodes.ts. */
export const SIMULATION_PREFIX = 'sim.kubeling.dev/';

/** What an annotation says for the pod as a whole. */
export function simulated({ metadata }: Pod, what: string): string | undefined {
  return metadata.annotations?.[SIMULATION_PREFIX + what];
}

/** What is said for the container by its name, or for all main containers. */
export function simulatedFor(pod: Pod, what: string, { spec, kind }: ContainerView): string | undefined {
  if (!pod.metadata.annotations) return undefined;
  return simulated(pod, `${what}.${spec.name}`) ?? (kind === 'main' ? simulated(pod, what) : undefined);
}

/** A duration such as `1m30s`, or whole seconds, in milliseconds. Undefined also for what cannot be read. */
export function delayOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  try {
    return /^\d+$/.test(text) ? Number(text) * 1000 : parseDuration(text);
  } catch {
    return undefined;
  }
}
