import { findCondition } from '../api/conditions.ts';
import type { Pod, Service } from '../api/types.gen.ts';
import { millisecondsOf } from '../lib/timestamps.ts';

/** Says since when endpoints are out of date, for the annotation `endpoints.kubernetes.io/last-change-trigger-time`. */
export interface TriggerTimes {
  /**
   * The RFC 3339 time of the earliest change since the last call for this Service: a pod's change of readiness or the
   * creation of the Service. Undefined when what changed has no time. To be called on every reconcile.
   */
  next(key: string, service: Service, pods: readonly Pod[]): string | undefined;
  forget(key: string): void;
}

export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

interface Known {
  pods: Map<string, number>;
  service: number;
}

export function createTriggerTimes(): TriggerTimes {
  const known = new Map<string, Known>();
  return {
    forget: (key) => void known.delete(key),
    next(key, service, pods) {
      const before = known.get(key);
      const created = service.metadata.creationTimestamp;
      const now: Known = { pods: new Map(), service: millisecondsOf(created) ?? 0 };
      let earliest: { at: number; text: string } | undefined;
      const offer = (at: number, last: number, text: string) => {
        if (at > last && (!earliest || at < earliest.at)) earliest = { at, text };
      };
      for (const pod of pods) {
        const text = findCondition(pod.status.conditions, 'Ready')?.lastTransitionTime;
        if (!text) continue;
        const at = millisecondsOf(text);
        now.pods.set(pod.metadata.name, at);
        offer(at, before?.pods.get(pod.metadata.name) ?? 0, text);
      }
      if (created) offer(now.service, before?.service ?? 0, created);
      known.set(key, now);
      return before ? earliest?.text : (created ?? undefined);
    },
  };
}

/** The annotations with the time in its place, or without it. */
export function withTriggerTime(
  annotations: Readonly<Record<string, string>> | undefined,
  time: string | undefined,
): Record<string, string> {
  const { [TRIGGER_TIME]: _, ...others } = annotations ?? {};
  return time === undefined ? others : { ...others, [TRIGGER_TIME]: time };
}
