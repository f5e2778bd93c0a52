/** The short way for what is asked most: GET of one object as JSON, where nobody needs a token. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { PlainReadListener } from '../api/exchange.ts';
import type { Registry } from '../registry/registry.ts';
import type { Resource } from '../registry/resource.ts';
import type { StoredObject } from '../registry/stored-object.ts';
import { KnownExchange, type Observation } from './exchange.ts';
import { isForPeople, MEDIA_TYPES } from './negotiation.ts';
import { isWorthPacking } from './pack-answer.ts';

export interface PlainGetParts {
  registry: Registry;
  /** Undefined where nobody is told of requests. */
  observation: Observation | undefined;
}

/** False, with nothing done, for every request that is not as plain as that: those go the whole way. */
export function answerPlainGet(
  { registry, observation }: PlainGetParts,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (request.method !== 'GET' || !isPlain(request)) return false;
  const found = objectAt(registry, request.url as string);
  if (!found || isWorthPacking(request.headers['accept-encoding'], found.bytes)) return false;
  if (!observation) send(request, response, found.bytes);
  else if (observation.plainReads?.isEnough)
    sendAndNote(observation.plainReads, { request, response, registry }, found);
  else sendObserved(observation, { request, response }, found.bytes);
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

interface Found {
  resource: Resource;
  /** As it is kept, in whatever version that is. */
  stored: StoredObject;
  bytes: Buffer;
}

/** `/api/v1/namespaces/NAMESPACE/RESOURCE/NAME` and the same below `/apis/GROUP/VERSION`. */
function objectAt(registry: Registry, url: string): Found | undefined {
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
  return stored && { resource, stored, bytes: resource.present(stored).bytes };
}

/** Returns the id of the audit, which is the client's where it gives one. */
function send(request: IncomingMessage, response: ServerResponse, bytes: Buffer): string {
  const auditId = String(request.headers['audit-id'] ?? randomUUID());
  response.writeHead(200, {
    'audit-id': auditId,
    'cache-control': 'no-cache, private',
    'content-type': MEDIA_TYPES.json,
    'content-length': bytes.length,
  });
  response.end(bytes);
  return auditId;
}

interface Exchanged {
  request: IncomingMessage;
  response: ServerResponse;
}

function sendAndNote(
  reads: PlainReadListener,
  { request, response, registry }: Exchanged & { registry: Registry },
  { resource, stored, bytes }: Found,
): void {
  const began = performance.now();
  send(request, response, bytes);
  reads.read({
    type: resource.type,
    key: stored.key,
    userAgent: request.headers['user-agent'] ?? '',
    address: request.socket.remoteAddress ?? '',
    at: registry.clock.now(),
    took: performance.now() - began,
  });
}

function sendObserved(observation: Observation, { request, response }: Exchanged, bytes: Buffer): void {
  const exchange = new KnownExchange(observation, request);
  exchange.auditId = send(request, response, bytes);
  exchange.noteAnswer(200, bytes);
  exchange.end(request, 200);
}
