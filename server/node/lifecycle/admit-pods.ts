import type { Container, ContainerStatus } from '../../api/types.gen.ts';
import { millisecondsOf, timestamp } from '../../lib/timestamps.ts';
import type { containersOf } from '../containers.ts';
import { simulated } from '../simulation.ts';
import { isActive, type LifecycleRule } from './lifecycle-rule.ts';
import { terminated } from './stop-containers.ts';

/** The node takes the pod on: all its containers wait. */
export const admitPod: LifecycleRule = {
  name: 'a pod is admitted',
  when: (pod, { now }) => (isActive(pod) && pod.status.startTime === undefined ? now : undefined),
  next({ spec, status }, { now, node }) {
    const reason = spec.initContainers?.length ? 'PodInitializing' : 'ContainerCreating';
    const [hostIP] = node.addresses;
    const hostIPs = node.addresses.map((ip) => ({ ip }));
    // Without a network of its own a pod has its addresses from the start.
    const ownIPs = spec.hostNetwork ? { podIP: hostIP, podIPs: hostIPs } : {};
    return {
      status: {
        ...status,
        phase: 'Pending',
        startTime: timestamp(now),
        hostIP,
        hostIPs,
        ...ownIPs,
        ...(spec.initContainers?.length && {
          initContainerStatuses: spec.initContainers.map((container) => waiting(container, reason)),
        }),
        // Kubernetes sorts these by name, and leaves init containers in their order.
        containerStatuses: spec.containers.map((container) => waiting(container, reason)).sort(byName),
      },
    };
  },
};

/** `kubectl debug` adds containers to a pod that is there already. */
export const admitEphemeralContainers: LifecycleRule = {
  name: 'an ephemeral container is admitted',
  when: (pod, { now }) =>
    isActive(pod) &&
    pod.status.startTime !== undefined &&
    (pod.spec.ephemeralContainers?.length ?? 0) > (pod.status.ephemeralContainerStatuses?.length ?? 0)
      ? now
      : undefined,
  next({ spec, status }) {
    const known = status.ephemeralContainerStatuses ?? [];
    const added = (spec.ephemeralContainers ?? []).filter(({ name }) => !known.some((other) => other.name === name));
    const statuses = added.map((container) => waiting(container as Container, 'ContainerCreating'));
    return { status: { ephemeralContainerStatuses: [...known, ...statuses] } };
  },
};

/** By annotation: the pod fails as a whole, as an evicted one does. */
export const failPod: LifecycleRule = {
  name: 'a pod fails because its annotation says so',
  when: (pod, { now }) =>
    isActive(pod) && pod.status.startTime !== undefined && simulated(pod, 'fail') !== undefined ? now : undefined,
  next(pod, { now }) {
    const [, reason = '', message] = /^([^:]*)(?::\s*(.*))?$/s.exec(simulated(pod, 'fail') ?? '') ?? [];
    return failed(pod, now, { reason, message });
  },
};

const TOO_LONG = 'Pod was active on the node longer than the specified deadline';

export const failAfterDeadline: LifecycleRule = {
  name: 'a pod fails when it is active longer than its deadline',
  when(pod) {
    const { activeDeadlineSeconds } = pod.spec;
    const start = millisecondsOf(pod.status.startTime);
    if (!isActive(pod) || activeDeadlineSeconds === undefined || start === undefined) return undefined;
    return start + activeDeadlineSeconds * 1000;
  },
  next: (pod, { now }) => ({
    ...failed(pod, now, { reason: 'DeadlineExceeded', message: TOO_LONG }),
    events: [{ type: 'Normal', reason: 'DeadlineExceeded', message: TOO_LONG }],
  }),
};

function failed(
  pod: Parameters<typeof containersOf>[0],
  now: number,
  why: { reason: string; message: string | undefined },
) {
  const stop = (statuses: readonly ContainerStatus[] | undefined) =>
    statuses?.map((status) => (status.state?.running ? terminated(status, { now, exitCode: 137 }) : status));
  const { initContainerStatuses, containerStatuses } = pod.status;
  return {
    status: {
      phase: 'Failed' as const,
      reason: why.reason,
      ...(why.message !== undefined && { message: why.message }),
      ...(initContainerStatuses && { initContainerStatuses: stop(initContainerStatuses) }),
      containerStatuses: stop(containerStatuses),
    },
  };
}

function waiting({ name, image = '' }: Container, reason: string): ContainerStatus {
  return {
    name,
    state: { waiting: { reason } },
    lastState: {},
    ready: false,
    restartCount: 0,
    image,
    imageID: '',
    started: false,
  };
}

const byName = (a: ContainerStatus, b: ContainerStatus): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
