import { type FieldError, forbidden, invalid, notSupported, required } from '../../api/field-error.ts';
import { dns1123SubdomainErrors } from '../../api/names.ts';
import { parseQuantity, quantitySign } from '../../api/quantity.ts';
import type { PersistentVolumeSpec } from '../../api/types.gen.ts';
import { choice, invalidFor } from '../field-checks.ts';
import { validateAccessModes } from './access-modes.ts';
import { validateVolumeSources } from './volume-sources.ts';

const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];
export const VOLUME_MODES = ['Block', 'Filesystem'];

export function validateVolumeSpec(spec: PersistentVolumeSpec, field: string): FieldError[] {
  const modes = spec.accessModes ?? [];
  return [
    ...(modes.length === 0 ? [required(`${field}.accessModes`)] : []),
    ...validateAccessModes(modes, `${field}.accessModes`),
    ...validateCapacity(spec.capacity ?? {}, `${field}.capacity`),
    ...choice(
      `${field}.persistentVolumeReclaimPolicy`,
      spec.persistentVolumeReclaimPolicy || undefined,
      RECLAIM_POLICIES,
    ),
    ...validateNodeAffinity(spec, `${field}.nodeAffinity`),
    ...validateVolumeSources(spec, field),
    ...validateRecycling(spec, `${field}.persistentVolumeReclaimPolicy`),
    ...validateClass(spec.storageClassName, `${field}.storageClassName`),
    ...choice(`${field}.volumeMode`, spec.volumeMode, VOLUME_MODES),
    ...validateClass(spec.volumeAttributesClassName, `${field}.volumeAttributesClassName`),
  ];
}

function validateCapacity(capacity: Record<string, string>, field: string): FieldError[] {
  const names = Object.keys(capacity);
  const errors = names.length === 0 ? [required(field)] : [];
  if (!('storage' in capacity) || names.length > 1) errors.push(notSupported(field, capacity, ['storage']));
  return [...errors, ...names.flatMap((name) => validatePositiveAmount(`${field}[${name}]`, capacity[name] as string))];
}

export function validatePositiveAmount(field: string, amount: string): FieldError[] {
  const sign = quantitySign(parseQuantity(amount));
  const errors = sign < 0 ? [invalid(field, amount, 'must be greater than or equal to 0')] : [];
  return sign > 0 ? [] : [...errors, invalid(field, amount, 'must be greater than zero')];
}

function validateNodeAffinity({ nodeAffinity }: PersistentVolumeSpec, field: string): FieldError[] {
  if (!nodeAffinity) return [];
  if (!nodeAffinity.required) return [required(`${field}.required`, 'must specify required node constraints')];
  if ((nodeAffinity.required.nodeSelectorTerms ?? []).length > 0) return [];
  return [required(`${field}.required.nodeSelectorTerms`, 'must have at least one node selector term')];
}

function validateRecycling(spec: PersistentVolumeSpec, field: string): FieldError[] {
  const root = spec.hostPath?.path !== undefined && /^\/[/.]*$/.test(spec.hostPath.path);
  if (!root || spec.persistentVolumeReclaimPolicy !== 'Recycle') return [];
  return [forbidden(field, "may not be 'recycle' for a hostPath mount of '/'")];
}

export function validateClass(name: string | undefined, field: string): FieldError[] {
  return name ? invalidFor(field, name, dns1123SubdomainErrors(name)) : [];
}
