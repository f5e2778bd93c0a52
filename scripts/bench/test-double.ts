/** What tests do with clusters, as users of the package: those of this process and of a test runner get dist/. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Testing from '../../server/testing/index.ts';
import type { Scenario } from './bench.ts';
import { runHundredTests } from './hundred-tests.ts';
import { median } from './measure.ts';
import { mainThreadSeconds } from './processes.ts';
import type { Row } from './report.ts';

const scenario = 'test-double';
const RESETS = 20;
/** Before that, so that V8 has compiled what is measured. */
const WARM_UP = 5;
const RESET_OBJECTS = 1000;
const FORKS = 10;
const FORK_OBJECTS = 10_000;
/** What is created at once. */
const BATCH = 500;
/** Milliseconds. */
const TARGETS = { reset: 5, fork: 50 };
/** Seconds. */
const HUNDRED_TESTS = 10;

export const testDouble: Scenario = {
  name: scenario,
  own: true,
  run: async () => [
    await resets('1000 ConfigMaps', { nodes: 0 }, makeConfigMap),
    await resets('1000 ConfigMaps, 3 nodes', { nodes: 3 }, makeConfigMap),
    await withFolder((dataDir) => resets('1000 ConfigMaps, on disk', { nodes: 0, dataDir }, makeConfigMap)),
    await resets('500 Services and 500 pods', { nodes: 0 }, makeServiceOrPod),
    ...(await forks()),
    await hundredTests('vitest'),
    await hundredTests('node --test'),
  ],
};

type Make = (testing: typeof Testing, cluster: Testing.TestCluster, i: number) => Promise<unknown>;

const inDefault = (name: string) => ({ namespace: 'default', name });

const makeConfigMap: Make = ({ resourceTypes }, { client }, i) =>
  client.create(resourceTypes.configMaps, { metadata: inDefault(`c-${i}`), data: { i: String(i) } });

const makeServiceOrPod: Make = ({ resourceTypes: { services, pods } }, { client }, i) => {
  const app = `a-${i >> 1}`;
  if (i % 2 === 0) {
    return client.create(services, { metadata: inDefault(app), spec: { selector: { app }, ports: [{ port: 80 }] } });
  }
  const metadata = { ...inDefault(app), labels: { app } };
  return client.create(pods, { metadata, spec: { containers: [{ name: 'web', image: 'nginx' }] } });
};

async function makeAll(make: (i: number) => Promise<unknown>, count: number): Promise<void> {
  for (let made = 0; made < count; made += BATCH) {
    await Promise.all(Array.from({ length: BATCH }, (_, i) => make(made + i)));
  }
}

async function resets(what: string, options: Testing.TestClusterOptions, make: Make): Promise<Row> {
  const testing = await builtPackage();
  await using cluster = await testing.startCluster(options);
  const costs: Cost[] = [];
  for (let round = 0; round < WARM_UP + RESETS; round++) {
    await makeAll((i) => make(testing, cluster, i), RESET_OBJECTS);
    await cluster.settled();
    costs.push(await costOf(() => cluster.reset()));
  }
  return rowOf(`reset() of ${what}`, costs.slice(WARM_UP), TARGETS.reset);
}

async function forks(): Promise<Row[]> {
  const testing = await builtPackage();
  await using cluster = await testing.startCluster({ nodes: 0 });
  await makeAll((i) => makeConfigMap(testing, cluster, i), FORK_OBJECTS);
  await cluster.settled();
  const costs: Cost[] = [];
  for (let round = 0; round < FORKS; round++) {
    let fork: Testing.TestCluster | undefined;
    costs.push(
      await costOf(async () => {
        fork = await cluster.fork();
      }),
    );
    await fork?.[Symbol.asyncDispose]();
  }
  const measure = `fork() with ${FORK_OBJECTS} ConfigMaps`;
  return [rowOf(measure, costs, TARGETS.fork), rowOf(`${measure}, the first`, costs.slice(0, 1), TARGETS.fork)];
}

async function hundredTests(runner: 'vitest' | 'node --test'): Promise<Row> {
  const value = await runHundredTests(runner);
  const measure = `100 tests, each with its cluster, ${runner}`;
  return { scenario, measure, value, unit: 's', target: { most: HUNDRED_TESTS } };
}

function builtPackage(): Promise<typeof Testing> {
  return import(new URL('../../dist/testing.mjs', import.meta.url).href);
}

interface Cost {
  /** Milliseconds. */
  time: number;
  /** Microseconds of this thread, where /proc tells: others on this machine make the time longer, and this less so. */
  cpu: number;
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const cpuBefore = mainThreadSeconds(process.pid) ?? Number.NaN;
  const begin = performance.now();
  await work();
  const time = performance.now() - begin;
  return { time, cpu: ((mainThreadSeconds(process.pid) ?? Number.NaN) - cpuBefore) * 1e6 };
}

function rowOf(measure: string, costs: readonly Cost[], most: number): Row {
  const value = median(costs.map(({ time }) => time));
  return { scenario, measure, value, unit: 'ms', cpu: median(costs.map(({ cpu }) => cpu)), target: { most } };
}

async function withFolder<T>(use: (path: string) => Promise<T>): Promise<T> {
  const path = mkdtempSync(join(tmpdir(), 'kubeling-bench-'));
  try {
    return await use(path);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}
