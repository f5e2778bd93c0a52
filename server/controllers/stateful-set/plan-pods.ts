import { scaledValue } from '../../api/int-or-string.ts';
import { isPodFinished, isPodReady, untilPodAvailable } from '../../api/pods.ts';
import type { ControllerRevision, Pod, StatefulSet } from '../../api/types.gen.ts';
import { hasIdentity, ordinalOf, ordinalsOf, revisionOf, startOrdinal } from './pod-identity.ts';

export interface PodsInput {
  set: StatefulSet;
  /** All pods of the set, whatever their ordinals. */
  pods: readonly Pod[];
  /** The revision that pods below the partition keep, and the one that all others should have. */
  current: ControllerRevision;
  update: ControllerRevision;
  now: number;
}

/** A pod to be made: the ordinal, and of which revision. */
export interface NewReplica {
  ordinal: number;
  revision: ControllerRevision;
}

export interface PodsPlan {
  create: NewReplica[];
  delete: Pod[];
  /** Pods that lost a label by which the set knows them. */
  relabel: Pod[];
}

/**
 * What to do about the pods now. With OrderedReady it is one thing at a time: pods are made from the lowest ordinal up,
 * each when all before it are available, and go from the highest down.
 */
export function planPods(input: PodsInput): PodsPlan {
  const plan: PodsPlan = { create: [], delete: [], relabel: [] };
  const { set } = input;
  if (set.metadata.deletionTimestamp !== undefined) return plan;
  const ordered = set.spec.podManagementPolicy !== 'Parallel';
  const replicas = replicasOf(input);
  for (const replica of replicas) if (handleReplica(replica, input, plan) && ordered) return plan;
  if (handleCondemned(input, plan, ordered)) return plan;
  if (set.spec.updateStrategy?.type !== 'OnDelete') planUpdate(replicas, input, plan);
  return plan;
}

interface Replica {
  ordinal: number;
  pod: Pod | undefined;
}

function replicasOf({ set, pods }: PodsInput): Replica[] {
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(pod, set), pod]));
  return ordinalsOf(set).map((ordinal) => ({ ordinal, pod: byOrdinal.get(ordinal) }));
}

/** Returns true when a set that keeps its order has to wait for this replica. */
function handleReplica({ ordinal, pod }: Replica, input: PodsInput, plan: PodsPlan): boolean {
  if (!pod) {
    plan.create.push({ ordinal, revision: revisionForNew(ordinal, input) });
    return true;
  }
  if (isPodFinished(pod)) {
    // It starts anew whatever its exit code said, once it is gone.
    if (pod.metadata.deletionTimestamp === undefined) plan.delete.push(pod);
    return true;
  }
  if (isUnavailable(pod, input)) return true;
  if (!hasIdentity(pod, input.set, ordinal)) plan.relabel.push(pod);
  return false;
}

function revisionForNew(ordinal: number, { set, current, update }: PodsInput): ControllerRevision {
  const { type = 'RollingUpdate', rollingUpdate } = set.spec.updateStrategy ?? {};
  if (type !== 'RollingUpdate') return update;
  const keeps = rollingUpdate ? (rollingUpdate.partition ?? 0) : (set.status.currentReplicas ?? 0);
  return ordinal < startOrdinal(set) + keeps ? current : update;
}

/** Deletes pods beyond the ordinals; returns true when the set has to wait for one of them. */
function handleCondemned(input: PodsInput, plan: PodsPlan, ordered: boolean): boolean {
  const { set, pods } = input;
  const wanted = new Set(ordinalsOf(set));
  const ordinal = (pod: Pod) => ordinalOf(pod, set) ?? 0;
  const condemned = pods.filter((pod) => !wanted.has(ordinal(pod))).sort((a, b) => ordinal(b) - ordinal(a));
  const going = condemned.filter((pod) => pod.metadata.deletionTimestamp === undefined);
  if (!ordered) {
    plan.delete.push(...going);
    return false;
  }
  const [next] = condemned;
  if (!next) return false;
  // One that is not available may only go when it is the first that is not.
  const firstBroken = condemned.findLast((pod) => isUnavailable(pod, input));
  const isNext = next.metadata.deletionTimestamp === undefined && (!isUnavailable(next, input) || next === firstBroken);
  if (isNext) plan.delete.push(next);
  return true;
}

/** Deletes pods of an older revision from the highest ordinal down, as many as may be unavailable. */
function planUpdate(replicas: readonly Replica[], input: PodsInput, plan: PodsPlan): void {
  const { set, update } = input;
  const { partition = 0, maxUnavailable = 1 } = set.spec.updateStrategy?.rollingUpdate ?? {};
  const scaled = scaledValue(maxUnavailable, replicas.length, { round: 'down' }) ?? 1;
  let room = Math.max(1, scaled) - replicas.filter(({ pod }) => !pod || isUnavailable(pod, input)).length;
  for (const { ordinal, pod } of replicas.toReversed()) {
    if (room <= 0 || ordinal < startOrdinal(set) + partition) return;
    if (!pod || revisionOf(pod) === update.metadata.name || pod.metadata.deletionTimestamp !== undefined) continue;
    plan.delete.push(pod);
    room--;
  }
}

export function isUnavailable(pod: Pod, { set, now }: Pick<PodsInput, 'set' | 'now'>): boolean {
  const isRunning = pod.status.phase === 'Running' && isPodReady(pod) && pod.metadata.deletionTimestamp === undefined;
  return !isRunning || untilPodAvailable(pod, set.spec.minReadySeconds ?? 0, now) !== 0;
}
