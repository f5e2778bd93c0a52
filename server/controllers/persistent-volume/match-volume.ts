/** Which volume may serve which claim. */
import { compileLabelSelector } from '../../api/label-selector.ts';
import { compareQuantityTexts } from '../../api/quantity.ts';
import type { ObjectReference, PersistentVolume, PersistentVolumeClaim } from '../../api/types.gen.ts';

/** The volume that is kept for the claim already, or else the smallest of those that are free and good enough. */
export function findVolume(
  claim: PersistentVolumeClaim,
  volumes: Iterable<PersistentVolume>,
): PersistentVolume | undefined {
  let best: PersistentVolume | undefined;
  for (const volume of volumes) {
    const reserved = isReservedFor(volume, claim);
    if (!serves(volume, claim) || (volume.spec.claimRef && !reserved)) continue;
    if (reserved) return volume;
    if (volume.status.phase !== 'Available') continue;
    if (!best || compareQuantityTexts(sizeOf(volume), sizeOf(best)) < 0) best = volume;
  }
  return best;
}

/** Kept for this claim, by a person or by an earlier attempt to bind. */
export function isReservedFor({ spec }: PersistentVolume, { metadata }: PersistentVolumeClaim): boolean {
  const reference = spec.claimRef;
  if (reference?.name !== metadata.name || reference?.namespace !== metadata.namespace) return false;
  return !reference?.uid || reference.uid === metadata.uid;
}

export function serves(volume: PersistentVolume, claim: PersistentVolumeClaim): boolean {
  const [offer, wish] = [volume.spec, claim.spec];
  return (
    volume.metadata.deletionTimestamp === undefined &&
    (offer.storageClassName ?? '') === (wish.storageClassName ?? '') &&
    (offer.volumeAttributesClassName ?? '') === (wish.volumeAttributesClassName ?? '') &&
    (offer.volumeMode ?? 'Filesystem') === (wish.volumeMode ?? 'Filesystem') &&
    (wish.accessModes ?? []).every((mode) => offer.accessModes?.includes(mode)) &&
    compareQuantityTexts(sizeOf(volume), requestOf(claim)) >= 0 &&
    (!wish.selector || compileLabelSelector(wish.selector).matches(volume.metadata.labels))
  );
}

function sizeOf({ spec }: PersistentVolume): string {
  return spec.capacity?.storage ?? '0';
}

export function requestOf({ spec }: PersistentVolumeClaim): string {
  return spec.resources?.requests?.storage ?? '0';
}

export function claimReference({ metadata }: PersistentVolumeClaim): ObjectReference {
  const { namespace, name, uid, resourceVersion } = metadata;
  return { kind: 'PersistentVolumeClaim', namespace, name, uid, apiVersion: 'v1', resourceVersion };
}
