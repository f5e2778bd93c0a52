import { millisecondsOf } from '../lib/timestamps.ts';
import { findCondition, isConditionTrue } from './conditions.ts';
import type { Container, Pod, ServicePort } from './types.gen.ts';

export function isPodReady(pod: Pod): boolean {
  return isConditionTrue(pod.status.conditions, 'Ready');
}

/** Ready for at least `minReadySeconds`, in milliseconds of the clock until then: 0 when it is now. */
export function untilPodAvailable(pod: Pod, minReadySeconds: number, now: number): number | undefined {
  const ready = findCondition(pod.status.conditions, 'Ready');
  if (ready?.status !== 'True') return undefined;
  if (minReadySeconds === 0) return 0;
  // Without a time of transition nobody can tell how long it has been ready.
  const since = millisecondsOf(ready.lastTransitionTime);
  return since === undefined ? undefined : Math.max(0, since + minReadySeconds * 1000 - now);
}

/** All its containers are done and will not start again. */
export function isPodFinished(pod: Pod): boolean {
  return pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
}

/** It counts for the controller that made it: neither finished nor being deleted. */
export function isPodActive(pod: Pod): boolean {
  return !isPodFinished(pod) && pod.metadata.deletionTimestamp === undefined;
}

/** The number that a Service's port means in this pod; undefined when no container has a port of that name. */
export function targetPortOf(pod: Pod, port: ServicePort): number | undefined {
  const { targetPort = port.port, protocol = 'TCP' } = port;
  if (typeof targetPort === 'number') return targetPort;
  const sidecars = (pod.spec.initContainers ?? []).filter((c) => c.restartPolicy === 'Always');
  return namedPort(pod.spec.containers, targetPort, protocol) ?? namedPort(sidecars, targetPort, protocol);
}

function namedPort(containers: readonly Container[], name: string, protocol: string): number | undefined {
  for (const { ports = [] } of containers) {
    const found = ports.find((p) => p.name === name && (p.protocol ?? 'TCP') === protocol);
    if (found) return found.containerPort;
  }
  return undefined;
}

/** The name of an index of pods by their node, and its values. */
export const POD_NODE_INDEX = 'node';

export function podNodeIndex({ spec }: Pod): string[] {
  return spec.nodeName ? [spec.nodeName] : [];
}
