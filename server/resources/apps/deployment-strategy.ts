import { type FieldError, forbidden, invalid, notSupported, required } from '../../api/field-error.ts';
import type { DeploymentStrategy, RollingUpdateDeployment } from '../../api/types.gen.ts';
import { amountOf, validateAtMostAll, validateIntOrPercent } from '../int-or-percent.ts';

export function defaultStrategy(strategy: DeploymentStrategy): void {
  strategy.type ||= 'RollingUpdate';
  if (strategy.type !== 'RollingUpdate') return;
  strategy.rollingUpdate ??= {};
  strategy.rollingUpdate.maxUnavailable ??= '25%';
  strategy.rollingUpdate.maxSurge ??= '25%';
}

export function validateStrategy(strategy: DeploymentStrategy, field: string): FieldError[] {
  switch (strategy.type) {
    case 'Recreate':
      if (!strategy.rollingUpdate) return [];
      return [forbidden(`${field}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")];
    case 'RollingUpdate':
      if (strategy.rollingUpdate) return validateRollingUpdate(strategy.rollingUpdate, `${field}.rollingUpdate`);
      return [required(`${field}.rollingUpdate`, 'this should be defaulted and never be nil')];
    default: {
      const shown = { Type: strategy.type ?? '', RollingUpdate: goRollingUpdate(strategy.rollingUpdate) };
      return [notSupported(field, shown, ['Recreate', 'RollingUpdate'])];
    }
  }
}

/** Kubernetes prints its own structs by the names of their Go fields. */
function goRollingUpdate(update: RollingUpdateDeployment | undefined): unknown {
  return update ? { MaxUnavailable: update.maxUnavailable ?? 0, MaxSurge: update.maxSurge ?? 0 } : null;
}

function validateRollingUpdate(update: RollingUpdateDeployment, field: string): FieldError[] {
  const { maxUnavailable = 0, maxSurge = 0 } = update;
  const errors = [
    ...validateIntOrPercent(`${field}.maxUnavailable`, maxUnavailable),
    ...validateIntOrPercent(`${field}.maxSurge`, maxSurge),
  ];
  if (amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0) {
    errors.push(invalid(`${field}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  }
  return [...errors, ...validateAtMostAll(`${field}.maxUnavailable`, maxUnavailable)];
}
