/** `/kubeling/v1/`: a cluster's state, time, faults and journal over HTTP, in JSON. */
import { Buffer } from 'node:buffer';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import {
  ApiError,
  badRequest,
  internalError,
  methodNotAllowed,
  requestEntityTooLarge,
  statusError,
  unsupportedMediaType,
} from '../api/errors.ts';
import type { Logger } from '../lib/logger.ts';
import { type BodyCheck, checkQuery, createBodyCheck } from './check-body.ts';
import type { ControlAnswer, Controlled, ControlParts, ControlRoute } from './control-route.ts';
import { routesAt } from './control-routes.ts';
import { letControl } from './gatekeeper.ts';
import { CONTROL_PATH, openApiDocument } from './openapi-document.ts';

export interface ControlOptions {
  /** The API is there before the cluster is: who asks waits for it. */
  cluster: Promise<Controlled>;
  /** Let in whoever brings one, from anywhere. */
  tokens: readonly string[];
  version: string;
  log: Logger;
}

export interface ControlApi extends AsyncDisposable {
  readonly listener: RequestListener;
}

export function createControlApi(options: ControlOptions): ControlApi {
  const forks: ControlParts['forks'] = new Map();
  const check = createBodyCheck();
  return {
    listener: (request, response) => {
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      answerControl({ ...options, forks, check }, request, gone.signal)
        .then((answer) => send(response, answer))
        .catch((error: unknown) => refuse(response, toApiError(error, options.log)));
    },
    async [Symbol.asyncDispose]() {
      for (const fork of forks.values()) await fork[Symbol.asyncDispose]();
    },
  };
}

interface AnswerParts extends ControlOptions {
  forks: ControlParts['forks'];
  check: BodyCheck;
}

async function answerControl(parts: AnswerParts, raw: IncomingMessage, signal: AbortSignal): Promise<ControlAnswer> {
  letControl(raw, parts);
  const { pathname, searchParams: query } = new URL(raw.url ?? '', 'http://host');
  const path = pathname.replace(/\/$/, '');
  const document = documentAt(path, parts.version);
  if (document) {
    if (raw.method !== 'GET') throw notAllowed();
    return { code: 200, body: document };
  }
  const found = path.startsWith(`${CONTROL_PATH}/`) ? routesAt(path.slice(CONTROL_PATH.length)) : [];
  if (found.length === 0)
    throw statusError(404, 'NotFound', `there is nothing at ${pathname}; see ${CONTROL_PATH}/openapi.json`);
  const match = found.find(({ route }) => route.method === raw.method);
  if (!match) throw notAllowed();
  checkQuery(match.route, query);
  const cluster = await parts.cluster;
  const body = await bodyOf(match.route, raw, parts.check);
  return match.route.answer({ raw, params: match.params, query, body, signal }, { cluster, forks: parts.forks });
}

function notAllowed(): ApiError {
  return methodNotAllowed('the server does not allow this method on the requested resource');
}

function documentAt(path: string, version: string): object | undefined {
  if (path === `${CONTROL_PATH}/openapi.json`) return openApiDocument(version);
  if (path !== CONTROL_PATH && path !== '/kubeling') return undefined;
  const parts = ['compaction', 'faults', 'forks', 'journal', 'openapi.json', 'reset', 'settle', 'state', 'time'];
  return { paths: parts.map((part) => `${CONTROL_PATH}/${part}`) };
}

const MAX_BODY = 1024 * 1024;
/** A snapshot holds everything. */
const MAX_STATE = 512 * 1024 * 1024;

async function bodyOf(route: ControlRoute, raw: IncomingMessage, check: BodyCheck): Promise<unknown> {
  if (route.body === undefined) return undefined;
  const bytes = await readAll(raw, route.path === '/state' ? MAX_STATE : MAX_BODY);
  const type = raw.headers['content-type'];
  // Without this any page could send a form here.
  if (bytes.length > 0 && !/^application\/json\b/.test(type ?? '')) {
    throw unsupportedMediaType(`the body must be application/json, not ${type ?? 'of no type'}`);
  }
  const body = bytes.length === 0 ? {} : parse(bytes);
  await check(route.body, body);
  return body;
}

async function readAll(raw: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of raw) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) throw requestEntityTooLarge(limit);
  }
  return Buffer.concat(chunks);
}

function parse(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString());
  } catch (error) {
    throw badRequest(`the body is no JSON: ${(error as Error).message}`);
  }
}

async function send(response: ServerResponse, answer: ControlAnswer): Promise<void> {
  if ('body' in answer) {
    sendJson(response, answer.code, answer.body);
    return;
  }
  response.writeHead(answer.code, { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' });
  response.flushHeaders();
  for await (const line of answer.lines) {
    if (response.destroyed) return;
    response.write(`${JSON.stringify(line)}\n`);
  }
  response.end();
}

function sendJson(response: ServerResponse, code: number, value: unknown): void {
  const body = Buffer.from(`${JSON.stringify(value)}\n`);
  response.writeHead(code, {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'content-length': body.length,
  });
  response.end(body);
}

function refuse(response: ServerResponse, { code, status }: ApiError): void {
  if (response.headersSent) response.destroy();
  else sendJson(response, code, status);
  response.req.resume();
}

function toApiError(error: unknown, log: Logger): ApiError {
  if (error instanceof ApiError) return error;
  log.error({ err: error }, 'the control API failed');
  return internalError('the server could not complete the request', error);
}
