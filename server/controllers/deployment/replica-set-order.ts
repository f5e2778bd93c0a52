import type { ReplicaSet } from '../../api/types.gen.ts';
import { millisecondsOf } from '../../lib/timestamps.ts';
import { revisionOf } from './deployment-annotations.ts';

type Compare = (a: ReplicaSet, b: ReplicaSet) => number;

/** Oldest first; by name what is of one second. */
export const byAge: Compare = (a, b) => {
  const difference = createdAt(a) - createdAt(b);
  if (difference !== 0) return difference;
  return a.metadata.name < b.metadata.name ? -1 : a.metadata.name > b.metadata.name ? 1 : 0;
};

/** Largest first, and of equal size the newer. */
export const bySizeNewer: Compare = (a, b) => replicasOf(b) - replicasOf(a) || byAge(b, a);

/** Largest first, and of equal size the older. */
export const bySizeOlder: Compare = (a, b) => replicasOf(b) - replicasOf(a) || byAge(a, b);

export const byRevision: Compare = (a, b) => revisionOf(a) - revisionOf(b) || byAge(a, b);

export const replicasOf = ({ spec }: ReplicaSet): number => spec.replicas ?? 1;

export const isActive = (replicaSet: ReplicaSet): boolean => replicasOf(replicaSet) > 0;

/** How many pods they are meant to have together. */
export function totalReplicas(replicaSets: readonly ReplicaSet[]): number {
  return replicaSets.reduce((sum, replicaSet) => sum + replicasOf(replicaSet), 0);
}

const createdAt = ({ metadata }: ReplicaSet): number => millisecondsOf(metadata.creationTimestamp) ?? 0;
