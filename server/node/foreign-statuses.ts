import { keyOf } from '../api/object.ts';
import { isPodFinished } from '../api/pods.ts';
import { semanticEqual } from '../api/semantic-equal.ts';
import type { Pod, PodStatus } from '../api/types.gen.ts';
import { isOfKubelet } from './pod-conditions.ts';

/**
 * What others write into the statuses of pods, beside what the node had said of them. A kubelet's status manager compares
 * them with its own every ten seconds; until then a change by somebody else stands and costs nothing.
 */
export interface ForeignStatuses {
  /** The pod has another status than the node `said` it has. Answers whether that is to be put right some time. */
  note(pod: Pod, said: Pod): boolean;
  /** The same object when it shows what the node said; else with that, and what others may add to it. */
  withOwn(pod: Pod): Pod;
  /** What the node says of the pod is to be written even if it is nothing new. */
  isDue(uid: string): boolean;
  makeDue(uid: string): void;
  /** Answers the keys of all pods of which that is true now. */
  makeAllDue(): string[];
  /** What the node says is written, or there is no pod left to speak of. */
  forget(uid: string): void;
}

interface Said {
  readonly key: string;
  readonly status: PodStatus;
  isDue: boolean;
}

export function createForeignStatuses(): ForeignStatuses {
  const foreign = new Map<string, Said>();
  const makeDue = (uid: string) => {
    const said = foreign.get(uid);
    if (said) said.isDue = true;
  };
  return {
    note(pod, said) {
      const { uid } = pod.metadata;
      // Whoever ends a pod is believed: the end of a pod is never taken back.
      if (isPodFinished(pod) && !isPodFinished(said)) foreign.delete(uid);
      else if (!foreign.has(uid)) foreign.set(uid, { key: keyOf(pod), status: said.status, isDue: false });
      return foreign.has(uid);
    },
    withOwn(pod) {
      const said = foreign.get(pod.metadata.uid);
      return said ? { ...pod, status: merged(said.status, pod.status) } : pod;
    },
    isDue: (uid) => foreign.get(uid)?.isDue === true,
    makeDue,
    makeAllDue: () =>
      [...foreign].map(([uid, { key }]) => {
        makeDue(uid);
        return key;
      }),
    forget: (uid) => void foreign.delete(uid),
  };
}

/** Whether nothing that a node looks at is other than before, but perhaps the status. */
export function isStatusOnly({ metadata: old, spec }: Pod, { metadata, spec: { nodeName } }: Pod): boolean {
  return (
    old.generation === metadata.generation &&
    old.deletionTimestamp === metadata.deletionTimestamp &&
    spec.nodeName === nodeName &&
    semanticEqual(old.annotations, metadata.annotations) &&
    semanticEqual(old.labels, metadata.labels) &&
    semanticEqual(old.finalizers, metadata.finalizers)
  );
}

/** Conditions that are not the node's own belong to others, and so do the parts that only others write. */
function merged(said: PodStatus, { conditions, nominatedNodeName, resourceClaimStatuses }: PodStatus): PodStatus {
  return {
    ...said,
    ...(nominatedNodeName !== undefined && { nominatedNodeName }),
    ...(resourceClaimStatuses && { resourceClaimStatuses }),
    conditions: [
      ...(conditions ?? []).filter(({ type }) => !isOfKubelet(type)),
      ...(said.conditions ?? []).filter(({ type }) => isOfKubelet(type)),
    ],
  };
}
