import { describe, expect, it } from 'vitest';
import { systemClock } from '../../server/lib/clock.ts';
import { openMemoryStore } from '../../server/storage/memory/open-memory-store.ts';
import { describeHistory } from './history-suite.ts';
import { collect, create, describeStore, type OpenedStore, remove, update } from './store-suite.ts';

const openOne = async (): Promise<OpenedStore> => ({
  store: openMemoryStore({ clock: systemClock }),
  reopen: openOne,
});

describeStore('Memory', openOne, { durable: false });

describeHistory('history in memory', openMemoryStore);

describe('a store in memory that begins with content', () => {
  const one = { key: 'a', bytes: 'one', revision: 3 };
  const two = { key: 'b', bytes: 'two', revision: 5 };
  const content = {
    revision: 7,
    get: (key: string) => [one, two].find((entry) => entry.key === key),
    entries: () => [two, one],
  };

  it('has it, and goes on from its revision', async () => {
    const store = openMemoryStore({ clock: systemClock, content });
    expect(await store.list('')).toEqual({ entries: [one, two], revision: 7 });
    expect(await store.get('b')).toEqual(two);
    expect(await store.write(update('a', 3))).toBe(8);
    expect(await store.write(remove('b', 5))).toBe(9);
    expect(await store.get('b')).toBeUndefined();
    expect((await store.list('')).entries).toMatchObject([{ key: 'a', revision: 8 }]);
    expect(await store.write(create('b'))).toBe(10);
    expect((await store.list('')).entries).toMatchObject([{ key: 'a' }, { key: 'b', revision: 10 }]);
    expect(await store.write(remove('b', 10))).toBe(11);
    expect(await store.get('b')).toBeUndefined();
    await store.close();
  });

  it('knows no history from before', async () => {
    const store = openMemoryStore({ clock: systemClock, content });
    await expect(collect(store, '', 6)).rejects.toMatchObject({ oldest: 7 });
    expect((await collect(store, '', 7)).events).toEqual([]);
    await store.close();
  });
});
