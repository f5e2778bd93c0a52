import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, describe, expect, it } from 'vitest';
import { manualClock, systemClock } from '../../server/lib/clock.ts';
import { StoreFailed, StoreLocked, StoreUnusable } from '../../server/storage/errors.ts';
import { openSqliteStore, type SqliteStoreOptions } from '../../server/storage/sqlite/open-sqlite-store.ts';
import { describeHistory } from './history-suite.ts';
import { collect, create, describeStore, type OpenedStore, remove, update } from './store-suite.ts';

const folder = mkdtempSync(join(tmpdir(), 'kubeling-store-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
const newFile = () => join(folder, `${files++}`, 'store.db');

function opener(options: () => Omit<SqliteStoreOptions, 'clock'>): () => Promise<OpenedStore> {
  const open = async (fixed: Omit<SqliteStoreOptions, 'clock'>): Promise<OpenedStore> => ({
    store: await openSqliteStore({ ...fixed, clock: systemClock }),
    reopen: () => open(fixed),
  });
  return () => open(options());
}

describeStore(
  'SQLite in memory',
  opener(() => ({ path: ':memory:' })),
  { durable: false },
);
describeStore(
  'SQLite in a file',
  opener(() => ({ path: newFile() })),
  { durable: true },
);
describeStore(
  'SQLite that reads all history from its file',
  opener(() => ({ path: newFile(), recentBytes: 0 })),
  {
    durable: true,
  },
);

describeHistory('history', ({ history, clock }) => openSqliteStore({ path: ':memory:', clock, history }));

describe('history in a file', () => {
  it('that is too old for memory is read from the file while writes go on', async () => {
    const store = await openSqliteStore({ path: newFile(), clock: manualClock(), recentBytes: 2000 });
    await Promise.all(Array.from({ length: 3000 }, (_, i) => store.write(create(`k${i}`))));
    const watching = collect(store, 'k', 7);
    await Promise.all(Array.from({ length: 100 }, (_, i) => store.write(create(`l${i}`))));
    await store.write(create('k-last'));
    const { events } = await watching;
    expect(events.map((e) => e.revision)).toEqual([...Array.from({ length: 2993 }, (_, i) => i + 8), 3101]);
    await store.close();
  });

  it('gives back the room of what it forgets', async () => {
    const path = newFile();
    const store = await openSqliteStore({ path, clock: manualClock() });
    await store.write(create('a'));
    const rewrite = async (times: number) => {
      for (let i = 0; i < times; i++) await store.write(update('a', store.revision, 'x'.repeat(2000)));
      await store.compact(store.revision);
    };
    await rewrite(300);
    const size = statSync(path).size;
    for (let i = 0; i < 5; i++) await rewrite(300);
    await store.close();
    expect(statSync(path).size).toBeLessThan(Math.max(size, 1_000_000) * 2);
  });
});

describe('a disk that is full', () => {
  const openSmall = () => openSqliteStore({ path: newFile(), clock: manualClock(), quotaBytes: 256 * 1024 });

  it('fails what does not fit and keeps what was acknowledged', async () => {
    const store = await openSmall();
    const watch = await collect(store);
    await store.write(create('a', 'small'));
    const batch = [store.write(create('b', 'x'.repeat(300_000))), store.write(create('b', 'small'))];
    const outcomes = await Promise.allSettled(batch);
    expect(outcomes.map((o) => o.status === 'rejected' && o.reason instanceof StoreFailed)).toEqual([true, true]);
    expect(store.revision).toBe(1);
    expect(await store.get('b')).toBeUndefined();
    expect(await store.write(create('b', 'fits'))).toBe(2);
    expect(watch.summary()).toEqual(['1 create a', '2 create b']);
    await store.close();
  });

  it('takes writes again once history is forgotten', async () => {
    const store = await openSmall();
    await store.write(create('a'));
    const grow = async () => {
      for (;;) await store.write(update('a', store.revision, 'x'.repeat(10_000)));
    };
    await expect(grow()).rejects.toBeInstanceOf(StoreFailed);
    await store.compact(store.revision);
    await store.write(update('a', store.revision, 'y'.repeat(10_000)));
    await store.write(remove('a', store.revision));
    await store.close();
  });
});

describe('opening', () => {
  const open = (path: string) => openSqliteStore({ path, clock: manualClock() });

  it('refuses a file that is open already', async () => {
    const path = newFile();
    const store = await open(path);
    await expect(open(path)).rejects.toBeInstanceOf(StoreLocked);
    await store.write(create('a'));
    await store.close();
    await (await open(path)).close();
  });

  it('makes a file that others cannot read', async () => {
    const path = newFile();
    const store = await open(path);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(`${path}-wal`).mode & 0o777).toBe(0o600);
    await store.close();
  });

  it('refuses what is not a database, not a store, of a newer version or not to be made', async () => {
    const text = join(folder, 'text');
    writeFileSync(text, 'not a database, but as long as one must be'.repeat(100));
    const other = join(folder, 'other.db');
    new Database(other).exec('CREATE TABLE t (a)').close();
    const newer = join(folder, 'newer.db');
    new Database(newer).exec('PRAGMA user_version = 99').close();
    for (const path of [text, other, newer, join(text, 'below', 'a.db'), folder])
      await expect(open(path)).rejects.toBeInstanceOf(StoreUnusable);
  });
});
