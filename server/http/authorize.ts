/**
 * Who may do what. Whoever is known may do everything: roles are stored, not enforced. Whoever is not may ask only how
 * the server is, as Kubernetes' role `system:public-info-viewer` has it.
 */
import { forbiddenError, statusError } from '../api/errors.ts';
import { goQuote } from '../api/field-error.ts';
import type { UserInfo } from '../api/types.gen.ts';
import { ANONYMOUS } from './authenticate.ts';
import type { RequestInfo } from './request-info.ts';
import { wantsWatch } from './routes/watches.ts';

export interface Attempt {
  method: string;
  path: string;
  query: URLSearchParams;
  /** For objects; not for documents. */
  info?: RequestInfo | undefined;
}

const PUBLIC: ReadonlySet<string> = new Set(['/healthz', '/livez', '/readyz', '/version', '/version/']);

/** Throws 403. */
export function authorize(user: UserInfo, attempt: Attempt): void {
  if (user !== ANONYMOUS) return;
  const { method, path, info } = attempt;
  const who = `User ${goQuote(user.username ?? '')} cannot`;
  if (info) {
    const { group, subresource, name = '' } = info;
    const plural = info.resource;
    const what = subresource === undefined ? plural : `${plural}/${subresource}`;
    const detail = `${who} ${verbOf(attempt, info)} resource "${what}" in API group "${group}" ${whereOf(info)}`;
    throw forbiddenError({ group, plural }, name, detail);
  }
  if (PUBLIC.has(path) && (method === 'GET' || method === 'HEAD')) return;
  const message = `forbidden: ${who} ${method.toLowerCase()} path ${goQuote(path)}`;
  throw statusError(403, 'Forbidden', message, {});
}

function whereOf({ resource, namespace, name }: RequestInfo): string {
  const place = resource === 'namespaces' ? name : namespace;
  return place === undefined ? 'at the cluster scope' : `in the namespace "${place}"`;
}

const VERBS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

function verbOf({ method, query }: Attempt, info: RequestInfo): string {
  if (wantsWatch(info, query, method)) return 'watch';
  if (method === 'DELETE' && info.name === undefined) return 'deletecollection';
  return VERBS[method] ?? (info.name === undefined ? 'list' : 'get');
}
