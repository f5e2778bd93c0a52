import { API_AUDIENCE, type TokenAuthenticator } from '../../api/authentication.ts';
import { badRequest } from '../../api/errors.ts';
import { tokenReviews } from '../../api/resource-types.gen.ts';
import type { TokenReview, TokenReviewStatus } from '../../api/types.gen.ts';
import { defineResource, type ResourceDefinition } from '../../registry/define-resource.ts';

/** Whose token is this? */
export function tokenReviewResource(authenticate: TokenAuthenticator): ResourceDefinition<TokenReview> {
  return defineResource<TokenReview>(tokenReviews, {
    virtual: {
      async create(review) {
        if (!review.spec.token) throw badRequest('token is required for TokenReview in authentication');
        return { ...review, status: await statusOf(review, authenticate) };
      },
    },
  });
}

async function statusOf({ spec }: TokenReview, authenticate: TokenAuthenticator): Promise<TokenReviewStatus> {
  const wanted = spec.audiences?.length ? spec.audiences : [API_AUDIENCE];
  const authenticated = await authenticate(spec.token, wanted);
  if (!authenticated) return { user: {}, error: 'invalid bearer token' };
  return { authenticated: true, user: authenticated.user, audiences: authenticated.audiences };
}
