/** What is to be done about a claim. */
import { SIMULATED_PROVISIONER } from '../../api/simulated-provisioner.ts';
import type { PersistentVolume, PersistentVolumeClaim, StorageClass } from '../../api/types.gen.ts';
import { findVolume, isReservedFor, serves } from './match-volume.ts';

export const BIND_COMPLETED = 'pv.kubernetes.io/bind-completed';
export const SELECTED_NODE = 'volume.kubernetes.io/selected-node';

export type ClaimPlan =
  | { do: 'nothing' }
  | { do: 'bind'; volume: PersistentVolume }
  | { do: 'provision'; storageClass: StorageClass; node?: string }
  | { do: 'wait'; type: 'Normal' | 'Warning'; reason: string; message: string; provisioner?: string }
  | { do: 'lose' };

export interface VolumeWorld {
  volumes: Iterable<PersistentVolume>;
  volume(name: string): PersistentVolume | undefined;
  storageClass(name: string): StorageClass | undefined;
}

export function planClaim(claim: PersistentVolumeClaim, world: VolumeWorld): ClaimPlan {
  const { metadata, spec } = claim;
  if (metadata.annotations?.[BIND_COMPLETED] !== undefined) return planBound(claim, world);
  if (metadata.deletionTimestamp !== undefined) return { do: 'nothing' };
  if (spec.volumeName) return planNamed(claim, world.volume(spec.volumeName));
  const storageClass = world.storageClass(spec.storageClassName ?? '');
  const volume = findVolume(claim, world.volumes);
  if (volume && (isReservedFor(volume, claim) || !waits(claim, storageClass))) return { do: 'bind', volume };
  return planWithout(claim, storageClass);
}

function planBound(claim: PersistentVolumeClaim, world: VolumeWorld): ClaimPlan {
  const volume = world.volume(claim.spec.volumeName ?? '');
  if (volume && isReservedFor(volume, claim)) return { do: 'bind', volume };
  if (volume && !volume.spec.claimRef) return { do: 'bind', volume };
  return claim.status.phase === 'Lost' ? { do: 'nothing' } : { do: 'lose' };
}

/** The claim names its volume itself. */
function planNamed(claim: PersistentVolumeClaim, volume: PersistentVolume | undefined): ClaimPlan {
  if (!volume) return { do: 'nothing' };
  if (volume.spec.claimRef && !isReservedFor(volume, claim)) {
    const message = `volume "${volume.metadata.name}" already bound to a different claim.`;
    return { do: 'wait', type: 'Warning', reason: 'FailedBinding', message };
  }
  if (serves(volume, claim)) return { do: 'bind', volume };
  const message = `Cannot bind to requested volume "${volume.metadata.name}": requested PV does not fit`;
  return { do: 'wait', type: 'Warning', reason: 'VolumeMismatch', message };
}

/** The volume is chosen when it is known where its pod will run. */
function waits({ metadata }: PersistentVolumeClaim, storageClass: StorageClass | undefined): boolean {
  if (storageClass?.volumeBindingMode !== 'WaitForFirstConsumer') return false;
  return metadata.annotations?.[SELECTED_NODE] === undefined;
}

function planWithout(claim: PersistentVolumeClaim, storageClass: StorageClass | undefined): ClaimPlan {
  const name = claim.spec.storageClassName ?? '';
  if (name === '') {
    const message = 'no persistent volumes available for this claim and no storage class is set';
    return { do: 'wait', type: 'Normal', reason: 'FailedBinding', message };
  }
  if (!storageClass) {
    const message = `storageclass.storage.k8s.io "${name}" not found`;
    return { do: 'wait', type: 'Warning', reason: 'ProvisioningFailed', message };
  }
  if (waits(claim, storageClass)) {
    const message = 'waiting for first consumer to be created before binding';
    return { do: 'wait', type: 'Normal', reason: 'WaitForFirstConsumer', message };
  }
  const { provisioner } = storageClass;
  if (provisioner === SIMULATED_PROVISIONER) {
    const node = claim.metadata.annotations?.[SELECTED_NODE];
    return { do: 'provision', storageClass, ...(node !== undefined && { node }) };
  }
  const message = `Waiting for a volume to be created either by the external provisioner '${provisioner}' or manually by the system administrator. If volume creation is delayed, please verify that the provisioner is running and correctly registered.`;
  return { do: 'wait', type: 'Normal', reason: 'ExternalProvisioning', message, provisioner };
}
