/** Tokens that are given at the start, in the form of kube-apiserver's `--token-auth-file`. */
import { readFileSync } from 'node:fs';
import type { TokenAuthenticator } from '../api/authentication.ts';
import type { UserInfo } from '../api/types.gen.ts';

export interface StaticToken {
  token: string;
  user: UserInfo;
}

const ALL_AUTHENTICATED = 'system:authenticated';
const ADMINS = 'system:masters';

/** Throws for a file that cannot be read, or that parseTokenFile does not take. */
export function readTokenFile(path: string): StaticToken[] {
  return parseTokenFile(readFileSync(path, 'utf8'));
}

/** Lines of `token,user,uid,"group1,group2"`; the groups may be left out. Throws an Error that is for a person. */
export function parseTokenFile(text: string): StaticToken[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.map(columnsOf).map((columns) => {
    const [token = '', username, uid, groups] = columns;
    if (username === undefined || uid === undefined) {
      const wanted = 'a token file must have at least 3 columns (token, user name, user uid)';
      throw new Error(`${wanted}, found ${columns.length}`);
    }
    if (token === '') throw new Error('a token file has a line without a token');
    return { token, user: { username, uid, groups: [...(groups ? groups.split(',') : []), ALL_AUTHENTICATED] } };
  });
}

/** Of several lines with one token the last counts. */
export function createTokenFileAuthenticator(tokens: readonly StaticToken[]): TokenAuthenticator {
  const users = new Map(tokens.map(({ token, user }) => [token, user]));
  return async (token, audiences) => {
    const user = users.get(token);
    return user && { user, audiences: [...audiences] };
  };
}

/** The token for a kubeconfig: that of an admin, or else the first. */
export function adminToken(tokens: readonly StaticToken[]): string | undefined {
  return (tokens.find(({ user }) => user.groups?.includes(ADMINS)) ?? tokens[0])?.token;
}

/** `a,"b,c",d` → three columns; two quotes in a quoted column are one. */
function columnsOf(line: string): string[] {
  return [...`${line},`.matchAll(/(?:"((?:[^"]|"")*)"|([^,]*)),/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
}
