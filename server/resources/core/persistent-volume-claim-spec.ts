import { type FieldError, invalid, required } from '../../api/field-error.ts';
import { validateLabelSelector } from '../../api/label-selector-validation.ts';
import { dns1123SubdomainErrors } from '../../api/names.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type {
  PersistentVolumeClaimSpec,
  TypedLocalObjectReference,
  TypedObjectReference,
} from '../../api/types.gen.ts';
import { choice, invalidFor, requiredText } from '../field-checks.ts';
import { validateAccessModes } from './access-modes.ts';
import { VOLUME_MODES, validateClass, validatePositiveAmount } from './persistent-volume-spec.ts';

export function validateClaimSpec(spec: PersistentVolumeClaimSpec, field: string): FieldError[] {
  const modes = spec.accessModes ?? [];
  const size = spec.resources?.requests?.storage;
  const sizeField = `${field}.resources[storage]`;
  return [
    ...(modes.length === 0 ? [required(`${field}.accessModes`, 'at least 1 access mode is required')] : []),
    ...validateLabelSelector(spec.selector, `${field}.selector`),
    ...validateAccessModes(modes, `${field}.accessModes`),
    ...(size === undefined ? [required(sizeField)] : validatePositiveAmount(sizeField, size)),
    ...validateClass(spec.storageClassName, `${field}.storageClassName`),
    ...choice(`${field}.volumeMode`, spec.volumeMode, VOLUME_MODES),
    ...validateDataSources(spec, field),
    ...validateClass(spec.volumeAttributesClassName, `${field}.volumeAttributesClassName`),
  ];
}

/** The older field and the newer one say the same: whoever writes one finds both. */
export function normalizeDataSources(spec: PersistentVolumeClaimSpec | undefined): void {
  if (!spec) return;
  if (spec.dataSource && !spec.dataSourceRef) {
    if (isOldSource(spec.dataSource)) spec.dataSourceRef = { ...spec.dataSource };
    else delete spec.dataSource;
  } else if (spec.dataSourceRef && !spec.dataSource && !spec.dataSourceRef.namespace) {
    const { namespace: _, ...source } = spec.dataSourceRef;
    spec.dataSource = source;
  }
}

function isOldSource({ apiGroup, kind }: TypedLocalObjectReference): boolean {
  if (kind === 'PersistentVolumeClaim') return !apiGroup;
  return kind === 'VolumeSnapshot' && apiGroup === 'snapshot.storage.k8s.io';
}

function validateDataSources(spec: PersistentVolumeClaimSpec, field: string): FieldError[] {
  const { dataSource, dataSourceRef } = spec;
  const errors = [
    ...validateSource(dataSource, `${field}.dataSource`),
    ...validateSource(dataSourceRef, `${field}.dataSourceRef`),
  ];
  if (!dataSource || !dataSourceRef || dataSourceRef.namespace) return errors;
  if (semanticEqual(dataSource, dataSourceRef)) return errors;
  return [...errors, invalid(field, `${field}.dataSource`, 'must match dataSourceRef')];
}

function validateSource(
  source: TypedLocalObjectReference | TypedObjectReference | undefined,
  field: string,
): FieldError[] {
  if (!source) return [];
  const group = source.apiGroup ?? '';
  return [
    ...requiredText(`${field}.name`, source.name),
    ...requiredText(`${field}.kind`, source.kind),
    ...(group === '' && source.kind !== 'PersistentVolumeClaim' ? [invalid(field, source.kind, '')] : []),
    ...(group === '' ? [] : invalidFor(`${field}.apiGroup`, group, dns1123SubdomainErrors(group))),
  ];
}
