import { scaledValue } from '../../api/int-or-string.ts';
import type { Deployment, ReplicaSet } from '../../api/types.gen.ts';
import { MAX_REPLICAS, sizeAnnotation } from './deployment-annotations.ts';
import { replicasOf, totalReplicas } from './replica-set-order.ts';

export const wantedReplicas = ({ spec }: Deployment): number => spec.replicas ?? 1;

export const isRolling = ({ spec }: Deployment): boolean => spec.strategy?.type !== 'Recreate';

/** How many pods a rolling update may have too many and too few. */
function fenceposts(deployment: Deployment): { surge: number; unavailable: number } {
  const replicas = wantedReplicas(deployment);
  const { maxSurge = 0, maxUnavailable = 0 } = deployment.spec.strategy?.rollingUpdate ?? {};
  const surge = scaledValue(maxSurge, replicas, { round: 'up' }) ?? 0;
  const unavailable = scaledValue(maxUnavailable, replicas, { round: 'down' }) ?? 0;
  // Both can round to 0, and then nothing would ever move.
  return surge === 0 && unavailable === 0 ? { surge, unavailable: 1 } : { surge, unavailable };
}

export function maxSurge(deployment: Deployment): number {
  return isRolling(deployment) ? fenceposts(deployment).surge : 0;
}

export function maxUnavailable(deployment: Deployment): number {
  if (!isRolling(deployment) || wantedReplicas(deployment) === 0) return 0;
  return Math.min(fenceposts(deployment).unavailable, wantedReplicas(deployment));
}

/** How many pods the present template may have now, given what all ReplicaSets have. */
export function newReplicaCount(deployment: Deployment, all: readonly ReplicaSet[], current: number): number {
  const wanted = wantedReplicas(deployment);
  if (!isRolling(deployment)) return wanted;
  const room = wanted + maxSurge(deployment) - totalReplicas(all);
  return room <= 0 ? current : current + Math.min(room, wanted - current);
}

/** The share of a ReplicaSet in `toAdd` pods more, or fewer, of which `added` are given away already. */
export function shareOf(replicaSet: ReplicaSet, deployment: Deployment, toAdd: number, added: number): number {
  if (replicasOf(replicaSet) === 0 || toAdd === 0 || toAdd === added) return 0;
  const fraction = fractionOf(replicaSet, deployment);
  return toAdd > 0 ? Math.min(fraction, toAdd - added) : Math.max(fraction, toAdd - added);
}

function fractionOf(replicaSet: ReplicaSet, deployment: Deployment): number {
  const replicas = replicasOf(replicaSet);
  if (wantedReplicas(deployment) === 0) return -replicas;
  const before = sizeAnnotation(replicaSet, MAX_REPLICAS) || deployment.status.replicas || 0;
  if (before === 0) return 0;
  const max = wantedReplicas(deployment) + maxSurge(deployment);
  return roundHalfAway((replicas * max) / before) - replicas;
}

const roundHalfAway = (value: number): number => (value < 0 ? -Math.floor(-value + 0.5) : Math.floor(value + 0.5));
