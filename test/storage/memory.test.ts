import { describe, expect, it } from 'vitest';
import { manualClock, systemClock } from '../../server/lib/clock.ts';
import { Compacted } from '../../server/storage/errors.ts';
import { type MemoryStoreOptions, openMemoryStore } from '../../server/storage/memory/open-memory-store.ts';
import type { Store } from '../../server/storage/store.ts';
import { collect, create, describeStore, type OpenedStore, remove, update } from './store-suite.ts';

const openOne = async (): Promise<OpenedStore> => ({
  store: openMemoryStore({ clock: systemClock }),
  reopen: openOne,
});

describeStore('Memory', openOne, { durable: false });

describe('history in memory', () => {
  const open = (history: MemoryStoreOptions['history'], clock = manualClock()) =>
    openMemoryStore({ clock, ...(history && { history }) });

  /** The oldest revision that a watch can begin after. */
  const oldest = async (store: Store) =>
    collect(store, '', 0).then(
      () => 0,
      (error) => (error instanceof Compacted ? error.oldest : error),
    );

  const fill = async (store: Store, count: number, text = 'x') => {
    for (let i = 0; i < count; i++) await store.write(create(`${store.revision + 1}`, text));
  };

  it('is bounded by the number of its events', async () => {
    const clock = manualClock();
    const store = open({ events: 10 }, clock);
    await fill(store, 12);
    expect(await oldest(store)).toBe(0);
    await clock.advance('1m');
    expect(await oldest(store)).toBe(2);
  });

  it('is bounded by their size', async () => {
    const clock = manualClock();
    const store = open({ bytes: 1000 }, clock);
    await fill(store, 12, 'x'.repeat(100));
    await clock.advance('1m');
    expect(await oldest(store)).toBe(2);
  });

  it('is bounded by their age', async () => {
    const clock = manualClock();
    const store = open({ age: 5 * 60_000 }, clock);
    await fill(store, 3);
    await clock.advance('3m');
    await fill(store, 2);
    await clock.advance('3m');
    expect(await oldest(store)).toBe(3);
    await clock.advance('10m');
    expect(await oldest(store)).toBe(5);
    expect((await store.list('')).entries).toHaveLength(5);
  });

  it('does not wait for the clock when it has grown by more than a quarter', async () => {
    const store = open({ events: 100 });
    await fill(store, 130);
    expect(await oldest(store)).toBe(26);
  });
});

describe('a store in memory that begins with content', () => {
  const content = {
    revision: 7,
    entries: [
      { key: 'b', bytes: 'two', revision: 5 },
      { key: 'a', bytes: 'one', revision: 3 },
    ],
  };

  it('has it, and goes on from its revision', async () => {
    const store = openMemoryStore({ clock: systemClock, content });
    expect(await store.list('')).toEqual({ entries: content.entries.toReversed(), revision: 7 });
    expect(await store.write(update('a', 3))).toBe(8);
    expect(await store.write(remove('b', 5))).toBe(9);
    await store.close();
  });

  it('knows no history from before', async () => {
    const store = openMemoryStore({ clock: systemClock, content });
    await expect(collect(store, '', 6)).rejects.toMatchObject({ oldest: 7 });
    expect((await collect(store, '', 7)).events).toEqual([]);
    await store.close();
  });
});
