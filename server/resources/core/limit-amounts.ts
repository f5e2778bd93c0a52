/** How minimum, maximum, defaults and ratio of one resource must agree. */
import { type FieldError, invalid } from '../../api/field-error.ts';
import { compareQuantityTexts, parseQuantity, quantityMilliValue } from '../../api/quantity.ts';
import type { LimitRangeItem } from '../../api/types.gen.ts';
import { mayOvercommit } from './quota-resource-names.ts';

export function validateLimitAmounts(item: LimitRangeItem, field: string): FieldError[] {
  const parts = [item.max, item.min, item.default, item.defaultRequest, item.maxLimitRequestRatio];
  const names = new Set(parts.flatMap((part) => Object.keys(part ?? {})));
  return [...names].flatMap((name) => [...validateOrder(item, field, name), ...validateRatio(item, field, name)]);
}

function validateOrder(item: LimitRangeItem, field: string, name: string): FieldError[] {
  const { min, max, request, limit } = amountsOf(item, name);
  const errors: FieldError[] = [];
  const check = (part: string, shown: string | undefined, [low, lowText]: Bound, [high, highText]: Bound) => {
    if (low === undefined || high === undefined || compareQuantityTexts(low, high) <= 0) return;
    const detail = `${lowText} value ${low} is greater than ${highText} value ${high}`;
    errors.push(invalid(`${field}.${part}[${name}]`, shown, detail));
  };
  check('min', min, [min, 'min'], [max, 'max']);
  check('defaultRequest', request, [min, 'min'], [request, 'default request']);
  check('defaultRequest', request, [request, 'default request'], [max, 'max']);
  check('defaultRequest', request, [request, 'default request'], [limit, 'default limit']);
  check('default', min, [min, 'min'], [limit, 'default']);
  check('default', max, [limit, 'default'], [max, 'max']);
  return errors;
}

type Bound = [value: string | undefined, text: string];

function validateRatio(item: LimitRangeItem, field: string, name: string): FieldError[] {
  const { min, max, request, limit } = amountsOf(item, name);
  const ratio = amountIn(item.maxLimitRequestRatio, name);
  const errors: FieldError[] = [];
  const ratioField = `${field}.maxLimitRequestRatio[${name}]`;
  if (ratio !== undefined && compareQuantityTexts(ratio, '1') < 0) {
    errors.push(invalid(ratioField, ratio, `ratio ${ratio} is less than 1`));
  }
  if (ratio !== undefined && min !== undefined && max !== undefined) {
    const largest = numberOf(max) / numberOf(min);
    const detail = `ratio ${ratio} is greater than max/min = ${largest.toFixed(6)}`;
    if (numberOf(ratio) > largest) errors.push(invalid(ratioField, ratio, detail));
  }
  if (mayOvercommit(name) || limit === undefined || request === undefined) return errors;
  if (compareQuantityTexts(limit, request) === 0) return errors;
  const detail = `default value ${limit} must equal to defaultRequest value ${request} in ${name}`;
  return [...errors, invalid(`${field}.defaultRequest[${name}]`, request, detail)];
}

function amountsOf(item: LimitRangeItem, name: string) {
  return {
    min: amountIn(item.min, name),
    max: amountIn(item.max, name),
    request: amountIn(item.defaultRequest, name),
    limit: amountIn(item.default, name),
  };
}

/** A resource may be named like something that every object inherits. */
function amountIn(amounts: Record<string, string> | undefined, name: string): string | undefined {
  return amounts && Object.hasOwn(amounts, name) ? amounts[name] : undefined;
}

function numberOf(text: string): number {
  return Number(quantityMilliValue(parseQuantity(text))) / 1000;
}
