/** References to objects of any version: the target to scale, and what a metric describes. */
import { type FieldError, invalid, required } from '../../api/field-error.ts';
import { pathSegmentNameErrors } from '../../api/names.ts';
import type { AutoscalingV2CrossVersionObjectReference as ObjectReference } from '../../api/types.gen.ts';
import { invalidFor } from '../field-checks.ts';

export function validateReference({ kind, name }: ObjectReference, field: string): FieldError[] {
  return [
    ...(kind ? invalidFor(`${field}.kind`, kind, pathSegmentNameErrors(kind)) : [required(`${field}.kind`)]),
    ...(name ? invalidFor(`${field}.name`, name, pathSegmentNameErrors(name)) : [required(`${field}.name`)]),
  ];
}

export function validateVersion(version: string, field: string): FieldError[] {
  return version.split('/').length > 2 ? [invalid(field, version, `unexpected GroupVersion string: ${version}`)] : [];
}
