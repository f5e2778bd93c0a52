/** The `Impersonate-` headers. */
import type { IncomingMessage } from 'node:http';
import { badRequest } from '../api/errors.ts';
import { goQuote } from '../api/field-error.ts';

/** The headers as they came, with no group added. */
export interface WantedUser {
  username: string;
  uid: string;
  groups: readonly string[];
  extra: Readonly<Record<string, string[]>>;
}

const PREFIX = 'impersonate-';
const EXTRA = 'impersonate-extra-';

/** Whether a request speaks for somebody else; cheaper than to find out for whom. */
export function isImpersonating({ headers }: IncomingMessage): boolean {
  for (const name in headers) if (name.startsWith(PREFIX)) return true;
  return false;
}

/** Undefined for a request that speaks for itself. Throws 400 for headers that do not say for whom. */
export function wantedUser(request: IncomingMessage): WantedUser | undefined {
  if (!isImpersonating(request)) return undefined;
  const { headersDistinct: headers } = request;
  const wanted: WantedUser = {
    username: headers['impersonate-user']?.[0] ?? '',
    uid: headers['impersonate-uid']?.[0] ?? '',
    groups: headers['impersonate-group'] ?? [],
    extra: extraOf(headers),
  };
  if (wanted.username !== '') return wanted;
  if (isOnlyNamed(wanted)) return undefined;
  throw badRequest(`requested ${goText(wanted)} without impersonating a user name`);
}

function extraOf(headers: NodeJS.Dict<string[]>): Record<string, string[]> {
  const entries = Object.entries(headers).filter(([name]) => name.startsWith(EXTRA));
  return Object.fromEntries(entries.map(([name, values = []]) => [unescaped(name.slice(EXTRA.length)), values]));
}

function unescaped(key: string): string {
  try {
    return decodeURIComponent(key);
  } catch {
    return key;
  }
}

/** As Go prints the struct. */
function goText({ username, uid, groups, extra }: WantedUser): string {
  const list = (values: readonly string[]) => `{${values.map(goQuote).join(', ')}}`;
  const keys = Object.keys(extra).sort();
  const entries = keys.map((key) => `${goQuote(key)}:[]string${list(extra[key] ?? [])}`);
  const groupText = groups.length > 0 ? list(groups) : '(nil)';
  const extraText = keys.length > 0 ? `{${entries.join(', ')}}` : '(nil)';
  const names = `Name:${goQuote(username)}, UID:${goQuote(uid)}`;
  return `&user.DefaultInfo{${names}, Groups:[]string${groupText}, Extra:map[string][]string${extraText}}`;
}

/** Nothing but a name is given. */
export function isOnlyNamed({ uid, groups, extra }: WantedUser): boolean {
  return uid === '' && groups.length === 0 && Object.keys(extra).length === 0;
}
