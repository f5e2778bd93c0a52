/**
 * How fast the server is, beside what nobody can beat. `npm run bench` builds it first.
 *
 *     npm run bench -- [SCENARIO…]               only these
 *     npm run bench -- --quick                   one short round of each: numbers to work with, not to quote
 *     npm run bench -- --quick --match 'create Service, 32' --seconds 5 requests
 *     npm run bench -- --server URL --token T    any Kubernetes API server, as far as the API goes
 *
 * BENCH_NODE_FLAGS go to the server's Node (`--cpu-prof`); BENCH_MAIN is another build to measure than dist/main.js.
 *
 * Prints a table and writes bench-results.json. Server, floor and load are processes of their own on this machine, so
 * ratios say more than rates.
 */
import { parseArgs } from 'node:util';
import type { Bench, Scenario } from './bench/bench.ts';
import { dns } from './bench/dns.ts';
import { growth } from './bench/growth.ts';
import { lists } from './bench/lists.ts';
import { namespaces } from './bench/namespaces.ts';
import { printTable, type Row, writeJson } from './bench/report.ts';
import { requests } from './bench/requests.ts';
import { rollouts } from './bench/rollouts.ts';
import { slices } from './bench/slices.ts';
import { start } from './bench/start.ts';
import { testDouble } from './bench/test-double.ts';
import { watches } from './bench/watches.ts';

const SCENARIOS: readonly Scenario[] = [
  start,
  requests,
  lists,
  watches,
  slices,
  rollouts,
  namespaces,
  dns,
  growth,
  testDouble,
];
const RESULTS = 'bench-results.json';

const { values, positionals } = parseArgs({
  options: {
    server: { type: 'string' },
    token: { type: 'string' },
    quick: { type: 'boolean', default: false },
    match: { type: 'string', default: '' },
    seconds: { type: 'string' },
  },
  allowPositionals: true,
});

const bench: Bench = {
  rounds: values.quick ? 1 : 3,
  seconds: Number(values.seconds ?? (values.quick ? 1 : 0.8)),
  match: values.match,
  external: values.server === undefined ? undefined : { url: values.server, token: values.token },
};

const rows: Row[] = [];
for (const scenario of chosen()) {
  const begin = performance.now();
  rows.push(...(await scenario.run(bench)));
  process.stderr.write(`${scenario.name}: ${((performance.now() - begin) / 1000).toFixed(1)} s\n`);
}
printTable(rows);
writeJson(RESULTS, rows);

function chosen(): readonly Scenario[] {
  const unknown = positionals.find((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (unknown !== undefined) throw new Error(`no scenario ${unknown}: ${SCENARIOS.map(({ name }) => name).join(', ')}`);
  const named = SCENARIOS.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
  return bench.external ? named.filter(({ own }) => !own) : named;
}
