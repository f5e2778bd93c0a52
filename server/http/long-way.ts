/** The Fastify instance: the way of everything that is no plain request about objects. */
import { randomUUID } from 'node:crypto';
import { METHODS as HTTP_METHODS, type IncomingMessage, type RequestListener } from 'node:http';
import type { Duplex } from 'node:stream';
import websocket from '@fastify/websocket';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { badRequest, unknownResource } from '../api/errors.ts';
import type { ExchangeListener } from '../api/exchange.ts';
import type { PodRuntime } from '../api/pod-runtime.ts';
import type { WireFaults } from '../api/wire-faults.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Registry } from '../registry/registry.ts';
import { type Caller, createCaller, writeWarnings } from './caller.ts';
import { errorAnswer } from './error-answer.ts';
import type { Observation } from './exchange.ts';
import { type Doorkeeping, letIn } from './let-in.ts';
import { noteBody } from './observed-response.ts';
import { PACKED_HEADERS } from './pack-answer.ts';
import { splitUrl } from './query.ts';
import { parseTarget, type Target } from './request-info.ts';
import { createDocumentRoutes, type DocumentOptions, type DocumentRoutes } from './routes/documents.ts';
import type { Result } from './routes/resource-request.ts';
import { answerResource } from './routes/resources.ts';
import { type PreparedWatch, prepareWatch, socketWatch, streamWatch } from './routes/watches.ts';
import { MAX_BODY_BYTES } from './status-reply.ts';
import { observeUpgrades, type UpgradeObserver } from './streaming/observe-upgrades.ts';
import { openSocketStream } from './streaming/socket-streams.ts';
import { streamOf } from './streaming/stream-of.ts';
import { answerStream, type StreamingParts } from './streaming/streaming.ts';
import { createUpgrades } from './streaming/upgrades.ts';
import { wantsWatch } from './wants-watch.ts';

export interface LongWayOptions extends Doorkeeping, DocumentOptions {
  registry: Registry;
  clock: Clock;
  log: Logger;
  /** Called with each request, before anything else. */
  onRequest?(): void;
  /** What is put in the way of requests. */
  faults?: WireFaults;
  /** What runs in pods. Called when it is needed; undefined where nothing runs. */
  runtime?: () => PodRuntime | undefined;
  /** A random integer below the number. */
  random?: (below: number) => number;
  /** Who is told of requests. */
  listeners?: readonly ExchangeListener[];
  /** Undefined where nobody is told of requests. */
  observation: Observation | undefined;
}

