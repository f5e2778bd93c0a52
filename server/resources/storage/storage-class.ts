import { type FieldError, forbidden, invalid, notSupported, required, tooLong } from '../../api/field-error.ts';
import { labelKeyErrors } from '../../api/names.ts';
import { storageClasses } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { StorageClass, TopologySelectorTerm } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { immutable, invalidFor, requiredChoice } from '../field-checks.ts';
import { age } from '../table-cells.ts';
import { validateEach } from '../validate-each.ts';

const MAX_PARAMETERS = 512;
const MAX_PARAMETERS_SIZE = 256 * 1024;

export const storageClassResource = defineResource<StorageClass>(storageClasses, {
  default: (draft) => {
    draft.reclaimPolicy ??= 'Delete';
    draft.volumeBindingMode ??= 'Immediate';
  },
  validate: validateClass,
  validateUpdateAlone: true,
  validateUpdate: validateChange,
  deleteReturnsObject: true,
  row: (object, context) => [
    isDefault(object) ? `${object.metadata.name} (default)` : object.metadata.name,
    object.provisioner,
    object.reclaimPolicy ?? 'Delete',
    object.volumeBindingMode ?? '<unset>',
    object.allowVolumeExpansion ?? false,
    age(object, context),
  ],
});

/** Claims that name no class get the default one. */
export function isDefault({ metadata }: StorageClass): boolean {
  const annotations = metadata.annotations ?? {};
  return ['', 'beta.'].some((part) => annotations[`storageclass.${part}kubernetes.io/is-default-class`] === 'true');
}

function validateClass(object: StorageClass): FieldError[] {
  return [
    ...validateProvisioner(object.provisioner, 'provisioner'),
    ...validateParameters(object.parameters ?? {}, 'parameters'),
    ...(object.reclaimPolicy === 'Delete' || object.reclaimPolicy === 'Retain'
      ? []
      : [notSupported('reclaimPolicy', object.reclaimPolicy, ['Delete', 'Retain'])]),
    ...requiredChoice('volumeBindingMode', object.volumeBindingMode, ['Immediate', 'WaitForFirstConsumer']),
    ...validateEach(object.allowedTopologies, 'allowedTopologies', validateTopology),
  ];
}

export function validateProvisioner(name: string, field: string): FieldError[] {
  return name ? invalidFor(field, name, labelKeyErrors(name.toLowerCase())) : [required(field)];
}

export function validateParameters(parameters: Record<string, string>, field: string): FieldError[] {
  const entries = Object.entries(parameters);
  if (entries.length > MAX_PARAMETERS) return [tooLong(field, MAX_PARAMETERS)];
  const errors = entries
    .filter(([key]) => key === '')
    .map(([, value]) => invalid(field, value, 'field can not be empty.'));
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  return size > MAX_PARAMETERS_SIZE ? [...errors, tooLong(field, MAX_PARAMETERS_SIZE)] : errors;
}

function validateTopology(term: TopologySelectorTerm, field: string): FieldError[] {
  return validateEach(term.matchLabelExpressions ?? [], `${field}.matchLabelExpressions`, ({ key, values }, at) => [
    ...(values?.length ? [] : [required(`${at}.values`)]),
    ...invalidFor(`${at}.key`, key, labelKeyErrors(key)),
  ]);
}

function validateChange(object: StorageClass, old: StorageClass): FieldError[] {
  const errors: FieldError[] = [];
  if (!semanticEqual(object.parameters ?? {}, old.parameters ?? {})) {
    errors.push(forbidden('parameters', 'updates to parameters are forbidden.'));
  }
  errors.push(...immutable('provisioner', object.provisioner, old.provisioner));
  if (object.reclaimPolicy !== old.reclaimPolicy) {
    errors.push(forbidden('reclaimPolicy', 'updates to reclaimPolicy are forbidden.'));
  }
  return [...errors, ...immutable('volumeBindingMode', object.volumeBindingMode, old.volumeBindingMode)];
}
