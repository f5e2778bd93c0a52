/** Before anything else of a request: who asks, in whose name, and whether they may. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { TokenAuthenticator } from '../api/authentication.ts';
import type { AuthorizationMode, Authorizer } from '../api/authorization.ts';
import type { UserInfo } from '../api/types.gen.ts';
import { type Attempt, accessQuestion } from './access-question.ts';
import { ANONYMOUS, authenticate } from './authenticate.ts';
import { authorize } from './authorize.ts';
import { impersonate } from './impersonate.ts';
import { noteVisitor } from './observed-response.ts';
import { wantedUser } from './wanted-user.ts';

export interface Doorkeeping {
  /** Asked for bearer tokens. Without it everybody is a cluster admin. */
  authenticator?: TokenAuthenticator;
  /** Says what users may do. Without it nobody is refused anything. */
  authorizer?: Authorizer;
  /** Whether it is asked for all users, or only for those who bring no token and those who are impersonated. */
  authorizationMode?: AuthorizationMode;
}

export interface Comer {
  headers: IncomingHttpHeaders;
  raw: IncomingMessage;
}

/** The user as whom the request is answered. Throws 400, 401, 403. */
export async function letIn(doors: Doorkeeping, request: Comer, attempt: Attempt): Promise<UserInfo> {
  const caller = await authenticate(doors, request);
  if (doors.authenticator) noteVisitor(request.raw, { user: caller, impersonated: undefined });
  const wanted = wantedUser(request.raw);
  const byRoles = doors.authorizer ?? allowAll;
  const authorizer = caller === ANONYMOUS || doors.authorizationMode === 'RBAC' ? byRoles : allowAll;
  if (!wanted) {
    if (authorizer !== allowAll) authorize(authorizer, caller, accessQuestion(attempt));
    return caller;
  }
  const question = accessQuestion(attempt);
  const user = impersonate(wanted, { requestor: caller, authorizer, question });
  noteVisitor(request.raw, { user: caller, impersonated: user });
  authorize(byRoles, user, question);
  return user;
}

const allowAll: Authorizer = () => ({ allowed: true });
