import { type FieldError, forbidden, required, tooLong } from '../../api/field-error.ts';
import { dns1123SubdomainErrors } from '../../api/names.ts';
import { volumeAttributesClasses } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { VolumeAttributesClass } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { invalidFor } from '../field-checks.ts';
import { age } from '../table-cells.ts';
import { validateParameters } from './storage-class.ts';

const MAX_DRIVER_NAME = 63;

export const volumeAttributesClassResource = defineResource<VolumeAttributesClass>(volumeAttributesClasses, {
  validate: validateClass,
  validateUpdateAlone: true,
  validateUpdate: (object, old) => [
    ...(object.driverName === old.driverName ? [] : [forbidden('driverName', 'updates to driverName are forbidden.')]),
    ...(semanticEqual(object.parameters ?? {}, old.parameters ?? {})
      ? []
      : [forbidden('parameters', 'updates to parameters are forbidden.')]),
  ],
  deleteReturnsObject: true,
  row: (object, context) => [object.metadata.name, object.driverName, age(object, context)],
});

function validateClass({ driverName, parameters = {} }: VolumeAttributesClass): FieldError[] {
  const errors = driverName
    ? invalidFor('driverName', driverName, dns1123SubdomainErrors(driverName.toLowerCase()))
    : [required('driverName')];
  if (driverName.length > MAX_DRIVER_NAME) errors.push(tooLong('driverName', MAX_DRIVER_NAME));
  if (Object.keys(parameters).length === 0) {
    return [...errors, required('parameters', 'must contain at least one key/value pair')];
  }
  return [...errors, ...validateParameters(parameters, 'parameters')];
}
