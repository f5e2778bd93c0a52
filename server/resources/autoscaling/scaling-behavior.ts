import { type FieldError, invalid, notSupported, required } from '../../api/field-error.ts';
import { parseQuantity, quantitySign } from '../../api/quantity.ts';
import type { HorizontalPodAutoscalerBehavior, HPAScalingPolicy, HPAScalingRules } from '../../api/types.gen.ts';
import { choice } from '../field-checks.ts';

const MAX_PERIOD = 1800;
const MAX_WINDOW = 3600;

export function validateBehavior(behavior: HorizontalPodAutoscalerBehavior | undefined, field: string): FieldError[] {
  return [
    ...validateRules(behavior?.scaleUp, `${field}.scaleUp`),
    ...validateRules(behavior?.scaleDown, `${field}.scaleDown`),
  ];
}

function validateRules(rules: HPAScalingRules | undefined, field: string): FieldError[] {
  if (!rules) return [];
  const { stabilizationWindowSeconds: window, selectPolicy, policies = [], tolerance } = rules;
  const errors: FieldError[] = [];
  if (window !== undefined && window < 0) {
    errors.push(invalid(`${field}.stabilizationWindowSeconds`, window, 'must be greater than or equal to zero'));
  }
  if (window !== undefined && window > MAX_WINDOW) {
    const detail = `must be less than or equal to ${MAX_WINDOW}`;
    errors.push(invalid(`${field}.stabilizationWindowSeconds`, window, detail));
  }
  errors.push(...choice(`${field}.selectPolicy`, selectPolicy, ['Disabled', 'Max', 'Min']));
  if (policies.length === 0) errors.push(required(`${field}.policies`, 'must specify at least one Policy'));
  errors.push(...policies.flatMap((policy, i) => validatePolicy(policy, `${field}.policies[${i}]`)));
  if (tolerance !== undefined && quantitySign(parseQuantity(tolerance)) < 0) {
    errors.push(invalid(`${field}.tolerance`, tolerance, 'must be greater or equal to zero'));
  }
  return errors;
}

function validatePolicy({ type, value, periodSeconds }: HPAScalingPolicy, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (type !== 'Pods' && type !== 'Percent') {
    errors.push(notSupported(`${field}.type`, type ?? '', ['Percent', 'Pods']));
  }
  if (value <= 0) errors.push(invalid(`${field}.value`, value, 'must be greater than zero'));
  if (periodSeconds <= 0) errors.push(invalid(`${field}.periodSeconds`, periodSeconds, 'must be greater than zero'));
  if (periodSeconds > MAX_PERIOD) {
    errors.push(invalid(`${field}.periodSeconds`, periodSeconds, `must be less than or equal to ${MAX_PERIOD}`));
  }
  return errors;
}
