/** Where the next page of a list begins: base64 of the JSON that Kubernetes uses, with a time. */
import { Buffer } from 'node:buffer';
import { badRequest } from '../api/errors.ts';
import { explainJsonError } from '../api/schema/json-syntax.ts';

export interface ContinueToken {
  /** The revision of the first page; -1 for a list that goes on with what is there now. */
  revision: number;
  /** The first key that may be on the page. */
  start: string;
  /** When the first page was read, in milliseconds since the epoch. */
  since: number;
}

const VERSION = 'meta.k8s.io/v1';

/** `lastKey` is the last key of the page: the next begins right after it. */
export function encodeContinue(
  lastKey: string,
  { revision, since }: Pick<ContinueToken, 'revision' | 'since'>,
): string {
  return base64({ v: VERSION, rv: revision, start: `${lastKey}\u0000`, since });
}

function base64(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/** Throws 400 with Kubernetes' words. */
export function decodeContinue(token: string): ContinueToken {
  const invalidAt = /[^A-Za-z0-9_-]/.exec(token)?.index ?? (token.length % 4 === 1 ? token.length - 1 : -1);
  if (invalidAt >= 0) throw refused(`illegal base64 data at input byte ${invalidAt}`);
  const text = Buffer.from(token, 'base64url').toString();
  let parsed: { v?: unknown; rv?: unknown; start?: unknown; since?: unknown };
  try {
    parsed = JSON.parse(text);
  } catch {
    throw refused(explainJsonError(text) ?? '');
  }
  if (parsed?.v !== VERSION) throw refused(`server does not recognize this encoded version "${parsed?.v ?? ''}"`);
  if (typeof parsed.start !== 'string' || parsed.start === '') throw refused('encoded start key is empty');
  return {
    revision: Number(parsed.rv ?? 0),
    start: parsed.start,
    since: typeof parsed.since === 'number' ? parsed.since : Number.POSITIVE_INFINITY,
  };
}

function refused(detail: string) {
  return badRequest(`invalid continue token: continue key is not valid: ${detail}`);
}
