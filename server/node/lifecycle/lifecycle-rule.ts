import type { ContainerStatus, Pod, PodStatus } from '../../api/types.gen.ts';
import { type ContainerView, containersOf, withContainerStatus } from '../containers.ts';
import { phaseOf } from '../pod-phase.ts';
import { type ContainerMemory, type PodMemory, sinceOf, type World } from '../world.ts';

/** One thing that happens to pods. Pure: what it looks at is the pod and the world it is given. */
export interface LifecycleRule {
  readonly name: string;
  /** The time from which it applies to the pod as it is, in milliseconds: it may be past. Undefined: it does not. */
  when(pod: Pod, world: World): number | undefined;
  next(pod: Pod, world: World): PodChange;
}

export interface PodChange {
  /** Fields that replace those of the pod's status. Conditions follow by themselves, and so does the phase if left out. */
  readonly status?: Partial<PodStatus>;
  readonly memory?: Partial<PodMemory>;
  readonly events?: readonly PodEvent[];
  /** The pod is to be deleted for good. */
  readonly remove?: true;
}

/** What `kubectl describe` shows of it. */
export interface PodEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** The part of the pod that is meant: `spec.containers{web}`. */
  readonly fieldPath?: string;
}

/** One thing that happens to containers, each for itself. */
export interface ContainerRule {
  readonly name: string;
  when(view: ContainerView, pod: Pod, world: World): number | undefined;
  next(view: ContainerView, pod: Pod, world: World): ContainerChange;
}

export interface ContainerChange {
  readonly status: ContainerStatus;
  readonly events?: readonly PodEvent[];
  /** Kept beside what is known already. */
  readonly memory?: Partial<ContainerMemory>;
}

/** A rule for containers as a rule for pods: it takes the containers one at a time, those first for which it is due first. */
export function forContainers(rule: ContainerRule): LifecycleRule {
  const earliest = (pod: Pod, world: World) => {
    let found: { view: ContainerView; at: number } | undefined;
    for (const view of world.views ?? containersOf(pod)) {
      const at = rule.when(view, pod, world);
      if (at !== undefined && (!found || at < found.at)) found = { view, at };
    }
    return found;
  };
  return {
    name: rule.name,
    when: (pod, world) => (isActive(pod) ? earliest(pod, world)?.at : undefined),
    next(pod, world) {
      const view = earliest(pod, world)?.view;
      return view ? containerChange(pod, view, { world, change: rule.next(view, pod, world) }) : {};
    },
  };
}

/** Neither finished nor being deleted: nothing else happens to a pod that is. */
export function isActive({ metadata, status }: Pod): boolean {
  return metadata.deletionTimestamp === undefined && status.phase !== 'Succeeded' && status.phase !== 'Failed';
}

export function containerChange(
  pod: Pod,
  view: ContainerView,
  { world, change }: { world: World; change: ContainerChange },
): PodChange {
  const { containers } = world.memory;
  const { name } = view.spec;
  const hasMoved = change.status.state !== view.status.state;
  const memory: ContainerMemory = {
    ...containers[name],
    since: hasMoved ? world.now : sinceOf(view, world),
    ready: change.status.ready,
    ...change.memory,
  };
  return {
    status: withContainerStatus(pod.status, view, change.status),
    memory: { containers: { ...containers, [name]: memory } },
    ...(change.events && { events: change.events }),
  };
}

/** The pod after the change. */
export function changedPod(pod: Pod, { status }: PodChange): Pod {
  if (!status) return pod;
  const next = { ...pod, status: { ...pod.status, ...status } };
  return status.phase ? next : { ...next, status: { ...next.status, phase: phaseOf(next) } };
}

const LISTS = {
  init: 'initContainers',
  sidecar: 'initContainers',
  main: 'containers',
  ephemeral: 'ephemeralContainers',
} as const;

export function containerEvent(
  { spec, kind }: ContainerView,
  type: PodEvent['type'],
  [reason, message]: readonly [reason: string, message: string],
): PodEvent {
  return { type, reason, message, fieldPath: `spec.${LISTS[kind]}{${spec.name}}` };
}
