import { duplicate, type FieldError, invalid, tooMany } from '../../api/field-error.ts';
import { labelKeyErrors } from '../../api/names.ts';
import type {
  JobSpec,
  PodFailurePolicyOnExitCodesRequirement,
  PodFailurePolicyOnPodConditionsPattern,
  PodFailurePolicyRule,
} from '../../api/types.gen.ts';
import { invalidFor } from '../field-checks.ts';
import { invalidWithoutValue, requiredChoiceOf } from './policy-errors.ts';

const MAX_RULES = 20;
const MAX_EXIT_CODES = 255;
const MAX_PATTERNS = 20;
const ACTIONS = ['Count', 'FailIndex', 'FailJob', 'Ignore'];

export function validatePodFailurePolicy(spec: JobSpec, field: string): FieldError[] {
  if (!spec.podFailurePolicy) return [];
  const rules = spec.podFailurePolicy.rules ?? [];
  return [
    ...(rules.length > MAX_RULES ? [tooMany(`${field}.rules`, rules.length, MAX_RULES)] : []),
    ...rules.flatMap((rule, i) => validateRule(spec, rule, `${field}.rules[${i}]`)),
  ];
}

function validateRule(spec: JobSpec, rule: PodFailurePolicyRule, field: string): FieldError[] {
  const { onExitCodes, onPodConditions = [] } = rule;
  const errors = validateAction(spec, rule.action, `${field}.action`);
  if (onExitCodes) errors.push(...validateExitCodes(spec, onExitCodes, `${field}.onExitCodes`));
  if (onPodConditions.length > 0) errors.push(...validateConditions(onPodConditions, `${field}.onPodConditions`));
  if (onExitCodes && onPodConditions.length > 0) {
    errors.push(invalidWithoutValue(field, 'specifying both OnExitCodes and OnPodConditions is not supported'));
  }
  if (!onExitCodes && onPodConditions.length === 0) {
    errors.push(invalidWithoutValue(field, 'specifying one of OnExitCodes and OnPodConditions is required'));
  }
  return errors;
}

function validateAction(spec: JobSpec, action: string, field: string): FieldError[] {
  if (action !== 'FailIndex') return requiredChoiceOf(field, action, ACTIONS);
  if (spec.backoffLimitPerIndex !== undefined) return [];
  return [invalid(field, action, 'requires the backoffLimitPerIndex to be set')];
}

function validateConditions(patterns: PodFailurePolicyOnPodConditionsPattern[], field: string): FieldError[] {
  return [
    ...(patterns.length > MAX_PATTERNS ? [tooMany(field, patterns.length, MAX_PATTERNS)] : []),
    ...patterns.flatMap(({ type, status }, i) => [
      ...invalidFor(`${field}[${i}].type`, type, labelKeyErrors(type)),
      ...requiredChoiceOf(`${field}[${i}].status`, status, ['False', 'True', 'Unknown']),
    ]),
  ];
}

function validateExitCodes(
  spec: JobSpec,
  { operator, containerName, values = [] }: PodFailurePolicyOnExitCodesRequirement,
  field: string,
): FieldError[] {
  const errors = requiredChoiceOf(`${field}.operator`, operator, ['In', 'NotIn']);
  if (containerName !== undefined && !containerNames(spec).includes(containerName)) {
    const detail = 'must be one of the container or initContainer names in the pod template';
    errors.push(invalid(`${field}.containerName`, containerName, detail));
  }
  if (values.length === 0) errors.push(invalid(`${field}.values`, null, 'at least one value is required'));
  if (values.length > MAX_EXIT_CODES) errors.push(tooMany(`${field}.values`, values.length, MAX_EXIT_CODES));
  values.forEach((value, i) => {
    if (operator === 'In' && value === 0) {
      errors.push(invalid(`${field}.values[${i}]`, value, 'must not be 0 for the In operator'));
    }
    if (values.indexOf(value) < i) errors.push(duplicate(`${field}.values[${i}]`, value));
  });
  const ordered = values.every((value, i) => i === 0 || (values[i - 1] as number) <= value);
  if (!ordered) errors.push(invalid(`${field}.values`, values, 'must be ordered'));
  return errors;
}

function containerNames({ template }: JobSpec): string[] {
  const { containers = [], initContainers = [] } = template?.spec ?? {};
  return [...containers, ...initContainers].map(({ name }) => name);
}
