/** Puts faults in the way of requests, before anything else is done with them. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Asked } from '../api/exchange.ts';
import type { MetFault, RequestEffects, WireFaults } from '../api/wire-faults.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { Registry } from '../registry/registry.ts';
import { askedOf } from './asked.ts';
import { errorAnswer } from './error-answer.ts';
import { faultStatus } from './fault-status.ts';
import { exchangeOf } from './observed-response.ts';
import { splitUrl } from './query.ts';

export interface HinderParts {
  registry: Registry;
  clock: Clock;
  log: Logger;
  faults?: WireFaults;
}

export interface Hinderable {
  request: IncomingMessage;
  response: ServerResponse;
  /** What is done next is done, but its answer never arrives. For responses when left out. */
  loseAnswer?: () => void;
}

/** False when nothing is in the way. Otherwise the request is answered, or goes `on` when its time has come. */
export function hinder(parts: HinderParts, hinderable: Hinderable, on: () => void): boolean {
  const { request, response } = hinderable;
  const { method = '', url: uri = '', headers } = request;
  if (uri.startsWith(CONTROL)) return false;
  const asked = askedOf(parts.registry, { method, uri, userAgent: headers['user-agent'] ?? '' });
  const met = parts.faults?.meet(asked);
  if (!met) return false;
  const { effects } = met;
  const exchange = exchangeOf(response);
  if (exchange) exchange.fault = met.id;
  const act = () => {
    if (response.destroyed) abandon(response);
    else apply(parts, { ...hinderable, asked, met, on });
  };
  if (effects.delay) parts.clock.setTimeout(act, effects.delay);
  else act();
  return true;
}

/** Whoever made a fault can always take it back. */
const CONTROL = '/kubeling/';

interface Hindered extends Hinderable {
  asked: Asked;
  met: MetFault;
  on(): void;
}

function apply(parts: HinderParts, hindered: Hindered): void {
  const { request, response, met, on, loseAnswer = () => dropAnswer(response) } = hindered;
  const { connection, status, staleBy } = met.effects;
  if (connection === 'stall') abandonOnClose(response);
  else if (connection === 'drop') drop(response);
  else if (status) answerStatus(parts, hindered, status);
  else {
    if (connection === 'drop-answer') loseAnswer();
    if (staleBy !== undefined) request.url = staleUrl(parts.registry, hindered.asked, staleBy);
    on();
  }
}

function answerStatus(
  { log }: HinderParts,
  { request, response, asked }: Hindered,
  status: NonNullable<RequestEffects['status']>,
): void {
  const { code, contentType, body, retryAfter } = errorAnswer({ log }, request, faultStatus(status, asked));
  request.resume();
  if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter));
  response.writeHead(code, {
    'audit-id': randomUUID(),
    'cache-control': 'no-cache, private',
    'content-type': contentType,
    'content-length': body.length,
  });
  response.end(body);
}

function drop(response: ServerResponse): void {
  response.req.socket.destroy();
  abandon(response);
}

/** What was asked for is done; only its answer is lost. */
function dropAnswer(response: ServerResponse): void {
  const lost = () => {
    drop(response);
    return response;
  };
  response.writeHead = lost;
  response.write = () => {
    lost();
    return false;
  };
  response.end = lost;
}

function abandonOnClose(response: ServerResponse): void {
  response.once('close', () => abandon(response));
}

function abandon(response: ServerResponse): void {
  const exchange = exchangeOf(response);
  if (exchange && !exchange.isDone) exchange.end(response.req, 0);
}

/** The URL of the same list at an earlier revision; of other requests, and of further pages, as it was. */
function staleUrl(registry: Registry, asked: Asked, staleBy: number): string {
  const { path, query } = splitUrl(asked.uri);
  const resource = registry.find(asked.group, asked.version, asked.resource);
  if (asked.verb !== 'list' || !resource || query.get('continue')) return asked.uri;
  const revision = Math.max(registry.revision - staleBy, resource.home.cache.horizon, 1);
  const stale = new URLSearchParams(query);
  stale.set('resourceVersion', String(revision));
  stale.set('resourceVersionMatch', 'Exact');
  return `${path}?${stale}`;
}
