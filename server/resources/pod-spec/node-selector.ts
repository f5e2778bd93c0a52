import { type FieldError, forbidden, invalid, required } from '../../api/field-error.ts';
import { labelValueErrors } from '../../api/names.ts';
import { validateLabelKey } from '../../api/object-meta-validation.ts';
import { nameIsDnsSubdomain } from '../../api/object-names.ts';
import type { NodeSelector, NodeSelectorRequirement, NodeSelectorTerm } from '../../api/types.gen.ts';
import { invalidFor } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';

export function validateNodeSelector(selector: NodeSelector, field: string): FieldError[] {
  const terms = selector.nodeSelectorTerms ?? [];
  const at = `${field}.nodeSelectorTerms`;
  if (terms.length === 0) return [required(at, 'must have at least one node selector term')];
  return validateEach(terms, at, (term, termField) => validateNodeSelectorTerm(term, termField, { anyValue: false }));
}

/** `anyValue`: preferences may name values that no label can have. */
export function validateNodeSelectorTerm(
  term: NodeSelectorTerm,
  field: string,
  { anyValue }: { anyValue: boolean },
): FieldError[] {
  return [
    ...validateEach(term.matchExpressions, `${field}.matchExpressions`, (requirement, at) => [
      ...validateExpression(requirement, at),
      ...(anyValue ? [] : validateEach(requirement.values, `${at}.values`, validateValue)),
    ]),
    ...validateEach(term.matchFields, `${field}.matchFields`, validateFieldRequirement),
  ];
}

function validateExpression({ key, operator, values = [] }: NodeSelectorRequirement, field: string): FieldError[] {
  return [...validateOperator(operator, values, field), ...validateLabelKey(key ?? '', `${field}.key`)];
}

function validateOperator(operator: string, values: readonly string[], field: string): FieldError[] {
  const at = `${field}.values`;
  switch (operator) {
    case 'In':
    case 'NotIn':
      return values.length > 0 ? [] : [required(at, "must be specified when `operator` is 'In' or 'NotIn'")];
    case 'Exists':
    case 'DoesNotExist':
      if (values.length === 0) return [];
      return [forbidden(at, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")];
    case 'Gt':
    case 'Lt':
      return values.length === 1
        ? []
        : [required(at, "must be specified single value when `operator` is 'Lt' or 'Gt'")];
    default:
      return [invalid(`${field}.operator`, operator ?? '', 'not a valid selector operator')];
  }
}

function validateValue(value: string, field: string): FieldError[] {
  return invalidFor(field, value, labelValueErrors(value));
}

function validateFieldRequirement(
  { key, operator, values = [] }: NodeSelectorRequirement,
  field: string,
): FieldError[] {
  return [
    ...validateFieldOperator(operator, values, field),
    ...(key === 'metadata.name'
      ? validateEach(values, `${field}.values`, (value, at) =>
          invalidFor(at, value, nameIsDnsSubdomain(value, { prefix: false })),
        )
      : [invalid(`${field}.key`, key ?? '', 'not a valid field selector key')]),
  ];
}

function validateFieldOperator(operator: string, values: readonly string[], field: string): FieldError[] {
  if (operator !== 'In' && operator !== 'NotIn') {
    return [invalid(`${field}.operator`, operator ?? '', 'not a valid selector operator')];
  }
  if (values.length === 1) return [];
  const detail = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector";
  return [required(`${field}.values`, detail)];
}
