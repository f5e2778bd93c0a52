import type { ReplicaSet } from '../../api/types.gen.ts';
import { maxUnavailable, newReplicaCount, wantedReplicas } from './replica-math.ts';
import { isActive, replicasOf, totalReplicas } from './replica-set-order.ts';
import { allSets, createCurrent, scaleTo, type WorkingSets } from './working-sets.ts';

/** One step of a rolling update: more of the new, or, when that cannot be now, fewer of the old. */
export function rollSets(sets: WorkingSets): void {
  createCurrent(sets);
  if (!sets.created && !growCurrent(sets)) shrinkOld(sets);
}

function growCurrent(sets: WorkingSets): boolean {
  const { deployment, current } = sets;
  if (!current) return false;
  const size = replicasOf(current);
  const wanted = wantedReplicas(deployment);
  const next = size > wanted ? wanted : newReplicaCount(deployment, allSets(sets), size);
  return scaleTo(sets, current, next);
}

function shrinkOld(sets: WorkingSets): void {
  const { deployment, current } = sets;
  if (totalReplicas(sets.old) === 0) return;
  const minAvailable = wantedReplicas(deployment) - maxUnavailable(deployment);
  const newUnavailable = current ? replicasOf(current) - available(current) : 0;
  const room = totalReplicas(allSets(sets)) - minAvailable - newUnavailable;
  if (room <= 0) return;
  removeUnhealthy(sets, room);
  const healthy = allSets(sets).reduce((sum, replicaSet) => sum + available(replicaSet), 0);
  removeHealthy(sets, healthy - minAvailable);
}

/** Pods that serve nobody go first: they would block the rollout without need. */
function removeUnhealthy(sets: WorkingSets, room: number): void {
  let left = room;
  for (const replicaSet of sets.old) {
    const size = replicasOf(replicaSet);
    const count = Math.min(left, size - available(replicaSet));
    if (size === 0 || count <= 0) continue;
    scaleTo(sets, replicaSet, size - count);
    left -= count;
  }
}

function removeHealthy(sets: WorkingSets, room: number): void {
  let left = room;
  for (const replicaSet of sets.old) {
    if (left <= 0) return;
    const count = Math.min(replicasOf(replicaSet), left);
    scaleTo(sets, replicaSet, replicasOf(replicaSet) - count);
    left -= count;
  }
}

const available = ({ status }: ReplicaSet): number => status.availableReplicas ?? 0;

/** Recreate: everything old goes, with all its pods, before anything new comes. */
export function recreateSets(sets: WorkingSets, ownersOfPods: ReadonlySet<string>): void {
  const active = sets.old.filter(isActive);
  for (const replicaSet of active) scaleTo(sets, replicaSet, 0);
  if (active.length > 0 || hasOldPods(sets, ownersOfPods)) return;
  createCurrent(sets);
  if (!sets.created && sets.current) scaleTo(sets, sets.current, wantedReplicas(sets.deployment));
}

function hasOldPods({ current, old }: WorkingSets, ownersOfPods: ReadonlySet<string>): boolean {
  const counted = old.some(({ status }) => status.replicas > 0);
  return counted || [...ownersOfPods].some((uid) => uid !== current?.metadata.uid);
}
