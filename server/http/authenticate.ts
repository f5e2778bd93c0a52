/** Who asks. */
import type { FastifyRequest } from 'fastify';
import type { TokenAuthenticator } from '../api/authentication.ts';
import { unauthorized } from '../api/errors.ts';
import type { UserInfo } from '../api/types.gen.ts';

const ADMIN: UserInfo = { username: 'kubernetes-admin', groups: ['kubeadm:cluster-admins', 'system:authenticated'] };

/** Without an authenticator everybody is an admin, whatever token they bring. Throws 401. */
export async function authenticate(
  { authenticator }: { authenticator?: TokenAuthenticator },
  request: FastifyRequest,
): Promise<UserInfo> {
  if (!authenticator) return ADMIN;
  const token = /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
  const known = token === undefined ? undefined : await authenticator(token, []);
  if (!known) throw unauthorized();
  return known.user;
}
