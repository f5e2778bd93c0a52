/** Before anything else of a request: who asks, in whose name, and whether they may. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { TokenAuthenticator } from '../api/authentication.ts';
import type { AccessQuestion, AuthorizationMode, Authorizer } from '../api/authorization.ts';
import type { UserInfo } from '../api/types.gen.ts';
import { type Attempt, accessQuestion } from './access-question.ts';
import { ANONYMOUS, authenticate } from './authenticate.ts';
import { authorize } from './authorize.ts';
import { noteVisitor } from './exchange.ts';
import { impersonate } from './impersonate.ts';
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

/** The user as whom the request is answered. */
export interface Visitor {
  user: UserInfo;
  /** Whether the user may do something else, too; undefined for those who are not asked about. */
  allows?: (question: AccessQuestion) => boolean;
}

/** Throws 400, 401, 403. */
export async function letIn(doors: Doorkeeping, request: Comer, attempt: Attempt): Promise<Visitor> {
  const caller = await authenticate(doors, request);
  if (doors.authenticator) noteVisitor(request.raw, { user: caller, impersonated: undefined });
  const wanted = wantedUser(request.raw);
  const byRoles = doors.authorizer ?? allowAll;
  const authorizer = caller === ANONYMOUS || doors.authorizationMode === 'RBAC' ? byRoles : allowAll;
  if (!wanted) {
    if (authorizer === allowAll) return { user: caller };
    authorize(authorizer, caller, accessQuestion(attempt));
    return judged(caller, authorizer);
  }
  const question = accessQuestion(attempt);
  const user = impersonate(wanted, { requestor: caller, authorizer, question });
  noteVisitor(request.raw, { user: caller, impersonated: user });
  authorize(byRoles, user, question);
  return judged(user, byRoles);
}

function judged(user: UserInfo, authorizer: Authorizer): Visitor {
  return { user, allows: (question) => authorizer(user, question).allowed };
}

const allowAll: Authorizer = () => ({ allowed: true });
