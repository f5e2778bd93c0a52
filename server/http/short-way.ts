/**
 * The short way for requests about objects: past the web framework, through the same steps as the long way. What is
 * not plain (a body of unknown length or of an unusual type, a watch, a stream) goes the long way.
 */
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ExchangeListener } from '../api/exchange.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { PATCH_FORMATS } from '../registry/patch/apply-patch.ts';
import type { Registry } from '../registry/registry.ts';
import type { Resource } from '../registry/resource.ts';
import { type Caller, createCaller, warningTexts } from './caller.ts';
import { type ErrorAnswer, errorAnswer } from './error-answer.ts';
import { type Doorkeeping, letIn } from './let-in.ts';
import { MEDIA_TYPES } from './negotiation.ts';
import { noteBody } from './observed-response.ts';
import { PACKED_HEADERS } from './pack-answer.ts';
import { type Query, splitUrl } from './query.ts';
import { parseTarget, type RequestInfo } from './request-info.ts';
import type { Result } from './routes/resource-request.ts';
import { answerResource } from './routes/resources.ts';
import { MAX_BODY_BYTES } from './status-reply.ts';
import { streamOf } from './streaming/stream-of.ts';
import { wantsWatch } from './wants-watch.ts';

export interface ShortWayParts extends Doorkeeping {
  registry: Registry;
  clock: Clock;
  log: Logger;
  /** Who is told of requests. */
  listeners?: readonly ExchangeListener[];
}

/** A request about objects, understood as far as its URL goes. */
interface Plain {
  method: string;
  path: string;
  query: Query;
  info: RequestInfo;
  resource: Resource;
}

/** False, with nothing done, for what goes the long way. */
export function answerShortly(parts: ShortWayParts, request: IncomingMessage, response: ServerResponse): boolean {
  const plain = hasPlainBody(request) ? understand(parts.registry, request) : undefined;
  if (!plain) return false;
  readAll(request, (body) => {
    answer(parts, { request, response, body }, plain).catch((err: unknown) => {
      parts.log.error({ err }, 'answer failed');
      response.destroy();
    });
  });
  return true;
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
const BODY_TYPES: ReadonlySet<string> = new Set([...Object.values(MEDIA_TYPES), ...Object.keys(PATCH_FORMATS)]);

function hasPlainBody({ method = '', headers }: IncomingMessage): boolean {
  if (!METHODS.has(method) || headers['transfer-encoding'] !== undefined) return false;
  const length = headers['content-length'];
  if (length === undefined) return method === 'GET' || method === 'DELETE';
  if (method === 'GET' || Number(length) > MAX_BODY_BYTES) return false;
  return BODY_TYPES.has(headers['content-type'] ?? '');
}

function understand(registry: Registry, { method = '', url = '' }: IncomingMessage): Plain | undefined {
  if (!url.startsWith('/api')) return undefined;
  const { path, query } = splitUrl(url);
  const target = parseTarget(path);
  if (target?.kind !== 'resource') return undefined;
  const { info } = target;
  const resource = registry.find(info.group, info.version, info.resource);
  if (!resource || resource.rules.deprecated || streamOf(info) || wantsWatch(info, query, method)) return undefined;
  if (info.namespace !== undefined && !resource.type.namespaced) return undefined;
  return { method, path, query, info, resource };
}

/** Whoever goes away before the end of the body waits for no answer. */
function readAll(request: IncomingMessage, use: (body: Buffer | undefined) => void): void {
  if (request.headers['content-length'] === undefined) {
    use(undefined);
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => use(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
}

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  body: Buffer | undefined;
}

async function answer(parts: ShortWayParts, { request, response, body }: Exchange, plain: Plain): Promise<void> {
  const { headers } = request;
  if (body && parts.listeners) noteBody(response, body);
  let caller: Caller | undefined;
  try {
    caller = createCaller(await letIn(parts, { headers, raw: request }, plain));
    const { method, resource, info, query } = plain;
    send(response, await answerResource(parts, { method, headers, body }, { resource, info, query, caller }), caller);
  } catch (error) {
    sendError(response, errorAnswer(parts, request, error), caller);
  }
}

function send(response: ServerResponse, result: Result, caller: Caller | undefined): void {
  const { code, contentType, body, encoding } = result;
  const warnings = caller && warningTexts(caller);
  if (warnings) response.setHeader('warning', warnings);
  if (encoding) for (const [name, value] of Object.entries(PACKED_HEADERS)) response.setHeader(name, value);
  response.writeHead(code, {
    'audit-id': randomUUID(),
    'cache-control': 'no-cache, private',
    'content-type': contentType,
    'content-length': body.length,
  });
  response.end(body);
}

export function sendError(response: ServerResponse, answer: ErrorAnswer, caller: Caller | undefined): void {
  if (answer.retryAfter !== undefined) response.setHeader('retry-after', String(answer.retryAfter));
  send(response, answer, caller);
}
