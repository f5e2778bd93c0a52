import { type FieldError, forbidden, notSupported } from '../api/field-error.ts';
import type { PodSpec } from '../api/types.gen.ts';

/** Pods of a workload that never completes: they are always restarted and have no deadline. */
export function validateEndlessPods(spec: PodSpec | undefined, field: string, kind: string): FieldError[] {
  const errors: FieldError[] = [];
  const policy = spec?.restartPolicy ?? '';
  if (policy !== 'Always') errors.push(notSupported(`${field}.restartPolicy`, policy, ['Always']));
  if (spec?.activeDeadlineSeconds !== undefined) {
    errors.push(forbidden(`${field}.activeDeadlineSeconds`, `activeDeadlineSeconds in ${kind} is not Supported`));
  }
  return errors;
}
