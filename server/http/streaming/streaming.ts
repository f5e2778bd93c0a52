/**
 * Everything under the API that is a stream and not an object: logs, exec, attach, port forwarding and proxying. The API
 * server's own refusals are thrown as ApiError; what a node refuses is sent as the plain text that a kubelet answers.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError, badRequest, methodNotAllowed } from '../../api/errors.ts';
import type { Clock } from '../../lib/clock.ts';
import type { Logger } from '../../lib/logger.ts';
import { type Query, splitUrl } from '../query.ts';
import type { RequestInfo } from '../request-info.ts';
import { NOT_ALLOWED } from '../routes/resource-request.ts';
import { spdyCommand } from './command-spdy.ts';
import { openLogs, sendLogs } from './pod-logs.ts';
import { portForward } from './port-forward.ts';
import { PORT_FORWARD_PROTOCOL, servePortForward } from './port-forward-spdy.ts';
import { passUpgrade } from './proxy/pass-upgrade.ts';
import { type ProxyPath, sendThrough } from './proxy/proxy-request.ts';
import { type ProxyParts, type ProxyTarget, proxyTarget } from './proxy/proxy-target.ts';
import { remoteCommand } from './run-command.ts';
import { negotiateProtocol, protocolHeader } from './spdy-handshake.ts';
import type { StreamKind } from './stream-of.ts';
import { type RawUpgrade, switchProtocols, type Upgrades } from './upgrades.ts';

export interface StreamingParts extends ProxyParts {
  clock: Clock;
  log: Logger;
  upgrades: Upgrades;
  /** What is under way, to be ended when the server is. */
  open: Set<() => void>;
}

export interface StreamRequest {
  kind: StreamKind;
  info: RequestInfo;
  query: Query;
}

const METHODS: Readonly<Record<StreamKind, readonly string[]>> = {
  log: ['GET'],
  exec: ['GET', 'POST'],
  attach: ['GET', 'POST'],
  portforward: ['GET', 'POST'],
  proxy: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
};

/** Answers a request over HTTP, or one that turns into SPDY. Undefined: the connection is taken over. */
export async function answerStream(
  parts: StreamingParts,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  by: StreamRequest,
): Promise<FastifyReply | undefined> {
  if (!METHODS[by.kind].includes(request.method)) throw methodNotAllowed(NOT_ALLOWED);
  switch (by.kind) {
    case 'log':
      return answerLogs(parts, { request, reply }, by);
    case 'proxy':
      return answerProxy(parts, { request, reply }, by);
    case 'portforward': {
      const forward = portForward(parts, by.info);
      const upgrade = requireUpgrade(parts, request);
      return takeOver(parts, reply, async () => {
        const protocol = negotiateProtocol(request.raw, [PORT_FORWARD_PROTOCOL]);
        const transport = switchProtocols(upgrade, protocolHeader(protocol));
        return { served: servePortForward(transport, forward) };
      });
    }
    default: {
      const command = remoteCommand(parts, { ...by, kind: by.kind });
      const upgrade = requireUpgrade(parts, request);
      return takeOver(parts, reply, () => spdyCommand(command, { request: request.raw, upgrade, clock: parts.clock }));
    }
  }
}

function requireUpgrade({ upgrades }: StreamingParts, { raw }: FastifyRequest): RawUpgrade {
  const upgrade = upgrades.of(raw);
  if (upgrade?.protocol !== 'spdy/3.1') throw badRequest('Upgrade request required');
  return upgrade;
}

async function answerLogs(
  parts: StreamingParts,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { info, query }: StreamRequest,
): Promise<FastifyReply | undefined> {
  const abort = new AbortController();
  const lines = openLogs(parts, { info, query, signal: abort.signal });
  if (!lines) return reply.code(204).send();
  const end = () => abort.abort();
  parts.open.add(end);
  request.raw.on('close', end);
  reply.raw.on('close', end);
  try {
    await sendLogs(reply, lines);
  } catch (err) {
    if (!abort.signal.aborted) parts.log.error({ err }, 'a log could not be read');
    reply.raw.destroy();
  } finally {
    parts.open.delete(end);
  }
  return undefined;
}

async function answerProxy(
  parts: StreamingParts,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { info }: StreamRequest,
): Promise<FastifyReply | undefined> {
  const at = proxyPath(request.url, info);
  const target = proxyTarget(parts, info);
  const upgrade = parts.upgrades.of(request.raw);
  if (upgrade) return passThrough(parts, { request, reply }, { upgrade, target, at });
  if (at.path === '' && (request.method === 'GET' || request.method === 'HEAD')) {
    return reply.code(301).header('location', `${at.prefix}/${at.query}`).send();
  }
  await sendThrough(request, reply, { target, at: { ...at, path: at.path || '/' } });
  return undefined;
}

async function passThrough(
  parts: StreamingParts,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  { upgrade, target, at }: { upgrade: RawUpgrade; target: ProxyTarget; at: ProxyPath },
): Promise<undefined> {
  const { served } = await passUpgrade(request.raw, upgrade, { target, at: { ...at, path: at.path || '/' } });
  reply.hijack();
  track(parts, served, () => request.raw.socket.destroy());
}

/** What comes after `/proxy`, as it was written. */
function proxyPath(url: string, { rest = '' }: RequestInfo): ProxyPath {
  const { path } = splitUrl(url);
  const whole = path.endsWith('/') ? path.slice(0, -1) : path;
  const prefix = rest === '' ? whole : whole.slice(0, whole.length - rest.length - 1);
  return { prefix, path: path.slice(prefix.length), query: url.slice(path.length) };
}

/** Before the connection is taken over, errors are a node's. */
async function takeOver(
  parts: StreamingParts,
  reply: FastifyReply,
  begin: () => Promise<{ served: Promise<void> }>,
): Promise<FastifyReply | undefined> {
  try {
    const { served } = await begin();
    reply.hijack();
    track(parts, served, () => reply.raw.req.socket.destroy());
    return undefined;
  } catch (error) {
    return sendAsNode(reply, error);
  }
}

export function sendAsNode(reply: FastifyReply, error: unknown): FastifyReply {
  if (!(error instanceof ApiError)) throw error;
  return reply.code(error.code).header('content-type', 'text/plain; charset=utf-8').send(`${error.message}\n`);
}

export function track({ open, log }: StreamingParts, served: Promise<void>, end: () => void): void {
  open.add(end);
  served
    .catch((err) => {
      log.error({ err }, 'a stream broke');
      end();
    })
    .finally(() => open.delete(end));
}
