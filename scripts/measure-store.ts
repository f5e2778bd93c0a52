/**
 * How fast the store is beside bare better-sqlite3: `tsx scripts/measure-store.ts`. Rates are writes of 1 KB a second,
 * medians of several rounds.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { systemClock } from '../server/lib/clock.ts';
import { openSqliteStore } from '../server/storage/sqlite/open-sqlite-store.ts';
import type { Store } from '../server/storage/store.ts';

const ROUNDS = 5;
const WRITES = 4000;
const TEXT = 'x'.repeat(1024);

const folder = mkdtempSync(join(tmpdir(), 'kubeling-measure-'));
let files = 0;
const newFile = () => join(folder, `${files++}.db`);

/** Inserts of one table, `batch` in a transaction: the floor. */
function bare(batch: number): number {
  const db = new Database(newFile());
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('CREATE TABLE log (revision INTEGER PRIMARY KEY, key TEXT, bytes TEXT)');
  const insert = db.prepare('INSERT INTO log (key, bytes) VALUES (?, ?)');
  const run = db.transaction((from: number) => {
    for (let i = from; i < from + batch; i++) insert.run(`key-${i}`, TEXT);
  });
  const begin = performance.now();
  for (let i = 0; i < WRITES; i += batch) run(i);
  const rate = rateSince(begin);
  db.close();
  return rate;
}

async function stored(writers: number, path: string): Promise<number> {
  const store = await openSqliteStore({ path, clock: systemClock });
  const begin = performance.now();
  await Promise.all(Array.from({ length: writers }, (_, i) => writeMany(store, `writer-${i}`, WRITES / writers)));
  const rate = rateSince(begin);
  await store.close();
  return rate;
}

async function writeMany(store: Store, name: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) await store.write({ kind: 'create', key: `${name}/${i}`, value: { bytes: TEXT } });
}

function rateSince(begin: number): number {
  return (WRITES / (performance.now() - begin)) * 1000;
}

async function median(measure: () => number | Promise<number>): Promise<number> {
  const rates: number[] = [];
  for (let i = 0; i < ROUNDS; i++) rates.push(await measure());
  return Math.round(rates.sort((a, b) => a - b)[ROUNDS >> 1] as number);
}

/** Milliseconds that opening takes, with this many objects and twice as many events of history. */
async function opening(objects: number): Promise<number> {
  const path = newFile();
  const store = await openSqliteStore({ path, clock: systemClock });
  const write = async (i: number) => {
    const expected = await store.write({ kind: 'create', key: `pods/${i}`, value: { bytes: TEXT } });
    await store.write({ kind: 'update', key: `pods/${i}`, value: { bytes: TEXT }, expected });
  };
  await Promise.all(Array.from({ length: objects }, (_, i) => write(i)));
  await store.close();
  return median(async () => {
    const begin = performance.now();
    const opened = await openSqliteStore({ path, clock: systemClock });
    const spent = performance.now() - begin;
    await opened.close();
    return spent;
  });
}

/** The longest time that the event loop stood still while history was forgotten, in milliseconds. */
async function pauseOfCompaction(events: number): Promise<number> {
  const store = await openSqliteStore({ path: newFile(), clock: systemClock });
  await Promise.all(
    Array.from({ length: 100 }, async (_, writer) => {
      let expected = await store.write({ kind: 'create', key: `${writer}`, value: { bytes: TEXT } });
      for (let i = 0; i < events / 100; i++)
        expected = await store.write({ kind: 'update', key: `${writer}`, value: { bytes: TEXT }, expected });
    }),
  );
  let longest = 0;
  let last = performance.now();
  let done = false;
  const watchLoop = () => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
    if (!done) setImmediate(watchLoop);
  };
  watchLoop();
  await store.compact(store.revision);
  done = true;
  await store.close();
  return Math.round(longest * 10) / 10;
}

try {
  for (const count of [1, 32]) {
    const floor = await median(() => bare(count));
    const file = await median(() => stored(count, newFile()));
    const memory = await median(() => stored(count, ':memory:'));
    console.log({ writers: count, floor, file, ratio: Math.round((file / floor) * 100) / 100, memory });
  }
  console.log({ openingMilliseconds: { 1000: await opening(1000), 10000: await opening(10_000) } });
  console.log({ longestPauseMilliseconds: await pauseOfCompaction(20_000) });
} finally {
  rmSync(folder, { recursive: true });
}
