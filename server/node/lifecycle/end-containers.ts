import type { ContainerStatus, Pod } from '../../api/types.gen.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { type ContainerView, containersOf, isOver } from '../containers.ts';
import { fullImageName } from '../images.ts';
import { endByAnnotation } from '../programs/pod-program.ts';
import { type ContainerMemory, sinceOf, type World } from '../world.ts';
import { expectedEnd } from './expected-end.ts';
import { type ContainerRule, containerEvent, type LifecycleRule } from './lifecycle-rule.ts';
import { terminated } from './stop-containers.ts';

/** After a run of this length a container starts with a clean slate. */
const LONG_RUN = 600_000;

export const endContainer: ContainerRule = {
  name: 'the program of a container ends',
  when(view, pod, world) {
    if (!view.status.state?.running) return undefined;
    const end = endByAnnotation(pod, view, world.pace) ?? knownEnd(view, pod, world);
    return end && sinceOf(view, world) + end.at;
  },
  next(view, pod, world) {
    const end: ContainerMemory['end'] = endByAnnotation(pod, view, world.pace) ?? knownEnd(view, pod, world);
    const { exitCode = 0, message } = end ?? {};
    const status = terminated(view.status, { now: world.now, exitCode, message });
    const isDone = view.kind === 'init' && exitCode === 0;
    const earlier = world.memory.containers[view.spec.name]?.failures ?? view.status.restartCount;
    const hasRunLong = world.now - sinceOf(view, world) >= LONG_RUN;
    return { status: { ...status, ready: isDone }, memory: { failures: hasRunLong ? 1 : earlier + 1 } };
  },
};

function knownEnd(view: ContainerView, pod: Pod, world: World): ContainerMemory['end'] {
  const known = world.memory.containers[view.spec.name];
  return known && 'end' in known ? known.end : expectedEnd(view, pod, world);
}

/** The kubelet stops sidecars when the work is done. */
export const stopSidecars: LifecycleRule = {
  name: 'sidecars stop when the main containers have ended',
  when: (pod, { now }) => (runningSidecars(pod).length > 0 && isOver(pod) ? now : undefined),
  next(pod, { now }) {
    const sidecars = runningSidecars(pod);
    const stop = (status: ContainerStatus) =>
      sidecars.some((view) => view.status === status) ? terminated(status, { now, exitCode: 0 }) : status;
    return {
      status: { initContainerStatuses: pod.status.initContainerStatuses?.map(stop) },
      events: sidecars.map((view) =>
        containerEvent(view, 'Normal', ['Killing', `Stopping container ${view.spec.name}`]),
      ),
    };
  },
};

function runningSidecars(pod: Pod): ContainerView[] {
  if (pod.metadata.deletionTimestamp !== undefined || !pod.spec.initContainers) return [];
  return containersOf(pod).filter(({ kind, status }) => kind === 'sidecar' && status.state?.running);
}

/** A new image replaces the container. */
export const replaceContainer: ContainerRule = {
  name: 'a container whose image was changed is started again',
  when: ({ spec, status, kind }, _, { now }) =>
    kind !== 'ephemeral' && status.state?.running && fullImageName(status.image) !== fullImageName(spec.image ?? '')
      ? now
      : undefined,
  next(view, _, { now }) {
    const { status, spec } = view;
    const message = `Container ${spec.name} definition changed, will be restarted`;
    const end = { exitCode: 0, reason: 'Completed', startedAt: status.state?.running?.startedAt ?? null };
    return {
      status: {
        ...status,
        ready: false,
        started: false,
        image: spec.image ?? '',
        state: { waiting: { reason: 'ContainerCreating' } },
        lastState: { terminated: { ...end, finishedAt: timestamp(now), containerID: status.containerID } },
      },
      events: [containerEvent(view, 'Normal', ['Killing', message])],
      memory: { failures: 0 },
    };
  },
};
