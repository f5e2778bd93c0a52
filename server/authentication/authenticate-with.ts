import type { TokenAuthenticator } from '../api/authentication.ts';

/** Asks one after the other; the first that knows the token decides. */
export function authenticateWith(authenticators: readonly TokenAuthenticator[]): TokenAuthenticator {
  return async (token, audiences) => {
    for (const authenticate of authenticators) {
      const authenticated = await authenticate(token, audiences);
      if (authenticated) return authenticated;
    }
    return undefined;
  };
}
