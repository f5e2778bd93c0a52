import { findCondition } from '../api/conditions.ts';
import type { Pod, Service } from '../api/types.gen.ts';
import { millisecondsOf } from '../lib/timestamps.ts';
import type { PodView } from './pod-cache.ts';

/** Says since when endpoints are out of date, for the annotation `endpoints.kubernetes.io/last-change-trigger-time`. */
export interface TriggerTimes {
  /**
   * The RFC 3339 time of the earliest change since the last call for this Service: a pod's change of readiness or the
   * creation of the Service. Undefined when what changed has no time. To be called on every reconcile.
   */
  next(key: string, service: Service, view: Pick<PodView<unknown>, 'changed' | 'gone'>): string | undefined;
  forget(key: string): void;
}

export const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

interface Readiness {
  time: string;
  status: string;
}

interface Known {
  pods: Map<string, Readiness>;
  service: string | undefined;
}

export function createTriggerTimes(): TriggerTimes {
  const known = new Map<string, Known>();
  return {
    forget: (key) => void known.delete(key),
    next(key, service, { changed, gone }) {
      const created = service.metadata.creationTimestamp ?? undefined;
      const before = known.get(key);
      const state: Known = before ?? { pods: new Map(), service: undefined };
      known.set(key, state);
      for (const name of gone) state.pods.delete(name);
      const times = changed.flatMap((pod) => newTime(pod, state) ?? []);
      if (isAfter(created, state.service)) times.push(created as string);
      state.service = created;
      return before ? earliest(times) : created;
    },
  };
}

/** Pods become ready within the second in which they were not: the same time with another status is a change, too. */
function newTime({ metadata, status }: Pod, { pods }: Known): string | undefined {
  const condition = findCondition(status.conditions, 'Ready');
  const time = condition?.lastTransitionTime ?? undefined;
  const last = pods.get(metadata.name);
  if (!condition || time === undefined) {
    pods.delete(metadata.name);
    return undefined;
  }
  pods.set(metadata.name, { time, status: condition.status });
  const isOther = time === last?.time && condition.status !== last.status;
  return isOther || isAfter(time, last?.time) ? time : undefined;
}

function isAfter(time: string | undefined, last: string | undefined): boolean {
  if (time === undefined || time === last) return false;
  return last === undefined || millisecondsOf(time) > millisecondsOf(last);
}

function earliest(times: readonly string[]): string | undefined {
  return times.reduce<string | undefined>(
    (first, time) => (first === undefined || millisecondsOf(time) < millisecondsOf(first) ? time : first),
    undefined,
  );
}

/** The annotations with the time in its place, or without it. */
export function withTriggerTime(
  annotations: Readonly<Record<string, string>> | undefined,
  time: string | undefined,
): Record<string, string> {
  const { [TRIGGER_TIME]: _, ...others } = annotations ?? {};
  return time === undefined ? others : { ...others, [TRIGGER_TIME]: time };
}
