/** The checks that every kind's rules are made of, with the texts of Kubernetes' core validation. */
import { type FieldError, forbidden, invalid, notSupported, required } from '../api/field-error.ts';
import { semanticEqual } from '../api/semantic-equal.ts';

export function nonNegative(field: string, value: number | undefined | null): FieldError[] {
  if (value === undefined || value === null || value >= 0) return [];
  return [invalid(field, value, 'must be greater than or equal to 0')];
}

export function positive(field: string, value: number | undefined | null): FieldError[] {
  if (value === undefined || value === null || value > 0) return [];
  return [invalid(field, value, 'must be greater than 0')];
}

export function immutable(field: string, value: unknown, old: unknown): FieldError[] {
  return semanticEqual(value, old) ? [] : [invalid(field, value ?? null, 'field is immutable')];
}

/** One `Invalid value` for each text that a rule for names returned. */
export function invalidFor(field: string, value: unknown, texts: readonly string[]): FieldError[] {
  return texts.map((text) => invalid(field, value, text));
}

export function requiredText(field: string, value: string | undefined | null, detail = ''): FieldError[] {
  return value ? [] : [required(field, detail)];
}

/** An enumeration that must be set: `Required value` when it is empty. */
export function requiredChoice(
  field: string,
  value: string | undefined,
  supported: readonly string[],
  detail = '',
): FieldError[] {
  return value ? choice(field, value, supported) : [required(field, detail)];
}

/** An enumeration: an absent value is fine, an empty one is not. */
export function choice(field: string, value: string | undefined, supported: readonly string[]): FieldError[] {
  if (value === undefined || supported.includes(value)) return [];
  return [notSupported(field, value, supported)];
}

export function forbiddenWhen(field: string, condition: boolean, detail: string): FieldError[] {
  return condition ? [forbidden(field, detail)] : [];
}

/** Counters that may only rise, such as `status.collisionCount`. */
export function notDecremented(field: string, value: number | undefined, old: number | undefined): FieldError[] {
  if (old === undefined || (value !== undefined && value >= old)) return [];
  return [invalid(field, value ?? 0, 'cannot be decremented')];
}
