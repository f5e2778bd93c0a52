/** The short way for what is asked most: GET of one object as JSON, where nobody needs a token. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from '../registry/registry.ts';
import type { StoredObject } from '../registry/stored-object.ts';
import { isForPeople, MEDIA_TYPES } from './negotiation.ts';
import { isWorthPacking } from './pack-answer.ts';

/** False, with nothing done, for every request that is not as plain as that: those go the whole way. */
export function answerPlainGet(registry: Registry, request: IncomingMessage, response: ServerResponse): boolean {
  if (request.method !== 'GET' || !isPlain(request)) return false;
  const stored = objectAt(registry, request.url as string);
  if (!stored || isWorthPacking(request.headers['accept-encoding'], stored.bytes)) return false;
  response.writeHead(200, {
    'audit-id': randomUUID(),
    'cache-control': 'no-cache, private',
    'content-type': MEDIA_TYPES.json,
    'content-length': stored.bytes.length,
  });
  response.end(stored.bytes);
  return true;
}

function isPlain({ headers }: IncomingMessage): boolean {
  const { accept } = headers;
  return (
    (accept === undefined || accept === '*/*' || accept === MEDIA_TYPES.json) &&
    headers['content-length'] === undefined &&
    headers['transfer-encoding'] === undefined &&
    !isForPeople(headers['user-agent'] ?? '')
  );
}

/** `/api/v1/namespaces/NAMESPACE/RESOURCE/NAME` and the same below `/apis/GROUP/VERSION`. */
function objectAt(registry: Registry, url: string): StoredObject | undefined {
  if (!url.startsWith('/api') || url.includes('?') || url.includes('%')) return undefined;
  const segments = url.split('/');
  const isCore = segments[1] === 'api';
  if (!isCore && segments[1] !== 'apis') return undefined;
  const depth = isCore ? 3 : 4;
  if (segments.length !== depth + 4 || segments[depth] !== 'namespaces') return undefined;
  const [namespace, plural, name] = segments.slice(depth + 1) as [string, string, string];
  const group = isCore ? '' : (segments[2] as string);
  const resource = registry.find(group, segments[depth - 1] as string, plural);
  if (!resource?.type.namespaced || resource.rules.virtual || resource.rules.deprecated) return undefined;
  const stored = resource.home.cache.get(`${namespace}/${name}`);
  return stored && resource.present(stored);
}
