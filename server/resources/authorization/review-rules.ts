/** What questions about access may look like. */
import type { AccessQuestion } from '../../api/authorization.ts';
import { type ApiError, statusError } from '../../api/errors.ts';
import { type FieldError, invalid } from '../../api/field-error.ts';
import type { SubjectAccessReviewSpec } from '../../api/types.gen.ts';

const GROUP = 'authorization.k8s.io';

export function validateQuestion({ resourceAttributes, nonResourceAttributes }: AccessQuestion): FieldError[] {
  if (resourceAttributes && nonResourceAttributes) {
    const shown = { Path: nonResourceAttributes.path ?? '', Verb: nonResourceAttributes.verb ?? '' };
    const detail = 'cannot be specified in combination with resourceAttributes';
    return [invalid('spec.nonResourceAttributes', shown, detail)];
  }
  if (resourceAttributes || nonResourceAttributes) return [];
  const detail = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
  return [invalid('spec.resourceAttributes', null, detail)];
}

export function validateSubject({ user = '', groups = [] }: SubjectAccessReviewSpec): FieldError[] {
  if (user !== '' || groups.length > 0) return [];
  return [invalid('spec.user', user, 'at least one of user or group must be specified')];
}

/** Kubernetes has forgotten the kind of a review by the time that it refuses it. */
export function refuseInvalid(errors: readonly FieldError[]): void {
  if (errors.length > 0) throw invalidReview(errors);
}

function invalidReview(errors: readonly FieldError[]): ApiError {
  const texts = errors.map(({ field, message }) => `${field}: ${message}`);
  const summary = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  const causes = errors.map(({ reason, message, field }) => ({ reason, message, field }));
  return statusError(422, 'Invalid', `.${GROUP} "" is invalid: ${summary}`, { group: GROUP, causes });
}
