import { type FieldError, required } from '../api/field-error.ts';
import { dns1123SubdomainErrors, pathSegmentNameErrors } from '../api/names.ts';
import type { TypedLocalObjectReference } from '../api/types.gen.ts';
import { invalidFor } from './field-checks.ts';

/** A reference to an object of any group and kind, custom ones included. */
export function validateTypedReference(reference: TypedLocalObjectReference, field: string): FieldError[] {
  const { apiGroup, kind, name } = reference;
  return [
    ...(apiGroup === undefined || apiGroup === null
      ? []
      : invalidFor(`${field}.apiGroup`, apiGroup, dns1123SubdomainErrors(apiGroup))),
    ...requiredSegment(`${field}.kind`, kind, 'kind is required'),
    ...requiredSegment(`${field}.name`, name, 'name is required'),
  ];
}

/** A text that will be part of a URL. */
export function requiredSegment(field: string, value: string | undefined, detail = ''): FieldError[] {
  return value ? invalidFor(field, value, pathSegmentNameErrors(value)) : [required(field, detail)];
}
