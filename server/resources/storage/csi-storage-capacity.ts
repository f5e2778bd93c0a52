import { type FieldError, required } from '../../api/field-error.ts';
import { validateLabelSelector } from '../../api/label-selector-validation.ts';
import { dns1123SubdomainErrors } from '../../api/names.ts';
import { parseQuantity, quantitySign } from '../../api/quantity.ts';
import { csiStorageCapacities } from '../../api/resource-types.gen.ts';
import type { CSIStorageCapacity } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { immutable, invalidFor } from '../field-checks.ts';

export const csiStorageCapacityResource = defineResource<CSIStorageCapacity>(csiStorageCapacities, {
  requiresResourceVersion: true,
  validate: validateCapacity,
  validateUpdateAlone: true,
  validateUpdate: (object, old) => [
    ...validateCapacity(object),
    ...immutable('nodeTopology', object.nodeTopology, old.nodeTopology),
    ...immutable('storageClassName', object.storageClassName, old.storageClassName),
  ],
  row: ({ metadata }) => [metadata.name, metadata.creationTimestamp],
});

function validateCapacity(object: CSIStorageCapacity): FieldError[] {
  const { nodeTopology, storageClassName, capacity, maximumVolumeSize } = object;
  return [
    ...validateLabelSelector(nodeTopology, 'nodeTopology'),
    ...(storageClassName
      ? invalidFor('storageClassName', storageClassName, dns1123SubdomainErrors(storageClassName))
      : [required('storageClassName')]),
    ...notNegativeAmount('capacity', capacity),
    ...notNegativeAmount('maximumVolumeSize', maximumVolumeSize),
  ];
}

function notNegativeAmount(field: string, amount: string | undefined): FieldError[] {
  if (amount === undefined || quantitySign(parseQuantity(amount)) >= 0) return [];
  return invalidFor(field, amount, ['must be greater than or equal to 0']);
}
