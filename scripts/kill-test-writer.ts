/**
 * Writes to a store until it is killed: `kill-test-writer.ts FILE`. Prints one line for each write that was
 * acknowledged, in the form of `describeEvent`, and forgets history that was there when it began.
 */
import { createHash } from 'node:crypto';
import { systemClock } from '../server/lib/clock.ts';
import { openSqliteStore } from '../server/storage/sqlite/open-sqlite-store.ts';
import type { Store, StoreEvent, Write } from '../server/storage/store.ts';

const WRITERS = 16;
const KEYS_OF_A_WRITER = 8;

/** One event in one line, its bytes as a digest, to be compared. */
export function describeEvent({ revision, type, key, bytes }: StoreEvent): string {
  return `${revision} ${type} ${key} ${createHash('sha1').update(bytes).digest('base64')}`;
}

async function main(path: string): Promise<void> {
  const store = await openSqliteStore({ path, clock: systemClock });
  const begin = store.revision;
  void forgetNowAndThen(store, begin);
  await Promise.all(Array.from({ length: WRITERS }, (_, i) => writeForever(store, `writer-${i}`)));
}

async function writeForever(store: Store, name: string): Promise<never> {
  for (let count = 0; ; count++) {
    const key = `${name}/${Math.floor(Math.random() * KEYS_OF_A_WRITER)}`;
    const write = await nextWrite(store, key, `${count}-${'x'.repeat(Math.random() * 3000)}`);
    const revision = await store.write(write);
    const event = { type: write.kind, key, bytes: write.value.bytes, revision };
    process.stdout.write(`${describeEvent(event)}\n`);
  }
}

async function nextWrite(store: Store, key: string, bytes: string): Promise<Write> {
  const value = { bytes };
  const entry = await store.get(key);
  if (!entry) return { kind: 'create', key, value };
  return { kind: Math.random() < 0.3 ? 'delete' : 'update', key, value, expected: entry.revision };
}

async function forgetNowAndThen(store: Store, upTo: number): Promise<void> {
  for (;;) {
    await store.compact(Math.floor(upTo * Math.random()));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const path = process.argv[2];
if (process.argv[1]?.endsWith('kill-test-writer.ts') && path) await main(path);
