/** One port for the API, its documents, health, watches and streams. */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  type ServerResponse,
} from 'node:http';
import type { Duplex } from 'node:stream';
import type { PlainReadListener } from '../api/exchange.ts';
import { errorAnswer } from './error-answer.ts';
import type { InflightRequests, Observation } from './exchange.ts';
import { hinder } from './hinder.ts';
import { laterLongWay } from './later-long-way.ts';
import { letIn } from './let-in.ts';
import { listen } from './listen.ts';
import type { LongWay, LongWayOptions } from './long-way.ts';
import { observe } from './observed-response.ts';
import { isTakenUp, stayWithHttp } from './offered-protocol.ts';
import { answerPlainGet } from './plain-get.ts';
import { splitUrl } from './query.ts';
import { createHealth } from './routes/health.ts';
import { answerHealth } from './short-health.ts';
import { answerShortly } from './short-way.ts';
import { answerUnreadable, refuseTunnels } from './unreadable-request.ts';
import { isImpersonating } from './wanted-user.ts';

export interface HttpServerOptions extends Omit<LongWayOptions, 'health' | 'observation'> {
  /** False until everything is there that clients count on. */
  isReady(): boolean;
  /** What is no plain request about an object, nor about health, waits for this. */
  complete?: Promise<unknown>;
  /** Who answers what is below a first segment of the path, such as `metrics`, in place of this server. */
  mounts?: ReadonlyMap<string, Mount>;
  plainReads?: PlainReadListener | undefined;
  /** See `Observation`. */
  keepsBodies?: boolean;
  inflight?: InflightRequests;
}

export interface Mount {
  listener: RequestListener;
  /** It asks callers itself who they are. */
  isOpen: boolean;
}

export interface HttpServer extends AsyncDisposable {
  /** Resolves with the port that it listens on. Rejects with EADDRINUSE and the like. */
  listen(options: { host: string; port: number }): Promise<number>;
}

const MAX_HEADER_BYTES = 1024 * 1024;
/** Milliseconds that an idle connection stays open. */
const KEEP_ALIVE = 90_000;
const SERVER_OPTIONS: ServerOptions = { maxHeaderSize: MAX_HEADER_BYTES, keepAliveTimeout: KEEP_ALIVE };

export function createHttpServer(options: HttpServerOptions): HttpServer {
  const parts = { ...options, health: createHealth(options), observation: observationOf(options) };
  const longWay = laterLongWay(() => loadLongWay(parts, options.complete));
  const handler = withShortWays(parts, (request, response) => {
    if (!answerHealth(parts, request, response)) longWay.answer(request, response);
  });
  const servers: Server[] = [];
  const open = () => {
    const server = createServer(SERVER_OPTIONS, handler);
    server.on('clientError', answerUnreadable);
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      if (isTakenUp(request)) longWay.upgrade(request, socket, head);
      else stayWithHttp(server, request, { socket, head });
    });
    refuseTunnels(server);
    servers.push(server);
    return server;
  };
  return {
    listen: (where) => listen(open, where),
    async [Symbol.asyncDispose]() {
      await longWay[Symbol.asyncDispose]();
      await Promise.all(servers.map(close));
    },
  };
}

async function close(server: Server): Promise<void> {
  const closed = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closed;
}

/** Fastify takes as long to load as half of the other modules together: it waits until somebody needs it. */
async function loadLongWay(options: LongWayOptions, complete: Promise<unknown> | undefined): Promise<LongWay> {
  await complete;
  const { openLongWay } = await import('./long-way.ts');
  return openLongWay(options);
}

type ShortWays = HttpServerOptions & Pick<LongWayOptions, 'observation'>;

function withShortWays(options: ShortWays, handler: RequestListener): RequestListener {
  const { authenticator, registry, faults, mounts, observation } = options;
  const others: RequestListener = (request, response) => {
    const mount = mounts?.get(request.url?.split(/[/?]/, 2)[1] ?? '');
    if (!mount) handler(request, response);
    else if (mount.isOpen) mount.listener(request, response);
    else answerMount(options, { request, response }, mount);
  };
  const answer: RequestListener = (request, response) => {
    if (!answerShortly(options, request, response)) others(request, response);
  };
  return (request, response) => {
    options.onRequest?.();
    const isPlain = !authenticator && !faults?.armed && !isImpersonating(request);
    if (isPlain && answerPlainGet({ registry, observation }, request, response)) return;
    if (observation) observe(observation, response);
    if (faults?.armed && hinder(options, { request, response }, () => answer(request, response))) return;
    answer(request, response);
  };
}

function observationOf({ inflight, ...options }: HttpServerOptions): Observation | undefined {
  const { registry, listeners = [], plainReads, keepsBodies } = options;
  if (listeners.length === 0) return undefined;
  return { registry, listeners, plainReads, keepsBodies, inflight: inflight ?? { mutating: 0, readOnly: 0 } };
}

function answerMount(
  options: HttpServerOptions,
  { request, response }: { request: IncomingMessage; response: ServerResponse },
  { listener }: Mount,
): void {
  const { method = '', url = '', headers } = request;
  letIn(options, { headers, raw: request }, { method, ...splitUrl(url) }).then(
    () => listener(request, response),
    (error: unknown) => {
      const { code, contentType, body } = errorAnswer(options, request, error);
      response.writeHead(code, { 'content-type': contentType, 'content-length': body.length }).end(body);
    },
  );
}
