/** `/healthz`, `/livez`, `/readyz`, and their single checks. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { methodNotAllowed } from '../../api/errors.ts';
import { flag, splitUrl } from '../query.ts';
import { NOT_ALLOWED } from './resource-request.ts';

export interface HealthRoutes {
  answer(path: string, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined;
}

interface Check {
  name: string;
  holds(): boolean;
}

export function createHealthRoutes({ isReady }: { isReady(): boolean }): HealthRoutes {
  const alive: Check[] = [
    { name: 'ping', holds: () => true },
    { name: 'log', holds: () => true },
    { name: 'etcd', holds: () => true },
  ];
  const checks: Readonly<Record<string, readonly Check[]>> = {
    healthz: alive,
    livez: alive,
    readyz: [...alive, { name: 'informer-sync', holds: isReady }],
  };
  return {
    answer(path, request, reply) {
      const [, endpoint = '', name, ...more] = path.split('/');
      const all = checks[endpoint];
      if (!all || more.length > 0) return undefined;
      const asked = name === undefined ? all : all.filter((check) => check.name === name);
      if (asked.length === 0) return undefined;
      if (request.method !== 'GET' && request.method !== 'HEAD') throw methodNotAllowed(NOT_ALLOWED);
      return replyHealth(asked, { endpoint, single: name !== undefined }, request, reply);
    },
  };
}

function replyHealth(
  checks: readonly Check[],
  about: { endpoint: string; single: boolean },
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { query } = splitUrl(request.url);
  const excluded = query.getAll('exclude');
  const results = checks.map((check) => ({
    name: check.name,
    state: excluded.includes(check.name) ? 'excluded' : check.holds() ? 'ok' : 'failed',
  }));
  const failed = results.some(({ state }) => state === 'failed');
  const verbose = !about.single && (failed || flag(query, 'verbose') === true);
  reply.header('content-type', 'text/plain; charset=utf-8');
  if (!about.single) reply.header('x-content-type-options', 'nosniff');
  if (!verbose) return reply.code(failed ? 500 : 200).send(failed ? 'failed' : 'ok');
  const lines = results.map(({ name, state }) =>
    state === 'failed'
      ? `[-]${name} failed: reason withheld`
      : `[+]${name} ${state === 'excluded' ? 'excluded: ok' : 'ok'}`,
  );
  return reply
    .code(failed ? 500 : 200)
    .send(`${lines.join('\n')}\n${about.endpoint} check ${failed ? 'failed' : 'passed'}\n`);
}
