import { type FieldError, forbidden } from '../../api/field-error.ts';
import { compareQuantityTexts, parseQuantity, quantityMilliValue } from '../../api/quantity.ts';
import { persistentVolumeClaims } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { PersistentVolumeClaim, PersistentVolumeClaimSpec } from '../../api/types.gen.ts';
import { defineResource, type RowContext } from '../../registry/define-resource.ts';
import { immutable } from '../field-checks.ts';
import { statusSubresource } from '../subresources.ts';
import { age } from '../table-cells.ts';
import { accessModesCell } from './access-modes.ts';
import { normalizeDataSources, validateClaimSpec } from './persistent-volume-claim-spec.ts';
import { specDiff } from './pod/spec-diff.ts';

const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

export const persistentVolumeClaimResource = defineResource<PersistentVolumeClaim>(persistentVolumeClaims, {
  generation: 'none',
  default: defaultClaim,
  prepareForCreate: (draft) => {
    draft.status = { phase: 'Pending' };
    normalizeDataSources(draft.spec);
  },
  prepareForUpdate: (draft) => normalizeDataSources(draft.spec),
  validate: (claim) => validateClaimSpec(claim.spec ?? {}, 'spec'),
  validateUpdate: validateChange,
  warnings: claimWarnings,
  deleteReturnsObject: true,
  row: claimRow,
  subresources: { status: statusSubresource<PersistentVolumeClaim>() },
});

/** Also for the claim templates of StatefulSets. */
export function defaultClaim(draft: PersistentVolumeClaim): void {
  draft.spec ??= {};
  draft.status ??= {};
  draft.status.phase ||= 'Pending';
  draft.spec.volumeMode ??= 'Filesystem';
}

const IMMUTABLE_SPEC =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

function validateChange(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const [now, before] = [claim.spec ?? {}, old.spec ?? {}];
  const errors: FieldError[] = [];
  const [fixed, fixedBefore] = [comparable(now, before, claim), comparable(before, before, claim)];
  if (!semanticEqual(fixed, fixedBefore)) {
    const diff = specDiff(fixedBefore, fixed, 'core.PersistentVolumeClaimSpec');
    errors.push(forbidden('spec', `${IMMUTABLE_SPEC}\n${diff}`));
  }
  errors.push(...validateSize(claim, old));
  return [...errors, ...immutable('volumeMode', now.volumeMode, before.volumeMode)];
}

/** The spec with what may change set to what it was: the volume's name once, the size and attributes of bound claims. */
function comparable(
  spec: PersistentVolumeClaimSpec,
  before: PersistentVolumeClaimSpec,
  claim: PersistentVolumeClaim,
): PersistentVolumeClaimSpec {
  const copy = structuredClone(spec);
  if (!before.volumeName) delete copy.volumeName;
  delete copy.volumeAttributesClassName;
  if (!before.storageClassName && before.storageClassName !== '') delete copy.storageClassName;
  if (claim.status?.phase === 'Bound' && copy.resources?.requests) delete copy.resources.requests.storage;
  return copy;
}

function validateSize(claim: PersistentVolumeClaim, old: PersistentVolumeClaim): FieldError[] {
  const size = claim.spec?.resources?.requests?.storage;
  const before = old.spec?.resources?.requests?.storage;
  if (size === undefined || before === undefined || compareQuantityTexts(size, before) >= 0) return [];
  // Shrinking a request is the way out of an expansion that failed, but not below what there is.
  const capacity = old.status?.capacity?.storage ?? '0';
  if (compareQuantityTexts(size, capacity) > 0) return [];
  return [forbidden('spec.resources.requests.storage', 'field can not be less than status.capacity')];
}

function claimWarnings({ metadata, spec }: PersistentVolumeClaim): string[] {
  const warnings: string[] = [];
  if (metadata.annotations?.[CLASS_ANNOTATION] !== undefined) {
    warnings.push(
      `metadata.annotations[${CLASS_ANNOTATION}]: deprecated since v1.8; use "storageClassName" attribute instead`,
    );
  }
  const size = spec?.resources?.requests?.storage;
  if (size !== undefined && quantityMilliValue(parseQuantity(size)) % 1000n !== 0n) {
    warnings.push(`spec.resources.requests[storage]: fractional byte value "${size}" is invalid, must be an integer`);
  }
  return warnings;
}

function claimRow(claim: PersistentVolumeClaim, context: RowContext): unknown[] {
  const { metadata, spec = {}, status = {} } = claim;
  const bound = Boolean(spec.volumeName);
  return [
    metadata.name,
    metadata.deletionTimestamp ? 'Terminating' : (status.phase ?? ''),
    spec.volumeName ?? '',
    bound ? (status.capacity?.storage ?? '0') : '',
    bound ? accessModesCell(status.accessModes) : '',
    metadata.annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '',
    spec.volumeAttributesClassName ?? '<unset>',
    age(claim, context),
    spec.volumeMode ?? '<unset>',
  ];
}
