import { type FieldError, forbidden, invalid, required } from './field-error.ts';
import { labelValueErrors } from './names.ts';
import { validateLabelKey, validateLabels } from './object-meta-validation.ts';
import type { LabelSelector, LabelSelectorRequirement } from './types.gen.ts';

/** What is wrong with a selector in an object. */
export function validateLabelSelector(
  selector: LabelSelector | undefined,
  field: string,
  options: { allowInvalidValues?: boolean } = {},
): FieldError[] {
  if (!selector) return [];
  return [
    ...validateLabels(selector.matchLabels, `${field}.matchLabels`),
    ...(selector.matchExpressions ?? []).flatMap((expression, i) =>
      validateExpression(expression, `${field}.matchExpressions[${i}]`, options.allowInvalidValues ?? false),
    ),
  ];
}

function validateExpression(
  { key, operator, values = [] }: LabelSelectorRequirement,
  field: string,
  allowInvalidValues: boolean,
): FieldError[] {
  return [
    ...validateOperator(operator, values, field),
    ...validateLabelKey(key ?? '', `${field}.key`),
    ...(allowInvalidValues ? [] : validateValues(values, `${field}.values`)),
  ];
}

function validateOperator(operator: string, values: readonly string[], field: string): FieldError[] {
  if (operator === 'In' || operator === 'NotIn') {
    const detail = "must be specified when `operator` is 'In' or 'NotIn'";
    return values.length === 0 ? [required(`${field}.values`, detail)] : [];
  }
  if (operator === 'Exists' || operator === 'DoesNotExist') {
    const detail = "may not be specified when `operator` is 'Exists' or 'DoesNotExist'";
    return values.length > 0 ? [forbidden(`${field}.values`, detail)] : [];
  }
  return [invalid(`${field}.operator`, operator ?? '', 'not a valid selector operator')];
}

function validateValues(values: readonly string[], field: string): FieldError[] {
  return values.flatMap((value, i) => labelValueErrors(value).map((text) => invalid(`${field}[${i}]`, value, text)));
}
