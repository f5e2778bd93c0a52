/** Who asks. */
import type { IncomingHttpHeaders } from 'node:http';
import type { TokenAuthenticator } from '../api/authentication.ts';
import { unauthorized } from '../api/errors.ts';
import type { UserInfo } from '../api/types.gen.ts';

const ADMIN: UserInfo = { username: 'admin', uid: '1000', groups: ['system:masters', 'system:authenticated'] };
export const ANONYMOUS: UserInfo = { username: 'system:anonymous', groups: ['system:unauthenticated'] };

/** Without an authenticator everybody is an admin, whatever token they bring. Throws 401 for a token that is not known. */
export async function authenticate(
  { authenticator }: { authenticator?: TokenAuthenticator },
  { headers }: { headers: IncomingHttpHeaders },
): Promise<UserInfo> {
  if (!authenticator) return ADMIN;
  const token = /^\s*Bearer (\S+)/i.exec(headers.authorization ?? '')?.[1];
  if (token === undefined) return ANONYMOUS;
  const known = await authenticator(token, []);
  if (!known) throw unauthorized();
  return known.user;
}
