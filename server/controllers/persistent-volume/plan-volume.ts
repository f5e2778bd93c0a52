/** What is to be done about a volume. */
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/types.gen.ts';

export const BOUND_BY_CONTROLLER = 'pv.kubernetes.io/bound-by-controller';

export type VolumePlan =
  | { do: 'phase'; phase: 'Available' | 'Bound' | 'Released' }
  | { do: 'delete' }
  /** Forget the claim: the volume is free again. */
  | { do: 'free' }
  | { do: 'nothing' };

/** `claim` is the one that the volume's claimRef names, if it is there. */
export function planVolume(volume: PersistentVolume, claim: PersistentVolumeClaim | undefined): VolumePlan {
  const reference = volume.spec.claimRef;
  if (!reference?.uid) return { do: 'phase', phase: 'Available' };
  if (!claim || claim.metadata.uid !== reference.uid) return planReleased(volume);
  if (claim.spec.volumeName === volume.metadata.name) return { do: 'phase', phase: 'Bound' };
  // The claim has not been told yet; it will be, or has taken another volume.
  if (!claim.spec.volumeName) return { do: 'nothing' };
  return volume.metadata.annotations?.[BOUND_BY_CONTROLLER] === undefined ? { do: 'nothing' } : { do: 'free' };
}

function planReleased(volume: PersistentVolume): VolumePlan {
  if (volume.status.phase !== 'Released') return { do: 'phase', phase: 'Released' };
  switch (volume.spec.persistentVolumeReclaimPolicy) {
    case 'Delete':
      return volume.metadata.deletionTimestamp === undefined ? { do: 'delete' } : { do: 'nothing' };
    case 'Recycle':
      return { do: 'free' };
    default:
      return { do: 'nothing' };
  }
}
