import { type FieldError, invalid, notSupported, required } from '../../api/field-error.ts';
import type { DaemonSetUpdateStrategy, RollingUpdateDaemonSet } from '../../api/types.gen.ts';
import { amountOf, validateAtMostAll, validateIntOrPercent } from '../int-or-percent.ts';

export function defaultUpdateStrategy(strategy: DaemonSetUpdateStrategy): void {
  strategy.type ||= 'RollingUpdate';
  if (strategy.type !== 'RollingUpdate') return;
  strategy.rollingUpdate ??= {};
  strategy.rollingUpdate.maxUnavailable ??= 1;
  strategy.rollingUpdate.maxSurge ??= 0;
}

export function validateUpdateStrategy(strategy: DaemonSetUpdateStrategy, field: string): FieldError[] {
  const { type, rollingUpdate } = strategy;
  if (type === 'OnDelete') return [];
  if (type === 'RollingUpdate') {
    return rollingUpdate
      ? validateRollingUpdate(rollingUpdate, `${field}.rollingUpdate`)
      : [required(`${field}.rollingUpdate`)];
  }
  const shown = { Type: type ?? '', RollingUpdate: goRollingUpdate(rollingUpdate) };
  return [notSupported(field, shown, ['RollingUpdate', 'OnDelete'])];
}

function goRollingUpdate(update: RollingUpdateDaemonSet | undefined): unknown {
  return update ? { MaxUnavailable: update.maxUnavailable ?? 0, MaxSurge: update.maxSurge ?? 0 } : null;
}

function validateRollingUpdate(update: RollingUpdateDaemonSet, field: string): FieldError[] {
  const { maxUnavailable = 0, maxSurge = 0 } = update;
  const errors = [
    ...validateIntOrPercent(`${field}.maxUnavailable`, maxUnavailable),
    ...validateIntOrPercent(`${field}.maxSurge`, maxSurge),
    ...validateAtMostAll(`${field}.maxUnavailable`, maxUnavailable),
    ...validateAtMostAll(`${field}.maxSurge`, maxSurge),
  ];
  const [unavailable, surge] = [amountOf(maxUnavailable) !== 0, amountOf(maxSurge) !== 0];
  if (unavailable && surge) {
    errors.push(invalid(`${field}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero'));
  } else if (!unavailable && !surge) {
    errors.push(required(`${field}.maxUnavailable`, 'cannot be 0 when maxSurge is 0'));
  }
  return errors;
}
