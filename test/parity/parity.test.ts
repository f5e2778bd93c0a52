/** Replays every scenario of golden/, and those of unconfirmed/ that no real server has answered yet, against a cluster in this process, or against the server of PARITY_URL. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { startCluster } from '../../server/index.ts';
import { knownDifferences } from './known-differences.ts';
import { runScenario, type StepResult } from './run-scenario.ts';
import type { Scenario } from './scenario.ts';
import { Server } from './server.ts';

const AT_ONCE = 8;
/** Who the recorded server was asked by. */
const TOKEN = 'golden';
const ADMIN = { username: 'admin', uid: '1000', groups: ['system:masters', 'system:authenticated'] };
const { PARITY_URL, PARITY_TOKEN, PARITY_ONLY } = process.env;

const scenarios = readScenarios().filter(({ name }) => !PARITY_ONLY || name.includes(PARITY_ONLY));
const results = new Map<string, StepResult[] | Error>();

beforeAll(async () => {
  if (PARITY_URL !== undefined) return runAll(PARITY_URL, PARITY_TOKEN);
  await using cluster = await startCluster({ nodes: 0, tokens: [{ token: TOKEN, user: ADMIN }] });
  await runAll(cluster.url, TOKEN);
}, 300_000);

describe.each(scenarios.map(({ name }) => name))('%s', (name) => {
  const known = knownSteps(name);

  it('is answered as Kubernetes answers it', () => {
    const differing = resultsOf(name).filter(
      ({ step, differences }) => differences.length > 0 && !known.includes(step),
    );
    expect(differing).toEqual([]);
  });

  if (known.length === 0) return;
  it('differs where that is known', () => {
    const differing = resultsOf(name).filter(({ differences }) => differences.length > 0);
    expect(known).toEqual(differing.map(({ step }) => step).filter((step) => known.includes(step)));
  });
});

it('every known difference is of a scenario that is there', () => {
  const names = new Set(readScenarios().map(({ name }) => name));
  expect(knownDifferences.filter(({ scenario }) => !names.has(scenario))).toEqual([]);
});

function readScenarios(): Scenario[] {
  return ['golden', 'unconfirmed'].flatMap((name) => scenariosIn(join(import.meta.dirname, name)));
}

function scenariosIn(folder: string): Scenario[] {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
  return files.sort().map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

async function runAll(url: string, token: string | undefined): Promise<void> {
  using server = new Server(url, token);
  const waiting = lanesOf(scenarios).values();
  const runLanes = async () => {
    for (const lane of waiting) for (const scenario of lane) results.set(scenario.name, await run(server, scenario));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, runLanes));
}

/** Scenarios that may run at once, the longest lane first. */
function lanesOf(all: readonly Scenario[]): Scenario[][] {
  const lanes = new Map<string, Scenario[]>();
  for (const scenario of all) {
    const lane = scenario.lane ?? scenario.name;
    lanes.set(lane, [...(lanes.get(lane) ?? []), scenario]);
  }
  return [...lanes.values()].sort((a, b) => b.length - a.length);
}

async function run(server: Server, scenario: Scenario): Promise<StepResult[] | Error> {
  try {
    return await runScenario(server, scenario, { known: knownSteps(scenario.name) });
  } catch (error) {
    return error as Error;
  }
}

function knownSteps(name: string): string[] {
  return knownDifferences.filter(({ scenario }) => scenario === name).map(({ step }) => step);
}

function resultsOf(name: string): StepResult[] {
  const result = results.get(name);
  if (result === undefined || result instanceof Error) throw result ?? new Error('it has not run');
  return result;
}
