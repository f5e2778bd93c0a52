import { type FieldError, goQuote, notSupported, required } from '../../api/field-error.ts';

/** An error whose value Kubernetes does not print. */
export function invalidWithoutValue(field: string, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${detail}` };
}

/** An enumeration whose values are told when it is empty. */
export function requiredChoiceOf(field: string, value: string | undefined, supported: readonly string[]): FieldError[] {
  if (!value) return [required(field, `valid values: [${supported.map((s) => goQuote(s)).join(' ')}]`)];
  return supported.includes(value) ? [] : [notSupported(field, value, supported)];
}
