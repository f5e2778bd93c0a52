import { type FieldError, invalid, required, tooLong, tooMany } from '../../api/field-error.ts';
import type { JobSpec, SuccessPolicyRule } from '../../api/types.gen.ts';
import { nonNegative } from '../field-checks.ts';
import { countIndexes } from './index-ranges.ts';

const MAX_RULES = 20;
const MAX_INDEXES = 64 * 1024;

export function validateSuccessPolicy(spec: JobSpec, field: string): FieldError[] {
  const { successPolicy } = spec;
  if (!successPolicy) return [];
  if (spec.completionMode !== 'Indexed') return [invalid(field, successPolicy, 'requires indexed completion mode')];
  const rules = successPolicy.rules ?? [];
  const errors: FieldError[] = [];
  if (rules.length === 0) {
    errors.push(required(`${field}.rules`, 'at least one rules must be specified when the successPolicy is specified'));
  }
  if (rules.length > MAX_RULES) errors.push(tooMany(`${field}.rules`, rules.length, MAX_RULES));
  const completions = spec.completions ?? 0;
  return [...errors, ...rules.flatMap((rule, i) => validateRule(rule, completions, `${field}.rules[${i}]`))];
}

function validateRule(rule: SuccessPolicyRule, completions: number, field: string): FieldError[] {
  const { succeededCount, succeededIndexes } = rule;
  const errors: FieldError[] = [];
  if (succeededCount === undefined && succeededIndexes === undefined) {
    errors.push(required(field, 'at least one of succeededCount or succeededIndexes must be specified'));
  }
  const named = succeededIndexes === undefined ? undefined : countIndexes(succeededIndexes, completions);
  if (succeededIndexes !== undefined && succeededIndexes.length > MAX_INDEXES) {
    errors.push(tooLong(`${field}.succeededIndexes`, MAX_INDEXES));
  }
  if (typeof named === 'string') {
    errors.push(invalid(`${field}.succeededIndexes`, succeededIndexes, `error parsing succeededIndexes: ${named}`));
  }
  if (succeededCount === undefined) return errors;
  return [...errors, ...validateCount(`${field}.succeededCount`, succeededCount, completions, named)];
}

function validateCount(
  field: string,
  count: number,
  completions: number,
  named: number | string | undefined,
): FieldError[] {
  const errors = nonNegative(field, count);
  if (count > completions) {
    const detail = `must be less than or equal to ${completions} (the number of specified completions)`;
    errors.push(invalid(field, count, detail));
  }
  const indexes = typeof named === 'string' ? 0 : named;
  if (indexes !== undefined && count > indexes) {
    const detail = `must be less than or equal to ${indexes} (the number of indexes in the specified succeededIndexes field)`;
    errors.push(invalid(field, count, detail));
  }
  return errors;
}
