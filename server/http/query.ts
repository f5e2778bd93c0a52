/** Query strings as Kubernetes reads them. */
import { badRequest } from '../api/errors.ts';
import { goQuote } from '../api/field-error.ts';
import type { RawListOptions } from '../registry/list-options.ts';

export type Query = URLSearchParams;

const NO_QUERY = new URLSearchParams();

/** Splits a request's URL. */
export function splitUrl(url: string): { path: string; query: Query } {
  const mark = url.indexOf('?');
  if (mark < 0) return { path: url, query: NO_QUERY };
  return { path: url.slice(0, mark), query: new URLSearchParams(url.slice(mark + 1)) };
}

export function text(query: Query, name: string): string | undefined {
  return query.get(name) ?? undefined;
}

/** Throws 400 with Go's words for what is no number. An empty value is none. */
export function integer(query: Query, name: string): number | undefined {
  const value = query.get(name);
  if (value === null || value === '') return undefined;
  if (!/^[+-]?\d+$/.test(value)) throw badRequest(`strconv.ParseInt: parsing ${goQuote(value)}: invalid syntax`);
  return Number(value);
}

/** Kubernetes takes everything but `false` and `0` for true, also nothing: `?watch`. */
export function flag(query: Query, name: string): boolean | undefined {
  const value = query.get(name);
  if (value === null) return undefined;
  return value.toLowerCase() !== 'false' && value !== '0';
}

export function listOptionsOf(query: Query): RawListOptions {
  return {
    labelSelector: text(query, 'labelSelector'),
    fieldSelector: text(query, 'fieldSelector'),
    limit: integer(query, 'limit'),
    continue: text(query, 'continue'),
    resourceVersion: text(query, 'resourceVersion'),
    resourceVersionMatch: text(query, 'resourceVersionMatch'),
    allowWatchBookmarks: flag(query, 'allowWatchBookmarks'),
    sendInitialEvents: flag(query, 'sendInitialEvents'),
    timeoutSeconds: integer(query, 'timeoutSeconds'),
  };
}
