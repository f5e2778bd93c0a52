import { selfSubjectReviews } from '../../api/resource-types.gen.ts';
import type { SelfSubjectReview } from '../../api/types.gen.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { defineResource } from '../../registry/define-resource.ts';

/** Who am I? */
export const selfSubjectReviewResource = defineResource<SelfSubjectReview>(selfSubjectReviews, {
  virtual: {
    create: (review, { user, now }) => ({
      ...review,
      metadata: { ...review.metadata, creationTimestamp: timestamp(now) },
      status: { userInfo: user },
    }),
  },
});
