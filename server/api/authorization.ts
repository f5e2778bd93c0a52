import type { NonResourceAttributes, ResourceAttributes, UserInfo } from './types.gen.ts';

/** What somebody wants to do: with a resource, or else with a path. */
export interface AccessQuestion {
  resourceAttributes?: ResourceAttributes | undefined;
  nonResourceAttributes?: NonResourceAttributes | undefined;
}

/** Answers by what the stored roles say now. */
export type Authorizer = (
  user: UserInfo,
  question: AccessQuestion,
) => { allowed: boolean; reason?: string | undefined };

/** Whom requests are asked for: `RBAC` everybody, `AlwaysAllow` only those whose credentials nobody has checked. */
export type AuthorizationMode = 'AlwaysAllow' | 'RBAC';
