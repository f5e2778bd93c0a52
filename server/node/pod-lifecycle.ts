import type { Pod } from '../api/types.gen.ts';
import { timestamp } from '../lib/timestamps.ts';
import { containersOf } from './containers.ts';
import { admitEphemeralContainers, admitPod, failAfterDeadline, failPod } from './lifecycle/admit-pods.ts';
import { endContainer, replaceContainer, stopSidecars } from './lifecycle/end-containers.ts';
import {
  changedPod,
  forContainers,
  type LifecycleRule,
  type PodChange,
  type PodEvent,
} from './lifecycle/lifecycle-rule.ts';
import { failToConfigure, failToMount } from './lifecycle/miss-references.ts';
import { observeSpec } from './lifecycle/observe-changes.ts';
import { backOffFromPull, failToPull } from './lifecycle/pull-images.ts';
import { rejectPod } from './lifecycle/reject-pods.ts';
import { changeReadiness, failLiveness, passStartup, reportUnreadiness } from './lifecycle/run-probes.ts';
import { backOffFromCrash, giveAddresses, startContainer } from './lifecycle/start-containers.ts';
import { beginToStop, removePod, stopContainers } from './lifecycle/stop-containers.ts';
import { deriveConditions, withDerived } from './pod-conditions.ts';
import type { PodMemory, World } from './world.ts';

/** All that happens to a pod on a simulated node. Of those that apply the first one is taken, until none applies. */
export const POD_LIFECYCLE: readonly LifecycleRule[] = [
  beginToStop,
  stopContainers,
  removePod,
  rejectPod,
  admitPod,
  admitEphemeralContainers,
  failPod,
  failAfterDeadline,
  observeSpec,
  failToMount,
  giveAddresses,
  forContainers(failToPull),
  forContainers(backOffFromPull),
  forContainers(failToConfigure),
  forContainers(startContainer),
  forContainers(passStartup),
  forContainers(failLiveness),
  forContainers(endContainer),
  forContainers(changeReadiness),
  forContainers(reportUnreadiness),
  forContainers(replaceContainer),
  stopSidecars,
  forContainers(backOffFromCrash),
];

/** What has become of a pod by now. */
export interface Advance {
  /** The same object when its status is as it was. */
  readonly pod: Pod;
  readonly memory: PodMemory;
  readonly events: readonly PodEvent[];
  /** Delete it for good. */
  readonly remove: boolean;
  /** When something will happen next, in milliseconds; undefined: not before the pod is changed. */
  readonly wakeAt: number | undefined;
}

/** More steps at one moment than any pod takes: rules that never come to rest are a mistake. */
const MAX_STEPS = 200;

/** Pure: applies all rules that are due. Several steps make one new status, so that it is written once. */
export function advancePod(before: Pod, start: World): Advance {
  const events: PodEvent[] = [];
  let pod = before;
  let world = start;
  for (let step = 0; step < MAX_STEPS; step++) {
    const { rule, wakeAt } = nextRule(pod, world);
    if (!rule) return settled(before, pod, { world, events, remove: false, wakeAt });
    const change = rule.next(pod, world);
    events.push(...(change.events ?? []));
    pod = changedPod(pod, change);
    world = changedWorld(world, change);
    if (change.remove) return settled(before, pod, { world, events, remove: true, wakeAt: undefined });
  }
  throw new Error(`the rules of the pod lifecycle do not come to rest for ${before.metadata.name}`);
}

function nextRule(pod: Pod, now: World): { rule?: LifecycleRule; wakeAt: number | undefined } {
  const world = { ...now, views: containersOf(pod) };
  let wakeAt: number | undefined;
  for (const rule of POD_LIFECYCLE) {
    const at = rule.when(pod, world);
    if (at === undefined) continue;
    if (at <= world.now) return { rule, wakeAt };
    wakeAt = wakeAt === undefined ? at : Math.min(wakeAt, at);
  }
  return { wakeAt };
}

function changedWorld(world: World, { memory }: PodChange): World {
  return memory ? { ...world, memory: { ...world.memory, ...memory } } : world;
}

/** Conditions follow once, from the first to the last status. */
function settled(
  before: Pod,
  pod: Pod,
  { world, ...rest }: { world: World } & Pick<Advance, 'events' | 'remove' | 'wakeAt'>,
): Advance {
  const { memory } = world;
  if (pod.status.startTime === undefined) return { ...rest, pod, memory };
  const conditions = withDerived(pod, deriveConditions(pod), timestamp(world.now));
  if (pod === before && !conditions) return { ...rest, pod, memory };
  const status = { ...pod.status, observedGeneration: pod.metadata.generation, ...(conditions && { conditions }) };
  return { ...rest, pod: { ...pod, status }, memory };
}
