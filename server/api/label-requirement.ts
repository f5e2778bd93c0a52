import { type FieldError, invalid } from './field-error.ts';
import { labelKeyErrors, labelValueErrors } from './names.ts';

/** One demand on one label, in the words of queries. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: 'in' | 'notin' | '=' | '==' | '!=' | 'gt' | 'lt' | 'exists' | '!';
  readonly values: readonly string[];
}

/** As Kubernetes writes it: `app=web`, `tier in (back,front)`, `!legacy`. */
export function requirementText({ key, operator, values }: LabelRequirement): string {
  switch (operator) {
    case 'exists':
      return key;
    case '!':
      return `!${key}`;
    case 'in':
    case 'notin':
      return `${key} ${operator} (${[...values].sort().join(',')})`;
    case 'gt':
      return `${key}>${values[0]}`;
    case 'lt':
      return `${key}<${values[0]}`;
    default:
      return `${key}${operator}${values[0]}`;
  }
}

/** Fields are `key` and `values`, or `<nil>` for the key itself: the words in which queries are refused. */
export function requirementErrors({ key, operator, values }: LabelRequirement): FieldError[] {
  const errors = labelKeyErrorsOf(key, 'key');
  if (operator === 'gt' || operator === 'lt') {
    values.forEach((value, i) => {
      if (!isInt64(value))
        errors.push(invalid(`values[${i}]`, value, "for 'Gt', 'Lt' operators, the value must be an integer"));
    });
  }
  values.forEach((value, i) => {
    const texts = labelValueErrors(value);
    if (texts.length > 0) errors.push(invalid(`values[${i}][${key}]`, value, texts.join('; ')));
  });
  return errors;
}

export function labelKeyErrorsOf(key: string, field: string): FieldError[] {
  const texts = labelKeyErrors(key);
  return texts.length === 0 ? [] : [invalid(field, key, texts.join('; '))];
}

const MAX_INT64 = 2n ** 63n - 1n;

/** Decimal, and fits 64 bits with a sign. */
export function isInt64(text: string): boolean {
  if (!/^[+-]?\d+$/.test(text)) return false;
  const value = BigInt(text.replace('+', ''));
  return value <= MAX_INT64 && value >= -MAX_INT64 - 1n;
}
