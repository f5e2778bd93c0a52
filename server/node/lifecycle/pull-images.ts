import type { ContainerState, Pod } from '../../api/types.gen.ts';
import { delayOfAttempt } from '../../lib/backoff.ts';
import { type ContainerView, containersOf, hasStarted, isItsTurn } from '../containers.ts';
import { type ImageProblem, imageProblem, pullProblem } from '../images.ts';
import { delayOf, simulated, simulatedFor } from '../simulation.ts';
import { sinceOf, type World } from '../world.ts';
import { type ContainerRule, containerEvent } from './lifecycle-rule.ts';

/** The kubelet's back-off for images and for containers that crash: 10 s, doubled up to 5 m. */
const FIRST_BACKOFF = 10_000;
const LONGEST_BACKOFF = 300_000;

/** How long to wait after the `failures`-th failure in a row. */
export function backoffAfter(failures: number): number {
  return delayOfAttempt(Math.max(0, failures - 1), FIRST_BACKOFF, LONGEST_BACKOFF);
}

/** Why the container's image cannot be had; undefined when it can. */
export function problemOf(pod: Pod, view: ContainerView): ImageProblem | undefined {
  const { image = '' } = view.spec;
  const said = simulatedFor(pod, 'image-pull', view);
  if (said !== undefined) return said === 'fail' ? pullProblem(image) : undefined;
  return imageProblem(image);
}

const CREATING = new Set(['ContainerCreating', 'PodInitializing', 'CreateContainerConfigError']);
const PULLING = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName']);

/** When the container may try to get its image and start, if it has not run yet and it is its turn. */
export function firstStart(view: ContainerView, pod: Pod, world: World): number | undefined {
  const reason = view.status.state?.waiting?.reason;
  if (reason === undefined || !isItsTurn(pod, view)) return undefined;
  if (CREATING.has(reason)) {
    if (pod.status.podIP === undefined) return undefined;
    return containersOf(pod).some(({ status }) => hasStarted(status)) ? world.now : sandboxReady(pod, world);
  }
  if (!PULLING.has(reason)) return undefined;
  // Another image does not wait for the first one's back-off.
  if (view.status.image !== view.spec.image) return world.now;
  return reason === 'ErrImagePull' ? undefined : sinceOf(view, world) + backoffAfter(failuresOf(view, world));
}

/** When the first container of the pod can start: the sandbox and its network are there. */
export function sandboxReady(pod: Pod, { memory, pace }: World): number {
  return memory.seen + (delayOf(simulated(pod, 'start-delay')) ?? pace.start);
}

export const failToPull: ContainerRule = {
  name: 'an image cannot be pulled',
  when: (view, pod, world) => (problemOf(pod, view) ? firstStart(view, pod, world) : undefined),
  next(view, pod, world) {
    const { reason, message } = problemOf(pod, view) as ImageProblem;
    const { image = '' } = view.spec;
    const isOther = view.status.image !== image;
    const pulling = containerEvent(view, 'Normal', ['Pulling', `Pulling image "${image}"`]);
    const failed = containerEvent(view, 'Warning', ['Failed', `Failed to pull image "${image}": ${message}`]);
    const unreadable = containerEvent(view, 'Warning', ['InspectFailed', message]);
    const error = containerEvent(view, 'Warning', ['Failed', `Error: ${reason}`]);
    return {
      status: { ...view.status, image, state: waitingFor(reason, message) },
      events: reason === 'InvalidImageName' ? [unreadable, error] : [pulling, failed, error],
      memory: { failures: isOther ? 1 : failuresOf(view, world) + 1 },
    };
  },
};

export const backOffFromPull: ContainerRule = {
  name: 'an image that cannot be pulled is left for a while',
  when: (view, _, world) =>
    view.status.state?.waiting?.reason === 'ErrImagePull' ? sinceOf(view, world) + world.pace.start : undefined,
  next(view) {
    const { image = '' } = view.spec;
    const backOff = `Back-off pulling image "${image}"`;
    const message = `${backOff}: ErrImagePull: ${view.status.state?.waiting?.message}`;
    return {
      status: { ...view.status, state: waitingFor('ImagePullBackOff', message) },
      events: [
        containerEvent(view, 'Normal', ['BackOff', backOff]),
        containerEvent(view, 'Warning', ['Failed', 'Error: ImagePullBackOff']),
      ],
    };
  },
};

function waitingFor(reason: string, message: string): ContainerState {
  return { waiting: { reason, message } };
}

function failuresOf({ spec }: ContainerView, { memory }: World): number {
  return memory.containers[spec.name]?.failures ?? 0;
}
