/** Numbers of pods that may also be a share of all pods: `2` or `25%`. */
import { type FieldError, invalid } from '../api/field-error.ts';
import { intValue, percentOf } from '../api/int-or-string.ts';
import { percentErrors } from '../api/names.ts';
import type { IntOrString } from '../api/types.gen.ts';
import { invalidFor, nonNegative } from './field-checks.ts';

export function validateIntOrPercent(field: string, value: IntOrString): FieldError[] {
  return typeof value === 'string' ? invalidFor(field, value, percentErrors(value)) : nonNegative(field, value);
}

export function validateAtMostAll(field: string, value: IntOrString): FieldError[] {
  return (validPercent(value) ?? 0) > 100 ? [invalid(field, value, 'must not be greater than 100%')] : [];
}

/** The number, or the number before the percent sign. */
export function amountOf(value: IntOrString): number {
  return validPercent(value) ?? intValue(value);
}

function validPercent(value: IntOrString): number | undefined {
  return typeof value === 'string' && percentErrors(value).length === 0 ? percentOf(value) : undefined;
}
