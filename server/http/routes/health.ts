/** `/healthz`, `/livez`, `/readyz`, and their single checks. */
import { methodNotAllowed } from '../../api/errors.ts';
import { flag, type Query } from '../query.ts';
import { NOT_ALLOWED } from './resource-request.ts';

export interface HealthQuestion {
  method: string;
  path: string;
  query: Query;
}

export interface HealthAnswer {
  code: number;
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** Undefined for a path where nothing is. Throws 405. */
export type Health = (question: HealthQuestion) => HealthAnswer | undefined;

interface Check {
  name: string;
  holds(): boolean;
}

const SYNCED = 'informer-sync';
const ALIVE = ['ping', 'log', 'etcd'];
const CHECKS: Readonly<Record<string, readonly string[]>> = {
  healthz: ALIVE,
  livez: ALIVE,
  readyz: [...ALIVE, SYNCED],
};

export const HEALTH_PATHS: readonly string[] = Object.entries(CHECKS).flatMap(([endpoint, names]) => [
  `/${endpoint}`,
  ...names.map((name) => `/${endpoint}/${name}`),
]);

export function createHealth({ isReady }: { isReady(): boolean }): Health {
  const checksOf = (names: readonly string[]): Check[] =>
    names.map((name) => ({ name, holds: name === SYNCED ? isReady : () => true }));
  const checks: Readonly<Record<string, readonly Check[]>> = Object.fromEntries(
    Object.entries(CHECKS).map(([endpoint, names]) => [endpoint, checksOf(names)]),
  );
  return ({ method, path, query }) => {
    const [, endpoint = '', name, ...more] = path.split('/');
    const all = checks[endpoint];
    if (!all || more.length > 0) return undefined;
    const asked = name === undefined ? all : all.filter((check) => check.name === name);
    if (asked.length === 0) return undefined;
    if (method !== 'GET' && method !== 'HEAD') throw methodNotAllowed(NOT_ALLOWED);
    return answerOf(asked, { endpoint, single: name !== undefined, query });
  };
}

function answerOf(checks: readonly Check[], about: { endpoint: string; single: boolean; query: Query }): HealthAnswer {
  const excluded = about.query.getAll('exclude');
  const results = checks.map((check) => ({
    name: check.name,
    state: excluded.includes(check.name) ? 'excluded' : check.holds() ? 'ok' : 'failed',
  }));
  const failed = results.some(({ state }) => state === 'failed');
  const verbose = !about.single && (failed || flag(about.query, 'verbose') === true);
  const headers = {
    'content-type': 'text/plain; charset=utf-8',
    ...(!about.single && { 'x-content-type-options': 'nosniff' }),
  };
  const code = failed ? 500 : 200;
  if (!verbose) return { code, headers, body: failed ? 'failed' : 'ok' };
  const lines = results.map(({ name, state }) =>
    state === 'failed'
      ? `[-]${name} failed: reason withheld`
      : `[+]${name} ${state === 'excluded' ? 'excluded: ok' : 'ok'}`,
  );
  return { code, headers, body: `${lines.join('\n')}\n${about.endpoint} check ${failed ? 'failed' : 'passed'}\n` };
}
