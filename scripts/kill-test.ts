/**
 * Kills a writing process at random moments and checks what is left: `tsx scripts/kill-test.ts [ROUNDS]`.
 * Every acknowledged write must be there, and a watch from any earlier revision must miss nothing.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../server/lib/clock.ts';
import { Compacted } from '../server/storage/errors.ts';
import { openSqliteStore } from '../server/storage/sqlite/open-sqlite-store.ts';
import type { Store, StoreEvent } from '../server/storage/store.ts';
import { describeEvent } from './kill-test-writer.ts';

const WRITER = fileURLToPath(new URL('kill-test-writer.ts', import.meta.url));
const LONGEST_LIFE = 100;

export interface KillTestResult {
  rounds: number;
  acknowledged: number;
  revision: number;
  /** The revision up to which history was forgotten meanwhile. */
  horizon: number;
}

/** Throws at the first thing that is lost. */
export async function runKillTest(rounds: number): Promise<KillTestResult> {
  const folder = mkdtempSync(join(tmpdir(), 'kubeling-kill-'));
  const path = join(folder, 'store.db');
  /** The events by revision, described: all that was ever acknowledged or seen after a restart. */
  const known: string[] = [];
  const result: KillTestResult = { rounds, acknowledged: 0, revision: 0, horizon: 0 };
  try {
    for (let round = 0; round < rounds; round++) {
      const acknowledged = await writeUntilKilled(path, Math.random() * LONGEST_LIFE);
      result.acknowledged += acknowledged.length;
      Object.assign(result, await checkStore(path, acknowledged, known));
    }
    return result;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Resolves with the lines of the acknowledged writes. Every fourth writer dies while it opens the store. */
async function writeUntilKilled(path: string, life: number): Promise<string[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', WRITER, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  const kill = () => setTimeout(() => child.kill('SIGKILL'), life);
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') kill();
    output += text;
  });
  if (Math.random() < 0.25) setTimeout(kill, 200);
  const signal = await new Promise((resolve) => child.on('close', (_code, signal) => resolve(signal)));
  if (signal !== 'SIGKILL') throw new Error(`the writer ended by itself: ${signal}`);
  return output.split('\n').slice(0, -1);
}

async function checkStore(path: string, acknowledged: readonly string[], known: string[]) {
  const store = await openSqliteStore({ path, clock: systemClock });
  try {
    const horizon = await horizonOf(store);
    const checked = known.length;
    const events = await eventsAfter(store, horizon);
    for (const event of events) learn(event, known);
    for (const line of acknowledged) expectSame(known[Number.parseInt(line, 10) - 1], line);
    if (known.length !== store.revision) throw new Error(`at ${store.revision}, but ${known.length} events are known`);
    await checkCurrent(store, known);
    for (const after of [checked, horizon + Math.floor(Math.random() * (store.revision - horizon))]) {
      const seen = await eventsAfter(store, after);
      expectSame(seen.map(describeEvent).join('\n'), known.slice(after).join('\n'));
    }
    return { revision: store.revision, horizon };
  } finally {
    await store.close();
  }
}

async function horizonOf(store: Store): Promise<number> {
  try {
    await eventsAfter(store, 0);
    return 0;
  } catch (error) {
    if (error instanceof Compacted) return error.oldest;
    throw error;
  }
}

async function eventsAfter(store: Store, after: number): Promise<StoreEvent[]> {
  const events: StoreEvent[] = [];
  const watch = await store.watch('', after, (batch) => void events.push(...batch));
  watch.stop();
  return events;
}

function learn(event: StoreEvent, known: string[]): void {
  const line = describeEvent(event);
  if (event.revision > known.length + 1) throw new Error(`the events before ${line} are missing`);
  if (event.revision <= known.length) expectSame(known[event.revision - 1], line);
  else known.push(line);
}

async function checkCurrent(store: Store, known: readonly string[]): Promise<void> {
  const expected = new Map<string, string>();
  for (const line of known) {
    const [, type, key] = line.split(' ') as [string, string, string];
    if (type === 'delete') expected.delete(key);
    else expected.set(key, line);
  }
  const { entries } = await store.list('');
  if (entries.length !== expected.size) throw new Error(`${entries.length} keys, expected ${expected.size}`);
  for (const { key, bytes, revision } of entries) {
    const line = expected.get(key);
    const type = line?.split(' ')[1] as StoreEvent['type'];
    expectSame(describeEvent({ type, key, bytes, revision }), line);
  }
}

function expectSame(actual: string | undefined, expected: string | undefined): void {
  if (actual !== expected) throw new Error(`is ${actual?.slice(0, 200)}\nexpected ${expected?.slice(0, 200)}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log(await runKillTest(Number(process.argv[2] ?? 500)));
}