/** The same ways in as those of an HTTP server. */
export interface LongWay extends AsyncDisposable {
  readonly answer: RequestListener;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

const SESSIONS: readonly string[] = ['exec', 'attach', 'portforward'];
const METHODS = HTTP_METHODS.filter((method) => method !== 'CONNECT');

const noSchemas = () => (): never => {
  throw new Error('routes have no schemas');
};
/** Without these Fastify loads its compilers of schemas, which takes longer than its own start. */
const NO_SCHEMAS = { buildValidator: noSchemas, buildSerializer: noSchemas };

/** Fastify itself listens nowhere: it is handed what comes in. */
export async function openLongWay(options: LongWayOptions): Promise<LongWay> {
  const open = new Set<() => void>();
  const observer = observeUpgrades(options);
  const upgrades = createUpgrades(observer);
  const sockets: PreparedSockets = new WeakMap();
  const app = Fastify({
    logger: false,
    bodyLimit: MAX_BODY_BYTES,
    exposeHeadRoutes: false,
    serverFactory: () => upgrades.webSockets,
    genReqId: () => '',
    schemaController: { compilersFactory: NO_SCHEMAS },
    return503OnClosing: false,
    routerOptions: { maxParamLength: 10_000 },
    frameworkErrors: (error, request, reply) => replyError(options, request, reply, error),
  });
  takeAnyBody(app);
  app.register(websocket, {
    options: {
      maxPayload: MAX_BODY_BYTES,
      perMessageDeflate: false,
      handleProtocols: ([first], request) => sockets.get(request)?.protocol ?? first ?? false,
    },
  });
  upgrades.attach(app);
  const streaming = streamingParts(options, { open, upgrades });
  app.register((instance, _options, done) => {
    addRoutes(instance, { ...options, open, routes: createDocumentRoutes(options), sockets, streaming, observer });
    done();
  });
  await app.ready();
  return {
    answer: app.routing,
    upgrade: upgrades.take,
    async [Symbol.asyncDispose]() {
      for (const end of open) end();
      await app.close();
    },
  };
}

interface Parts extends LongWayOptions {
  open: Set<() => void>;
  routes: DocumentRoutes;
  sockets: PreparedSockets;
  streaming: StreamingParts;
  observer: UpgradeObserver;
}

/** By request: what its WebSocket is for. */
type PreparedSockets = WeakMap<IncomingMessage, PreparedSocket>;

interface PreparedSocket {
  /** The first that the client offers, unless said otherwise. */
  readonly protocol?: string | undefined;
  connect(socket: WebSocket): void;
}

function streamingParts(
  { registry, clock, log, runtime, random = () => 0 }: LongWayOptions,
  own: Pick<StreamingParts, 'open' | 'upgrades'>,
): StreamingParts {
  return {
    ...own,
    objects: registry.objects,
    clock,
    log,
    random,
    get runtime() {
      return runtime?.();
    },
  };
}

function takeAnyBody(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
}

function addRoutes(app: FastifyInstance, parts: Parts): void {
  for (const method of METHODS) {
    if (!app.supportedMethods.includes(method)) app.addHttpMethod(method, { hasBody: false });
  }
  app.setErrorHandler((error, request, reply) => replyError(parts, request, reply, error));
  const { sockets } = parts;
  app.route({
    method: 'GET',
    url: '/*',
    preHandler: async (request, reply) => {
      const prepared = request.ws ? await prepareSocket(parts, request, reply) : undefined;
      if (prepared) sockets.set(request.raw, prepared);
    },
    handler: (request, reply) => handle(parts, request, reply),
    wsHandler: (socket, request) => sockets.get(request.raw)?.connect(socket),
  });
  app.route({
    method: METHODS.filter((method) => method !== 'GET'),
    url: '/*',
    handler: (request, reply) => handle(parts, request, reply),
  });
}

/** What a WebSocket is opened for is decided, and may be refused, before the upgrade. Undefined: it is answered. */
async function prepareSocket(
  parts: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<PreparedSocket | undefined> {
  parts.observer.answering(request.raw, reply.raw);
  const { path, query } = splitUrl(request.url);
  const target = parseTarget(path);
  if (target?.kind !== 'resource') throw unknownResource();
  const attempt = { path, query, info: target.info };
  await letIn(parts, request, { ...attempt, method: 'GET' });
  const resource = findResource(parts, target.info);
  const kind = streamOf(target.info);
  // A session needs the same right as one that begins with a POST.
  if (kind && SESSIONS.includes(kind)) await letIn(parts, request, { ...attempt, method: 'POST' });
  if (kind) return openSocketStream(parts.streaming, { request, reply }, { kind, info: target.info, query });
  if (!wantsWatch(target.info, query, 'GET')) throw badRequest('unable to upgrade: no WebSocket is served here');
  const { url: uri, headers } = request;
  const watch = await prepareWatch(parts, { resource, info: target.info, query, uri, headers });
  return { connect: (socket) => socketWatch(parts, socket, watch) };
}

async function handle(parts: Parts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> {
  const { path, query } = splitUrl(request.url);
  if (parts.listeners) noteBody(reply.raw, request.body);
  reply.header('audit-id', randomUUID()).header('cache-control', 'no-cache, private');
  const target = parseTarget(path);
  const info = target?.kind === 'resource' ? target.info : undefined;
  const visitor = await letIn(parts, request, { method: request.method, path, query, info });
  if (target?.kind !== 'resource') return answerOther(parts, request, reply, target);
  const caller = createCaller(visitor);
  try {
    return await answerTarget(parts, request, reply, { target, query, caller });
  } catch (error) {
    writeWarnings(reply, caller);
    throw error;
  }
}

async function answerTarget(
  parts: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
  by: { target: Extract<Target, { kind: 'resource' }>; query: URLSearchParams; caller: Caller },
): Promise<FastifyReply | undefined> {
  const { info } = by.target;
  if (!parts.routes.serves(info)) return answerDocument(parts, request, reply);
  const resource = findResource(parts, info);
  if (info.namespace !== undefined && !resource.type.namespaced) throw unknownResource();
  const kind = streamOf(info);
  if (kind) return answerStream(parts.streaming, { request, reply }, { kind, info, query: by.query });
  const hasPart = info.subresource === undefined || resource.rules.subresources?.[info.subresource] !== undefined;
  if (resource.rules.deprecated && hasPart) by.caller.warn(resource.rules.deprecated);
  const about = { resource, info, query: by.query, caller: by.caller };
  if (wantsWatch(info, by.query, request.method)) {
    const { url: uri, headers } = request;
    const watch: PreparedWatch = await prepareWatch(parts, { ...about, uri, headers });
    writeWarnings(reply, by.caller);
    streamWatch(parts, reply, watch);
    return undefined;
  }
  return send(reply, await answerResource(parts, request, about), by.caller);
}

function findResource(
  parts: Parts,
  { group, version, resource }: { group: string; version: string; resource: string },
) {
  const found = parts.registry.find(group, version, resource);
  if (!found) throw unknownResource();
  return found;
}

function send(reply: FastifyReply, result: Result, caller: Caller): FastifyReply {
  const { code, contentType, body, encoding } = result;
  writeWarnings(reply, caller);
  if (encoding) reply.headers(PACKED_HEADERS);
  return reply.code(code).header('content-type', contentType).send(body);
}

async function answerOther(
  parts: Parts,
  request: FastifyRequest,
  reply: FastifyReply,
  target: Target | undefined,
): Promise<FastifyReply> {
  if (target?.kind === 'nothing') {
    if (!parts.routes.serves(target)) return notFoundPage(reply);
    throw unknownResource();
  }
  return answerDocument(parts, request, reply);
}

async function answerDocument(parts: Parts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { path } = splitUrl(request.url);
  return (await parts.routes.answer(path, request, reply)) ?? notFoundPage(reply);
}

function notFoundPage(reply: FastifyReply): FastifyReply {
  reply.header('content-type', 'text/plain; charset=utf-8').header('x-content-type-options', 'nosniff');
  return reply.code(404).send('404 page not found\n');
}

function replyError(parts: LongWayOptions, request: FastifyRequest, reply: FastifyReply, thrown: unknown): void {
  const { code, contentType, body, retryAfter } = errorAnswer(parts, request, thrown);
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  reply.code(code).header('content-type', contentType).send(body);
}
