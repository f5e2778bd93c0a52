/** A request → what an authorizer is asked about it. */
import type { AccessQuestion } from '../api/authorization.ts';
import { ApiError } from '../api/errors.ts';
import { parseFieldSelector, requiredFieldValue } from '../api/field-selector.ts';
import type { RequestInfo } from './request-info.ts';
import { wantsWatch } from './wants-watch.ts';

export interface Attempt {
  method: string;
  path: string;
  query: URLSearchParams;
  /** For objects; not for documents. */
  info?: RequestInfo | undefined;
}

export function accessQuestion(attempt: Attempt): AccessQuestion {
  const { method, path, info } = attempt;
  if (!info) return { nonResourceAttributes: { path, verb: method.toLowerCase() } };
  const { group, version, resource, subresource } = info;
  const verb = verbOf(attempt, info);
  const name = info.name ?? nameInSelector(attempt.query, verb);
  const namespace = resource === 'namespaces' ? info.name : info.namespace;
  return {
    resourceAttributes: {
      verb,
      group,
      version,
      resource,
      ...(subresource !== undefined && { subresource }),
      ...(namespace !== undefined && { namespace }),
      ...(name !== undefined && { name }),
    },
  };
}

const VERBS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

/** As in RBAC. */
export function verbOf({ method, query }: Attempt, info: RequestInfo): string {
  if (wantsWatch(info, query, method)) return 'watch';
  if (method === 'DELETE' && info.name === undefined) return 'deletecollection';
  return VERBS[method] ?? (info.name === undefined ? 'list' : 'get');
}

const MANY: ReadonlySet<string> = new Set(['list', 'watch', 'deletecollection']);

/** Who asks for a list of one by name needs no more rights than to that one. */
function nameInSelector(query: URLSearchParams, verb: string): string | undefined {
  const selector = query.get('fieldSelector');
  if (!selector || !MANY.has(verb)) return undefined;
  try {
    return requiredFieldValue(parseFieldSelector(selector), 'metadata.name');
  } catch (error) {
    // Told to those who are let in.
    if (error instanceof ApiError) return undefined;
    throw error;
  }
}
