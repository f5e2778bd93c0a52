import { describe, expect, it } from 'vitest';
import { systemClock } from '../../server/lib/clock.ts';
import { openMemoryStore } from '../../server/storage/memory/open-memory-store.ts';
import { describeHistory } from './history-suite.ts';
import { collect, describeStore, type OpenedStore, remove, update } from './store-suite.ts';

const openOne = async (): Promise<OpenedStore> => ({
  store: openMemoryStore({ clock: systemClock }),
  reopen: openOne,
});

describeStore('Memory', openOne, { durable: false });

describeHistory('history in memory', openMemoryStore);

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
