import { scaledValue } from '../../api/int-or-string.ts';
import { untilPodAvailable } from '../../api/pods.ts';
import type { DaemonSet, Pod } from '../../api/types.gen.ts';
import { isUpToDate } from './daemon-pod.ts';
import type { DaemonsInput, DaemonsPlan, NodeDaemons } from './daemons.ts';

/** The next step of replacing pods of an older template. */
export function planUpdate(daemons: readonly NodeDaemons[], input: DaemonsInput): DaemonsPlan {
  const wanted = daemons.filter(({ run }) => run).length;
  const { unavailable, surge } = updateLimits(input.set, wanted);
  const nodes = daemons.filter(({ pods }) => pods.length > 0).map((node) => ({ ...node, ...sort(node, input) }));
  return surge === 0 ? replaceInPlace(nodes, unavailable, input) : replaceSideBySide(nodes, surge, input);
}

interface Sorted {
  name: string;
  fresh: Pod[];
  old: Pod[];
}

function sort({ name, pods }: NodeDaemons, { set, revision }: DaemonsInput): Sorted {
  const lasting = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  return {
    name,
    fresh: lasting.filter((pod) => isUpToDate(pod, set, revision)),
    old: lasting.filter((pod) => !isUpToDate(pod, set, revision)),
  };
}

function isAvailable(pod: Pod, { set, now }: DaemonsInput): boolean {
  return untilPodAvailable(pod, set.spec.minReadySeconds ?? 0, now) === 0;
}

/** Deletes old pods, those that serve nobody at once, and as many others as may be missing. */
function replaceInPlace(nodes: readonly Sorted[], maxUnavailable: number, input: DaemonsInput): DaemonsPlan {
  let unavailable = 0;
  const broken: Pod[] = [];
  const working: Pod[] = [];
  for (const { fresh, old } of nodes) {
    const [pod] = old;
    if (fresh.length === 1 && old.length === 0) unavailable += isAvailable(fresh[0] as Pod, input) ? 0 : 1;
    else if (fresh.length > 0 || old.length !== 1 || !pod) unavailable++;
    else (isAvailable(pod, input) ? working : broken).push(pod);
  }
  return { create: [], delete: [...broken, ...working.slice(0, Math.max(0, maxUnavailable - unavailable))], ended: [] };
}

/** Makes a new pod beside the old one, and deletes the old one when the new one is available. */
function replaceSideBySide(nodes: readonly Sorted[], maxSurge: number, input: DaemonsInput): DaemonsPlan {
  let surging = 0;
  const plan: DaemonsPlan = { create: [], delete: [], ended: [] };
  const working: string[] = [];
  for (const { name, fresh, old } of nodes) {
    const [pod] = old;
    if (!pod) continue;
    if (fresh.length === 0) {
      if (isAvailable(pod, input)) working.push(name);
      else plan.create.push(name);
    } else if (isAvailable(fresh[0] as Pod, input)) plan.delete.push(pod);
    else surging++;
  }
  plan.create.push(...working.slice(0, Math.max(0, maxSurge - surging)));
  return plan;
}

/** How many nodes may be without, and how many may have two, while the template is replaced. */
function updateLimits({ spec }: DaemonSet, wanted: number): { unavailable: number; surge: number } {
  const { maxUnavailable = 1, maxSurge = 0 } = spec.updateStrategy?.rollingUpdate ?? {};
  const unavailable = scaledValue(maxUnavailable, wanted, { round: 'up' }) ?? 0;
  const surge = scaledValue(maxSurge, wanted, { round: 'up' }) ?? 0;
  return wanted > 0 && unavailable === 0 && surge === 0 ? { unavailable: 1, surge } : { unavailable, surge };
}
