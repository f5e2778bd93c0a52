import type { ContainerStatus, Pod } from '../../api/types.gen.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { containersOf } from '../containers.ts';
import { phaseOf } from '../pod-phase.ts';
import { delayOf, simulated } from '../simulation.ts';
import type { World } from '../world.ts';
import { containerEvent, type LifecycleRule } from './lifecycle-rule.ts';

/** A container that ended now. */
export function terminated(
  status: ContainerStatus,
  by: { now: number; exitCode: number; reason?: string; message?: string | undefined },
): ContainerStatus {
  const { now, exitCode, reason, message } = by;
  return {
    ...status,
    ready: false,
    started: false,
    state: {
      terminated: {
        exitCode,
        reason: reason ?? (exitCode === 0 ? 'Completed' : 'Error'),
        ...(message && { message }),
        startedAt: status.state?.running?.startedAt ?? null,
        finishedAt: timestamp(now),
        containerID: status.containerID,
      },
    },
  };
}

const isDeleted = ({ metadata }: Pod): boolean => metadata.deletionTimestamp !== undefined;

const isRunning = ({ state }: ContainerStatus): boolean => state?.running !== undefined;

export const beginToStop: LifecycleRule = {
  name: 'the containers of a deleted pod are told to stop',
  when: (pod, { now, memory }) => (isDeleted(pod) && memory.stopping === undefined ? now : undefined),
  next: (pod, { now }) => ({
    memory: { stopping: now },
    events: containersOf(pod)
      .filter(({ status }) => isRunning(status))
      .map((view) => containerEvent(view, 'Normal', ['Killing', `Stopping container ${view.spec.name}`])),
  }),
};

export const stopContainers: LifecycleRule = {
  name: 'the containers of a deleted pod have stopped',
  when(pod, world) {
    const { stopping } = world.memory;
    if (!isDeleted(pod) || stopping === undefined) return undefined;
    const views = containersOf(pod);
    const isUp = views.some(({ status }) => isRunning(status));
    const isWaiting = views.some(({ status }) => status.state?.waiting);
    return isUp ? stopping + timeToStop(pod, world) : isWaiting ? stopping : undefined;
  },
  next(pod, world) {
    const stop = (status: ContainerStatus) => stopped(status, pod, world);
    const { initContainerStatuses, containerStatuses, ephemeralContainerStatuses } = pod.status;
    const status = {
      ...(initContainerStatuses && { initContainerStatuses: initContainerStatuses.map(stop) }),
      ...(containerStatuses && { containerStatuses: containerStatuses.map(stop) }),
      ...(ephemeralContainerStatuses && { ephemeralContainerStatuses: ephemeralContainerStatuses.map(stop) }),
    };
    return {
      status: { ...status, phase: phaseOf({ ...pod, status: { ...pod.status, ...status } }, { isStopped: true }) },
    };
  },
};

export const removePod: LifecycleRule = {
  name: 'a deleted pod without running containers goes',
  when(pod, { now, memory }) {
    const isUp = containersOf(pod).some(({ status }) => isRunning(status));
    return isDeleted(pod) && memory.stopping !== undefined && !isUp && !memory.isRemoved ? now : undefined;
  },
  next: () => ({ memory: { isRemoved: true }, remove: true }),
};

/** Never longer than the pod's grace, after which it is killed. */
function timeToStop(pod: Pod, world: World): number {
  return Math.min(graceOf(pod), willingness(pod, world));
}

/** How long the containers take of their own will. */
function willingness(pod: Pod, { pace }: World): number {
  if (simulated(pod, 'stop-delay') === 'never') return Number.POSITIVE_INFINITY;
  return (delayOf(simulated(pod, 'stop-delay')) ?? pace.terminate) + (pace.terminate === 0 ? 0 : preStopTime(pod));
}

function graceOf({ metadata }: Pod): number {
  return (metadata.deletionGracePeriodSeconds ?? 30) * 1000;
}

/** A hook that plainly sleeps: `sleep: {seconds}`. */
function preStopTime({ spec }: Pod): number {
  const seconds = spec.containers.map(({ lifecycle }) => lifecycle?.preStop?.sleep?.seconds ?? 0);
  return Math.max(...seconds) * 1000;
}

const NEVER_RAN = 'The container could not be located when the pod was terminated';

function stopped(status: ContainerStatus, pod: Pod, world: World): ContainerStatus {
  const { now } = world;
  if (isRunning(status)) return terminated(status, { now, exitCode: exitCodeOf(status, pod, world) });
  if (!status.state?.waiting) return status;
  if (status.lastState?.terminated) return { ...status, state: status.lastState, lastState: {} };
  const unknown = {
    exitCode: 137,
    reason: 'ContainerStatusUnknown',
    message: NEVER_RAN,
    startedAt: null,
    finishedAt: null,
  };
  return { ...status, state: { terminated: unknown } };
}

/** A server stops well when it is asked to; work that was not done is cut off; who does not stop is killed. */
function exitCodeOf({ name }: ContainerStatus, pod: Pod, world: World): number {
  if (willingness(pod, world) >= graceOf(pod) && graceOf(pod) > 0) return 137;
  const hasEnd = world.memory.containers[name]?.end !== undefined;
  return pod.spec.restartPolicy === 'Always' && !hasEnd ? 0 : 143;
}
