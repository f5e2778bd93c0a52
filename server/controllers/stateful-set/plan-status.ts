import { isPodReady, untilPodAvailable } from '../../api/pods.ts';
import type { Pod, StatefulSetStatus } from '../../api/types.gen.ts';
import { withoutZeros } from '../../lib/without-zeros.ts';
import type { PodsInput } from './plan-pods.ts';
import { revisionOf } from './pod-identity.ts';

/** The status that follows from the pods. */
export function planStatus(input: PodsInput, collisionCount: number): StatefulSetStatus {
  const { set, pods, current, update, now } = input;
  const minReady = set.spec.minReadySeconds ?? 0;
  const ready = pods.filter(isRunningAndReady);
  const lasting = pods.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
  const ofRevision = (name: string) => lasting.filter((pod) => revisionOf(pod) === name).length;
  const counts = {
    replicas: pods.length,
    readyReplicas: ready.length,
    availableReplicas: ready.filter((pod) => untilPodAvailable(pod, minReady, now) === 0).length,
    currentReplicas: ofRevision(current.metadata.name),
    updatedReplicas: ofRevision(update.metadata.name),
  };
  const isDone = isUpdateComplete(input, counts);
  const { readyReplicas, updatedReplicas } = counts;
  const currentReplicas = isDone ? updatedReplicas : counts.currentReplicas;
  const { conditions } = set.status;
  return {
    observedGeneration: set.metadata.generation,
    replicas: counts.replicas,
    availableReplicas: counts.availableReplicas,
    ...withoutZeros({ readyReplicas, currentReplicas, updatedReplicas }),
    currentRevision: (isDone ? update : current).metadata.name,
    updateRevision: update.metadata.name,
    collisionCount,
    ...(conditions && { conditions }),
  };
}

const isRunningAndReady = (pod: Pod): boolean => pod.status.phase === 'Running' && isPodReady(pod);

interface Counts {
  replicas: number;
  readyReplicas: number;
  updatedReplicas: number;
}

/** The update revision becomes the current one when all pods have it and are ready. */
function isUpdateComplete({ set }: PodsInput, { replicas, readyReplicas, updatedReplicas }: Counts): boolean {
  const wanted = set.spec.replicas ?? 1;
  const isRolling = set.spec.updateStrategy?.type !== 'OnDelete';
  return isRolling && updatedReplicas === wanted && readyReplicas === wanted && replicas === wanted;
}
