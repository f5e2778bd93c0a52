import type { Pod, Service } from '../api/types.gen.ts';

export interface PodCacheOptions<E> {
  /** What a pod means for a Service; kept as long as pod, Service and `stampOf` stay the same. */
  compute(pod: Pod, service: Service): E;
  /** What else `compute` looks at. */
  stampOf?(pod: Pod): unknown;
}

export interface PodView<E> {
  entries: E[];
  /** Pods that are other objects than at the last look. */
  changed: Pod[];
  /** Names of pods that are no longer there. */
  gone: string[];
  /** Nothing at all is other than at the last look. */
  isSame: boolean;
}

/** Remembers what the pods of each Service mean, so that a change of one pod of thousands costs little. */
export interface PodCache<E> {
  look(key: string, service: Service, pods: ReadonlyMap<string, Pod>): PodView<E>;
  forget(key: string): void;
}

interface Known<E> {
  service: Service;
  pods: Map<string, { pod: Pod; stamp: unknown; entry: E }>;
}

export function createPodCache<E>({ compute, stampOf = () => undefined }: PodCacheOptions<E>): PodCache<E> {
  const caches = new Map<string, Known<E>>();
  return {
    look(key, service, pods) {
      const before = caches.get(key);
      const isSameService = before?.service === service;
      const after: Known<E> = { service, pods: new Map() };
      const view: PodView<E> = { entries: [], changed: [], gone: goneFrom(before, pods), isSame: isSameService };
      for (const [podKey, pod] of pods) {
        const known = before?.pods.get(podKey);
        const stamp = stampOf(pod);
        const isValid = isSameService && known?.pod === pod && known.stamp === stamp;
        const next = isValid ? known : { pod, stamp, entry: compute(pod, service) };
        view.isSame &&= isValid;
        if (known?.pod !== pod) view.changed.push(pod);
        view.entries.push(next.entry);
        after.pods.set(podKey, next);
      }
      view.isSame &&= view.gone.length === 0;
      caches.set(key, after);
      return view;
    },
    forget: (key) => void caches.delete(key),
  };
}

function goneFrom(before: Known<unknown> | undefined, pods: ReadonlyMap<string, Pod>): string[] {
  const gone: string[] = [];
  for (const [key, { pod }] of before?.pods ?? []) if (!pods.has(key)) gone.push(pod.metadata.name);
  return gone;
}

/** Lets other work go first for this many turns of the event loop: while the process is busy, many changes become one. */
export async function yieldTurns(turns: number): Promise<void> {
  for (let left = Math.floor(turns); left > 0; left--) await new Promise((resolve) => setImmediate(resolve));
}
