/** May I? May they? May they here? */
import { invalid } from '../../api/field-error.ts';
import {
  localSubjectAccessReviews,
  selfSubjectAccessReviews,
  subjectAccessReviews,
} from '../../api/resource-types.gen.ts';
import type {
  LocalSubjectAccessReview,
  SelfSubjectAccessReview,
  SubjectAccessReview,
  SubjectAccessReviewSpec,
  UserInfo,
} from '../../api/types.gen.ts';
import { defineResource } from '../../registry/define-resource.ts';
import { reviewAccess } from './access.ts';
import { refuseInvalid, validateQuestion, validateSubject } from './review-rules.ts';

export const selfSubjectAccessReviewResource = defineResource<SelfSubjectAccessReview>(selfSubjectAccessReviews, {
  virtual: {
    create(review, { user, objects }) {
      refuseInvalid(validateQuestion(review.spec));
      return { ...review, status: reviewAccess(user, review.spec, objects) };
    },
  },
});

export const subjectAccessReviewResource = defineResource<SubjectAccessReview>(subjectAccessReviews, {
  virtual: {
    create(review, { objects }) {
      refuseInvalid([...validateQuestion(review.spec), ...validateSubject(review.spec)]);
      return { ...review, status: reviewAccess(subjectOf(review.spec), review.spec, objects) };
    },
  },
});

export const localSubjectAccessReviewResource = defineResource<LocalSubjectAccessReview>(localSubjectAccessReviews, {
  virtual: {
    create(review, { objects }) {
      refuseInvalid(validateLocal(review));
      return { ...review, status: reviewAccess(subjectOf(review.spec), review.spec, objects) };
    },
  },
});

function subjectOf({ user, uid, groups, extra }: SubjectAccessReviewSpec): UserInfo {
  return { username: user, uid, groups, extra };
}

function validateLocal({ metadata, spec }: LocalSubjectAccessReview) {
  const errors = [...validateQuestion(spec), ...validateSubject(spec)];
  const { resourceAttributes, nonResourceAttributes } = spec;
  if (resourceAttributes && (resourceAttributes.namespace ?? '') !== metadata.namespace) {
    const namespace = resourceAttributes.namespace ?? '';
    errors.push(invalid('spec.resourceAttributes.namespace', namespace, 'must match metadata.namespace'));
  }
  if (nonResourceAttributes) {
    const shown = { Path: nonResourceAttributes.path ?? '', Verb: nonResourceAttributes.verb ?? '' };
    errors.push(invalid('spec.nonResourceAttributes', shown, 'disallowed on this kind of request'));
  }
  return errors;
}
