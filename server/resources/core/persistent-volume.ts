import { type FieldError, forbidden, invalid } from '../../api/field-error.ts';
import { persistentVolumes } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { PersistentVolume, PersistentVolumeSpec } from '../../api/types.gen.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { defineResource, type RowContext, type WriteContext } from '../../registry/define-resource.ts';
import { immutable } from '../field-checks.ts';
import { statusSubresource } from '../subresources.ts';
import { age } from '../table-cells.ts';
import { accessModesCell } from './access-modes.ts';
import { validateVolumeSpec } from './persistent-volume-spec.ts';
import { specDiff } from './pod/spec-diff.ts';
import { volumeSources } from './volume-sources.ts';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

export const persistentVolumeResource = defineResource<PersistentVolume>(persistentVolumes, {
  generation: 'none',
  default: defaultVolume,
  prepareForCreate: (draft, context) => {
    draft.status = { phase: 'Pending', lastPhaseTransitionTime: timestamp(context.now) };
  },
  validate: (volume) => validateVolumeSpec(volume.spec ?? {}, 'spec'),
  validateUpdate: validateChange,
  warnings: volumeWarnings,
  deleteReturnsObject: true,
  row: volumeRow,
  subresources: { status: statusSubresource<PersistentVolume>({ prepareForUpdate: noteTransition }) },
});

function defaultVolume(draft: PersistentVolume): void {
  draft.spec ??= {};
  draft.status ??= {};
  draft.status.phase ||= 'Pending';
  draft.spec.persistentVolumeReclaimPolicy ||= 'Retain';
  draft.spec.volumeMode ??= 'Filesystem';
  if (draft.spec.hostPath) draft.spec.hostPath.type ??= '';
}

/** A writer of the status that changes the phase and gives no time gets this one. */
function noteTransition(draft: PersistentVolume, old: PersistentVolume, context: WriteContext): void {
  const { status = {} } = draft;
  draft.status = status;
  if (status.phase === old.status?.phase) {
    if (old.status?.lastPhaseTransitionTime) status.lastPhaseTransitionTime ??= old.status.lastPhaseTransitionTime;
    return;
  }
  const same = status.lastPhaseTransitionTime === old.status?.lastPhaseTransitionTime;
  if (!status.lastPhaseTransitionTime || same) status.lastPhaseTransitionTime = timestamp(context.now);
}

function validateChange(volume: PersistentVolume, old: PersistentVolume): FieldError[] {
  const [now, before] = [volume.spec ?? {}, old.spec ?? {}];
  const errors: FieldError[] = [];
  const [source, sourceBefore] = [volumeSources(now), volumeSources(before)];
  if (!semanticEqual(source, sourceBefore)) {
    const diff = specDiff(sourceBefore, source, 'core.PersistentVolumeSource');
    const detail = `spec.persistentvolumesource is immutable after creation\n${diff}`;
    errors.push(forbidden('spec.persistentvolumesource', detail));
  }
  errors.push(...immutable('volumeMode', now.volumeMode, before.volumeMode));
  if (before.nodeAffinity && !semanticEqual(now.nodeAffinity, before.nodeAffinity)) {
    const detail = 'field is immutable, except for updating from beta label to GA';
    errors.push(invalid('spec.nodeAffinity', now.nodeAffinity, detail));
  }
  return errors;
}

function volumeWarnings({ metadata, spec }: PersistentVolume): string[] {
  const warnings: string[] = [];
  const annotations = metadata.annotations ?? {};
  if (CLASS_ANNOTATION in annotations) {
    warnings.push(
      `metadata.annotations[${CLASS_ANNOTATION}]: deprecated since v1.8; use "storageClassName" attribute instead`,
    );
  }
  const mountOptions = 'volume.beta.kubernetes.io/mount-options';
  if (mountOptions in annotations) {
    warnings.push(
      `metadata.annotations[${mountOptions}]: deprecated since v1.31; use "mountOptions" attribute instead`,
    );
  }
  if (spec?.persistentVolumeReclaimPolicy === 'Recycle') {
    warnings.push(
      'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
    );
  }
  return warnings;
}

function volumeRow(volume: PersistentVolume, context: RowContext): unknown[] {
  const spec: PersistentVolumeSpec = volume.spec ?? {};
  return [
    volume.metadata.name,
    spec.capacity?.storage ?? '0',
    accessModesCell(spec.accessModes),
    spec.persistentVolumeReclaimPolicy ?? '',
    volume.metadata.deletionTimestamp ? 'Terminating' : (volume.status?.phase ?? ''),
    spec.claimRef ? `${spec.claimRef.namespace}/${spec.claimRef.name}` : '',
    volume.metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '',
    spec.volumeAttributesClassName ?? '<unset>',
    volume.status?.reason ?? '',
    age(volume, context),
    spec.volumeMode ?? '<unset>',
  ];
}
