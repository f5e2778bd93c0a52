/** The four writes that bind a claim to a volume. Each is left out when it would change nothing. */
import { persistentVolumeClaims, persistentVolumes } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { PersistentVolume, PersistentVolumeClaim } from '../../api/types.gen.ts';
import type { Client } from '../../client/client.ts';
import { claimReference } from './match-volume.ts';
import { BIND_COMPLETED } from './plan-claim.ts';
import { BOUND_BY_CONTROLLER } from './plan-volume.ts';

export async function bindVolume(
  client: Client,
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
): Promise<void> {
  await setVolumePhase(client, await giveVolume(client, claim, volume), 'Bound');
  await noteBound(client, await takeVolume(client, claim, volume), volume);
}

export async function setVolumePhase(
  client: Client,
  volume: PersistentVolume,
  phase: NonNullable<PersistentVolume['status']['phase']>,
): Promise<void> {
  if (volume.status.phase === phase) return;
  const { lastPhaseTransitionTime: _, ...status } = volume.status;
  await client.update(persistentVolumes, { ...volume, status: { ...status, phase } }, { subresource: 'status' });
}

async function giveVolume(
  client: Client,
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
): Promise<PersistentVolume> {
  const { claimRef } = volume.spec;
  if (claimRef?.uid === claim.metadata.uid) return volume;
  const metadata = claimRef ? volume.metadata : annotated(volume.metadata, { [BOUND_BY_CONTROLLER]: 'yes' });
  const spec = { ...volume.spec, claimRef: claimReference(claim) };
  return client.update(persistentVolumes, { ...volume, metadata, spec });
}

async function takeVolume(
  client: Client,
  claim: PersistentVolumeClaim,
  volume: PersistentVolume,
): Promise<PersistentVolumeClaim> {
  const { name } = volume.metadata;
  if (claim.spec.volumeName === name && claim.metadata.annotations?.[BIND_COMPLETED] !== undefined) return claim;
  const metadata = annotated(claim.metadata, {
    [BIND_COMPLETED]: 'yes',
    ...(!claim.spec.volumeName && { [BOUND_BY_CONTROLLER]: 'yes' }),
  });
  return client.update(persistentVolumeClaims, { ...claim, metadata, spec: { ...claim.spec, volumeName: name } });
}

async function noteBound(client: Client, claim: PersistentVolumeClaim, volume: PersistentVolume): Promise<void> {
  const { accessModes, capacity } = volume.spec;
  // A bound claim keeps its size until somebody resizes it.
  const size = claim.status.phase === 'Bound' ? claim.status.capacity : capacity;
  const status = { ...claim.status, phase: 'Bound' as const, accessModes, capacity: size };
  if (semanticEqual(status, claim.status)) return;
  await client.update(persistentVolumeClaims, { ...claim, status }, { subresource: 'status' });
}

function annotated<M extends { annotations?: Record<string, string> | undefined }>(
  metadata: M,
  annotations: Record<string, string>,
): M {
  return { ...metadata, annotations: { ...metadata.annotations, ...annotations } };
}
