/** One request, sent on to a pod or a node, and its answer sent back. */
import { Buffer } from 'node:buffer';
import { request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { serviceUnavailable } from '../../../api/errors.ts';
import type { ProxyTarget } from './proxy-target.ts';
import { type LinkPlace, rewriteLink, rewritePage } from './rewrite-links.ts';

/** Headers that are between two neighbours only (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

export interface ProxyPath {
  /** Up to and with `/proxy`. */
  prefix: string;
  /** What the target is asked for, with a slash first. */
  path: string;
  /** With its question mark. */
  query: string;
}

/** Rejects with 503 when the target does not answer. */
export async function sendThrough(
  request: FastifyRequest,
  reply: FastifyReply,
  { target, at }: { target: ProxyTarget; at: ProxyPath },
): Promise<void> {
  const connection = await connectTo(target);
  const answer = await ask(request, connection, { target, at });
  const host = request.headers.host ?? '';
  const place: LinkPlace = { address: target.address, host, prefix: at.prefix };
  reply.hijack();
  const response = reply.raw;
  response.on('close', () => connection.destroy());
  const headers = { ...withoutHops(answer.headers), ...audit(reply) };
  if (headers.location) headers.location = rewriteLink(headers.location, place);
  else if (isPlainPage(headers) && request.method !== 'HEAD') {
    const page = Buffer.from(rewritePage(await textOf(answer), place));
    response.writeHead(answer.statusCode ?? 200, { ...headers, 'content-length': page.length }).end(page);
    return;
  }
  response.writeHead(answer.statusCode ?? 200, headers);
  await pipeline(answer, response).catch(() => {});
}

/** Kubernetes' own headers, which every answer has. */
function audit(reply: FastifyReply): Record<string, string> {
  const { 'audit-id': id, 'cache-control': cache } = reply.getHeaders();
  return { 'audit-id': String(id), 'cache-control': String(cache) };
}

export async function connectTo(target: ProxyTarget): Promise<Duplex> {
  try {
    return await target.connect();
  } catch (error) {
    throw unreachable(target, error);
  }
}

function unreachable({ address }: ProxyTarget, error: unknown) {
  const { code, message } = error as { code?: string; message: string };
  const reason = DIAL_ERRORS[code ?? ''];
  const text = reason ? `dial tcp ${address}: ${reason}` : `dial tcp: ${message}`;
  return serviceUnavailable(`error trying to reach service: ${text}`);
}

const DIAL_ERRORS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connect: connection refused',
  EHOSTUNREACH: 'connect: no route to host',
  ETIMEDOUT: 'i/o timeout',
};

function ask(
  request: FastifyRequest,
  connection: Duplex,
  { target, at }: { target: ProxyTarget; at: ProxyPath },
): Promise<IncomingMessage> {
  const { method, headers, body } = request;
  return new Promise((resolve, reject) => {
    const asked = httpRequest({
      method,
      path: `${at.path}${at.query}`,
      headers: { ...withoutHops(headers), ...forwarded(request, at), connection: 'close' },
      createConnection: () => connection,
    });
    asked.on('response', resolve);
    asked.on('error', (error) => {
      const text = (error as { code?: string }).code === 'ECONNRESET' ? 'EOF' : error.message;
      reject(serviceUnavailable(`error trying to reach service: ${text} (${target.address})`));
    });
    asked.end(body as Buffer | undefined);
  });
}

function forwarded({ headers, ip }: FastifyRequest, { prefix, path }: ProxyPath): Record<string, string> {
  const before = headers['x-forwarded-for'];
  return {
    'x-forwarded-for': before === undefined ? ip : `${before}, ${ip}`,
    'x-forwarded-host': headers.host ?? '',
    'x-forwarded-proto': 'http',
    'x-forwarded-uri': `${prefix}${path}`,
  };
}

function withoutHops(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.has(name)));
}

function isPlainPage(headers: IncomingHttpHeaders): boolean {
  return /^text\/html\s*(;|$)/.test(headers['content-type'] ?? '') && headers['content-encoding'] === undefined;
}

async function textOf(answer: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString('utf8');
}
