import { duplicate, type FieldError, forbidden, invalid, required } from '../../api/field-error.ts';
import { labelKeyErrors } from '../../api/names.ts';
import { limitRanges } from '../../api/resource-types.gen.ts';
import type { LimitRange, LimitRangeItem } from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { invalidFor } from '../field-checks.ts';
import { validateLimitAmounts } from './limit-amounts.ts';
import { validateLimitResourceName } from './quota-resource-names.ts';

export const limitRangeResource = defineResource<LimitRange>(limitRanges, {
  generation: 'none',
  createOnUpdate: true,
  default: (draft) => draft.spec?.limits?.forEach(defaultLimits),
  validate: validateLimitRange,
  row: (range) => [range.metadata.name, range.metadata.creationTimestamp],
});

type Amounts = Record<string, string>;

/** What a maximum and a minimum say of the defaults of containers. */
function defaultLimits(item: LimitRangeItem): void {
  if (item.type !== 'Container') return;
  const limits: Amounts = { ...item.max, ...item.default };
  const requests: Amounts = { ...item.min, ...limits, ...item.defaultRequest };
  if (Object.keys(limits).length > 0) item.default = limits;
  if (Object.keys(requests).length > 0) item.defaultRequest = requests;
}

function validateLimitRange(range: LimitRange): FieldError[] {
  const seen = new Set<string>();
  return (range.spec?.limits ?? []).flatMap((item, i) => {
    const field = `spec.limits[${i}]`;
    const errors = validateType(item.type, `${field}.type`);
    if (seen.has(item.type)) errors.push(duplicate(`${field}.type`, item.type));
    seen.add(item.type);
    return [...errors, ...validateItem(item, field)];
  });
}

const TYPES = ['Pod', 'Container', 'PersistentVolumeClaim'];

function validateType(type: string, field: string): FieldError[] {
  const errors = invalidFor(field, type, labelKeyErrors(type));
  if (errors.length > 0 || type.includes('/') || TYPES.includes(type)) return errors;
  return [invalid(field, type, 'must be a standard limit type or fully qualified')];
}

function validateItem(item: LimitRangeItem, field: string): FieldError[] {
  const names = (part: keyof LimitRangeItem) =>
    Object.keys(item[part] ?? {}).flatMap((name) =>
      validateLimitResourceName(`${field}.${part}[${name}]`, name, item.type),
    );
  return [
    ...names('max'),
    ...names('min'),
    ...(item.type === 'Pod' ? validatePodLimits(item, field) : [...names('default'), ...names('defaultRequest')]),
    ...(item.type === 'PersistentVolumeClaim' ? validateClaimLimits(item, field) : []),
    ...names('maxLimitRequestRatio'),
    ...validateLimitAmounts(item, field),
  ];
}

function validatePodLimits(item: LimitRangeItem, field: string): FieldError[] {
  return (['default', 'defaultRequest'] as const)
    .filter((part) => Object.keys(item[part] ?? {}).length > 0)
    .map((part) => forbidden(`${field}.${part}`, "may not be specified when `type` is 'Pod'"));
}

function validateClaimLimits(item: LimitRangeItem, field: string): FieldError[] {
  if (item.min?.storage !== undefined || item.max?.storage !== undefined) return [];
  return [required(`${field}.limits`, 'either minimum or maximum storage value is required, but neither was provided')];
}
