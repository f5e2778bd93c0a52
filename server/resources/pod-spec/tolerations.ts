import { type FieldError, forbidden, invalid, notSupported } from '../../api/field-error.ts';
import { labelValueErrors } from '../../api/names.ts';
import { validateLabelKey } from '../../api/object-meta-validation.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Toleration } from '../../api/types.gen.ts';
import { validateEach } from '../validate-each.ts';

const EFFECTS = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function validateTolerations(tolerations: readonly Toleration[] | undefined, field: string): FieldError[] {
  return validateEach(tolerations, field, validateToleration);
}

function validateToleration(toleration: Toleration, field: string): FieldError[] {
  const { key = '', operator = '', effect = '', tolerationSeconds } = toleration;
  const anyKey = 'operator must be Exists when `key` is empty, which means "match all values and all keys"';
  const onlyNoExecute = "effect must be 'NoExecute' when `tolerationSeconds` is set";
  return [
    ...(key ? validateLabelKey(key, `${field}.key`) : []),
    ...(key === '' && operator !== 'Exists' ? [invalid(`${field}.operator`, operator, anyKey)] : []),
    ...(tolerationSeconds !== undefined && effect !== 'NoExecute'
      ? [invalid(`${field}.effect`, effect, onlyNoExecute)]
      : []),
    ...validateOperator(operator, toleration.value ?? '', `${field}.operator`),
    ...(effect ? validateTaintEffect(effect, `${field}.effect`) : []),
  ];
}

function validateOperator(operator: string, value: string, field: string): FieldError[] {
  if (operator === '' || operator === 'Equal') {
    const texts = labelValueErrors(value);
    return texts.length === 0 ? [] : [invalid(field, value, texts.join(';'))];
  }
  if (operator === 'Exists') {
    return value === '' ? [] : [invalid(field, value, "value must be empty when `operator` is 'Exists'")];
  }
  return [notSupported(field, operator, ['Equal', 'Exists'])];
}

function validateTaintEffect(effect: string, field: string): FieldError[] {
  return EFFECTS.includes(effect) ? [] : [notSupported(field, effect, EFFECTS)];
}

/** A pod may come to tolerate more, or for another time, but nothing less. */
export function validateTolerationsUpdate(
  tolerations: readonly Toleration[] | undefined,
  old: readonly Toleration[] | undefined,
  field: string,
): FieldError[] {
  const kept = (old ?? []).every((before) => (tolerations ?? []).some((now) => sameButSeconds(now, before)));
  if (!kept) return [forbidden(field, 'existing toleration can not be modified except its tolerationSeconds')];
  return validateTolerations(tolerations, field);
}

function sameButSeconds(a: Toleration, b: Toleration): boolean {
  return semanticEqual({ ...a, tolerationSeconds: undefined }, { ...b, tolerationSeconds: undefined });
}
