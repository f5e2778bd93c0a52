import { controllerReference } from '../../api/owner-references.ts';
import { pods, statefulSets } from '../../api/resource-types.gen.ts';
import type { OwnerReference, PersistentVolumeClaim, Pod, StatefulSet } from '../../api/types.gen.ts';
import { ordinalsOf } from './pod-identity.ts';

/**
 * The owners that a claim should have, by the retention policy: the set when claims go with it, the pod when they go
 * with a pod that is one too many. Undefined when they are right as they are.
 */
export function planClaimOwners(
  claim: PersistentVolumeClaim,
  { set, pod, ordinal }: { set: StatefulSet; pod: Pod; ordinal: number },
): OwnerReference[] | undefined {
  const { whenScaled = 'Retain', whenDeleted = 'Retain' } = set.spec.persistentVolumeClaimRetentionPolicy ?? {};
  const isCondemned = !ordinalsOf(set).includes(ordinal);
  const byPod = whenScaled === 'Delete' && isCondemned;
  const bySet = whenDeleted === 'Delete' && !byPod;
  const before = claim.metadata.ownerReferences ?? [];
  const others = before.filter(({ uid }) => uid !== set.metadata.uid && uid !== pod.metadata.uid);
  const wanted = [
    ...others,
    ...(byPod ? [controllerReference(pods, pod)] : []),
    ...(bySet ? [controllerReference(statefulSets, set)] : []),
  ];
  const uids = (owners: readonly OwnerReference[]) =>
    owners
      .map(({ uid }) => uid)
      .sort()
      .join();
  return uids(wanted) === uids(before) ? undefined : wanted;
}

/** A claim that is going, or that belongs to an earlier pod of the name: its successor has to wait. */
export function isStaleClaim({ metadata }: PersistentVolumeClaim, podName: string): boolean {
  // No pod of the name exists when this is asked.
  const isOfPod = ({ kind, name }: OwnerReference) => kind === 'Pod' && name === podName;
  return metadata.deletionTimestamp !== undefined || (metadata.ownerReferences ?? []).some(isOfPod);
}
