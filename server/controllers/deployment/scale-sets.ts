import type { ReplicaSet } from '../../api/types.gen.ts';
import { DESIRED_REPLICAS, sizeAnnotation } from './deployment-annotations.ts';
import { isRolling, maxSurge, shareOf, wantedReplicas } from './replica-math.ts';
import { byAge, bySizeNewer, bySizeOlder, isActive, replicasOf, totalReplicas } from './replica-set-order.ts';
import { allSets, resize, scaleTo, type WorkingSets } from './working-sets.ts';

/** Someone has changed the number of replicas since the ReplicaSets were last sized. */
export function isScaling(sets: WorkingSets): boolean {
  const desired = wantedReplicas(sets.deployment);
  return allSets(sets)
    .filter(isActive)
    .some((replicaSet) => (sizeAnnotation(replicaSet, DESIRED_REPLICAS) ?? desired) !== desired);
}

/** Follows a change of the number of replicas without going on with the rollout. */
export function scaleSets(sets: WorkingSets): void {
  const { deployment, current } = sets;
  const only = activeOrLatest(sets);
  if (only) return void scaleTo(sets, only, wantedReplicas(deployment));
  if (current && isSaturated(sets, current)) {
    for (const replicaSet of sets.old.filter(isActive)) scaleTo(sets, replicaSet, 0);
    return;
  }
  if (isRolling(deployment)) scaleInProportion(sets);
}

/** The one that has pods, or the newest when none has; undefined when several have. */
function activeOrLatest(sets: WorkingSets): ReplicaSet | undefined {
  const active = allSets(sets).filter(isActive);
  if (active.length > 1) return undefined;
  return active[0] ?? sets.current ?? [...sets.old].sort(byAge).at(-1);
}

function isSaturated({ deployment }: WorkingSets, current: ReplicaSet): boolean {
  const wanted = wantedReplicas(deployment);
  return (
    replicasOf(current) === wanted &&
    sizeAnnotation(current, DESIRED_REPLICAS) === wanted &&
    current.status.availableReplicas === wanted
  );
}

/** In the middle of a rollout each ReplicaSet gets its share, so that the risk stays as spread as it was. */
function scaleInProportion(sets: WorkingSets): void {
  const { deployment } = sets;
  const active = allSets(sets).filter(isActive);
  const wanted = wantedReplicas(deployment);
  const toAdd = (wanted > 0 ? wanted + maxSurge(deployment) : 0) - totalReplicas(active);
  if (toAdd !== 0) active.sort(toAdd > 0 ? bySizeNewer : bySizeOlder);

  let added = 0;
  const sizes = active.map((replicaSet) => {
    const share = shareOf(replicaSet, deployment, toAdd, added);
    added += share;
    return replicasOf(replicaSet) + share;
  });
  // What rounding leaves over goes to the largest.
  if (sizes[0] !== undefined) sizes[0] = Math.max(0, sizes[0] + toAdd - added);
  for (const [i, replicaSet] of active.entries()) resize(sets, replicaSet, sizes[i] ?? 0);
}
