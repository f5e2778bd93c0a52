import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import {
  Compacted,
  FutureRevision,
  KeyExists,
  KeyNotFound,
  RevisionConflict,
  StoreClosed,
} from '../../server/storage/errors.ts';
import type { Encoded, Store, StoreEvent, Write } from '../../server/storage/store.ts';
import { storeAgreesWithModel } from './store-model.ts';

/** A store to test, and a way to open the same one again after it was closed. */
export interface OpenedStore {
  store: Store;
  reopen(): Promise<OpenedStore>;
}

export const bytes = (text: string): Encoded => ({ bytes: text });
export const create = (key: string, text = key): Write => ({ kind: 'create', key, value: bytes(text) });
export const update = (key: string, expected: number, text = key): Write => ({
  kind: 'update',
  key,
  expected,
  value: bytes(text),
});
export const remove = (key: string, expected: number, text = key): Write => ({
  kind: 'delete',
  key,
  expected,
  value: bytes(text),
});

/** Collects what a watch delivers. */
export async function collect(store: Store, prefix = '', after = 0) {
  const events: StoreEvent[] = [];
  const watch = await store.watch(prefix, after, (batch) => void events.push(...batch));
  return { events, stop: () => watch.stop(), summary: () => events.map((e) => `${e.revision} ${e.type} ${e.key}`) };
}

/** The meaning of `Store`: every engine passes these. A `durable` one also remembers. */
export function describeStore(name: string, open: () => Promise<OpenedStore>, { durable }: { durable: boolean }): void {
  describe(`${name} as a Store`, () => {
    const opened: Store[] = [];
    const openOne = async () => {
      const one = await open();
      opened.push(one.store);
      return one;
    };
    const openStore = async () => (await openOne()).store;
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close().catch(() => {});
    });

    describe('reading and writing', () => {
      it('begins at revision 0 with nothing in it', async () => {
        const store = await openStore();
        expect(store.revision).toBe(0);
        expect(await store.get('a')).toBeUndefined();
        expect(await store.list('')).toEqual({ entries: [], revision: 0 });
      });

      it('numbers writes from 1 in steps of one', async () => {
        const store = await openStore();
        expect(await store.write(create('a', '1'))).toBe(1);
        expect(await store.write(create('b', '2'))).toBe(2);
        expect(await store.write(update('a', 1, '3'))).toBe(3);
        expect(await store.write(remove('b', 2, '4'))).toBe(4);
        expect(store.revision).toBe(4);
      });

      it('gets what was written last', async () => {
        const store = await openStore();
        await store.write(create('a', 'old'));
        await store.write(update('a', 1, 'new'));
        expect(await store.get('a')).toEqual({ key: 'a', bytes: 'new', revision: 2 });
      });

      it('gets nothing after a delete, and creates again', async () => {
        const store = await openStore();
        await store.write(create('a'));
        await store.write(remove('a', 1));
        expect(await store.get('a')).toBeUndefined();
        expect(await store.write(create('a', 'again'))).toBe(3);
        expect((await store.get('a'))?.bytes).toBe('again');
      });

      it('keeps any text', async () => {
        const store = await openStore();
        const text = '{"a":"\u0000 \u{1f600} \ufffe \\u0041"}';
        await store.write(create('k/é\u{1f600}', text));
        expect((await store.get('k/é\u{1f600}'))?.bytes).toBe(text);
        expect((await store.list('k/é')).entries).toEqual([{ key: 'k/é\u{1f600}', bytes: text, revision: 1 }]);
      });

      it('lists a prefix in the order of keys by UTF-16 code unit', async () => {
        const store = await openStore();
        const keys = ['p/b', 'p/a', 'p', 'q/a', 'p/\u{1f600}', 'p/\uffee', 'p0', 'p/a/b', 'p/a-b', 'P/a'];
        for (const key of keys) await store.write(create(key));
        const { entries, revision } = await store.list('p/');
        expect(entries.map((e) => e.key)).toEqual(['p/a', 'p/a-b', 'p/a/b', 'p/b', 'p/\u{1f600}', 'p/\uffee']);
        expect(revision).toBe(keys.length);
        expect((await store.list('')).entries.map((e) => e.key)).toEqual([...keys].sort());
      });
    });

    describe('refusals', () => {
      it('refuses to create what is there', async () => {
        const store = await openStore();
        await store.write(create('a'));
        await expect(store.write(create('a'))).rejects.toBeInstanceOf(KeyExists);
      });

      it('refuses to update or delete what is not there', async () => {
        const store = await openStore();
        await expect(store.write(update('a', 1))).rejects.toBeInstanceOf(KeyNotFound);
        await expect(store.write(remove('a', 1))).rejects.toBeInstanceOf(KeyNotFound);
      });

      it('refuses an update or delete that expects another revision, and says which one it is', async () => {
        const store = await openStore();
        await store.write(create('a'));
        await store.write(update('a', 1));
        await expect(store.write(update('a', 1))).rejects.toMatchObject({ actual: 2 });
        await expect(store.write(remove('a', 3))).rejects.toBeInstanceOf(RevisionConflict);
      });

      it('uses no revision for what it refuses', async () => {
        const store = await openStore();
        await store.write(create('a'));
        await store.write(create('a')).catch(() => {});
        expect(store.revision).toBe(1);
        expect(await store.write(create('b'))).toBe(2);
      });
    });

    describe('writes that arrive together', () => {
      it('get revisions in the order in which they came', async () => {
        const store = await openStore();
        const writes = Array.from({ length: 100 }, (_, i) => store.write(create(`k${i}`)));
        expect(await Promise.all(writes)).toEqual(Array.from({ length: 100 }, (_, i) => i + 1));
      });

      it('are each checked against those before them', async () => {
        const store = await openStore();
        const outcomes = await Promise.allSettled([
          store.write(create('a', '1')),
          store.write(create('a', '2')),
          store.write(update('a', 1, '3')),
          store.write(update('a', 1, '4')),
          store.write(remove('a', 2)),
          store.write(update('a', 2)),
          store.write(create('a', '5')),
        ]);
        expect(outcomes.map((o) => (o.status === 'fulfilled' ? o.value : o.reason.name))).toEqual([
          1,
          'KeyExists',
          2,
          'RevisionConflict',
          3,
          'KeyNotFound',
          4,
        ]);
        expect(await store.get('a')).toEqual({ key: 'a', bytes: '5', revision: 4 });
      });

      it('are all there, however many and however large', async () => {
        const store = await openStore();
        const large = 'x'.repeat(100_000);
        await Promise.all(
          Array.from({ length: 1500 }, (_, i) => store.write(create(`k${i}`, i % 50 === 0 ? large : 'small'))),
        );
        const { entries } = await store.list('');
        expect(entries).toHaveLength(1500);
        expect(entries.filter((e) => e.bytes === large)).toHaveLength(30);
      });
    });

    it('lets others have a turn while one writes on and on', async () => {
      const store = await openStore();
      let isOver = false;
      setImmediate(() => {
        isOver = true;
      });
      while (!isOver) await store.write(create(`${store.revision}`));
      expect(store.revision).toBeGreaterThan(0);
    });

    describe('writes of one transaction', () => {
      it('are done in their order, each seen by those after it', async () => {
        const store = await openStore();
        const watch = await collect(store);
        expect(await store.writeAll([create('a', '1'), update('a', 1, '2'), create('b'), remove('a', 2)])).toBe(4);
        expect(watch.summary()).toEqual(['1 create a', '2 update a', '3 create b', '4 delete a']);
        expect((await store.list('')).entries.map((e) => e.key)).toEqual(['b']);
      });

      it('are all refused when one is, and others that arrive with them are not', async () => {
        const store = await openStore();
        await store.write(create('a'));
        const outcomes = await Promise.allSettled([
          store.writeAll([update('a', 1), create('b'), create('c'), update('c', 9)]),
          store.write(update('a', 1, 'mine')),
          store.writeAll([create('b'), remove('b', 3)]),
        ]);
        expect(outcomes.map((o) => (o.status === 'fulfilled' ? o.value : o.reason.name))).toEqual([
          'RevisionConflict',
          2,
          4,
        ]);
        expect((await store.list('')).entries).toEqual([{ key: 'a', bytes: 'mine', revision: 2 }]);
      });

      it('may be many, or none', async () => {
        const store = await openStore();
        const keys = Array.from({ length: 1500 }, (_, i) => `k${i}`);
        expect(await store.writeAll(keys.map((key) => create(key)))).toBe(1500);
        expect(await store.writeAll([])).toBe(1500);
        expect((await store.list('')).entries).toHaveLength(1500);
      });
    });

    describe('watching', () => {
      it('delivers history first and then what comes', async () => {
        const store = await openStore();
        await store.write(create('a', '1'));
        await store.write(update('a', 1, '2'));
        const { events } = await collect(store);
        await store.write(remove('a', 2, '3'));
        expect(events).toEqual([
          { type: 'create', key: 'a', bytes: '1', revision: 1 },
          { type: 'update', key: 'a', bytes: '2', revision: 2 },
          { type: 'delete', key: 'a', bytes: '3', revision: 3 },
        ]);
      });

      it('begins after the revision that it is given', async () => {
        const store = await openStore();
        for (const key of ['a', 'b', 'c', 'd']) await store.write(create(key));
        const watch = await collect(store, '', 2);
        expect(watch.summary()).toEqual(['3 create c', '4 create d']);
      });

      it('delivers only what has the prefix', async () => {
        const store = await openStore();
        await store.write(create('p/a'));
        await store.write(create('q/a'));
        const watch = await collect(store, 'p/');
        await Promise.all([store.write(create('q/b')), store.write(create('p/b')), store.write(create('pp'))]);
        expect(watch.summary()).toEqual(['1 create p/a', '4 create p/b']);
      });

      it('has told the watchers when a write is acknowledged', async () => {
        const store = await openStore();
        const watch = await collect(store);
        const seen = await store.write(create('a')).then(() => watch.summary());
        expect(seen).toEqual(['1 create a']);
      });

      it('hands on what the writer had decoded', async () => {
        const store = await openStore();
        const decoded = { a: 1 };
        const watch = await collect(store);
        await store.write({ kind: 'create', key: 'a', value: { bytes: '{"a":1}', decoded } });
        expect(watch.events[0]?.decoded).toBe(decoded);
      });

      it('delivers nothing after it is stopped', async () => {
        const store = await openStore();
        const one = await collect(store);
        const other = await collect(store);
        await store.write(create('a'));
        one.stop();
        one.stop();
        await store.write(create('b'));
        expect(one.summary()).toEqual(['1 create a']);
        expect(other.summary()).toEqual(['1 create a', '2 create b']);
      });

      it('lets a watcher stop, watch and write while it is told', async () => {
        const store = await openStore();
        const inner: StoreEvent[] = [];
        const writes: Promise<number>[] = [];
        const watch = await store.watch('', 0, (events) => {
          watch.stop();
          void store.watch('', events.at(-1)?.revision ?? 0, (more) => void inner.push(...more));
          writes.push(store.write(create('from-the-watcher')));
        });
        await Promise.all([store.write(create('a')), store.write(create('b'))]);
        await Promise.all(writes);
        expect(inner.map((e) => `${e.revision} ${e.key}`)).toEqual(['3 from-the-watcher']);
      });

      it('refuses a revision that is not reached yet', async () => {
        const store = await openStore();
        await store.write(create('a'));
        await expect(collect(store, '', 2)).rejects.toBeInstanceOf(FutureRevision);
        await expect(collect(store, '', 2)).rejects.toMatchObject({ current: 1 });
        await expect(store.compact(2)).rejects.toBeInstanceOf(FutureRevision);
      });
    });

    describe('compaction', () => {
      const filled = async () => {
        const store = await openStore();
        await store.write(create('kept', 'old'));
        await store.write(create('gone'));
        await store.write(update('kept', 1, 'new'));
        await store.write(remove('gone', 2));
        await store.write(create('late'));
        return store;
      };

      it('forgets history and keeps what is current', async () => {
        const store = await filled();
        await store.compact(4);
        expect((await store.list('')).entries).toEqual([
          { key: 'kept', bytes: 'new', revision: 3 },
          { key: 'late', bytes: 'late', revision: 5 },
        ]);
        expect(await store.get('kept')).toEqual({ key: 'kept', bytes: 'new', revision: 3 });
      });

      it('refuses watches that begin before it, and says where they can', async () => {
        const store = await filled();
        await store.compact(4);
        await expect(collect(store, '', 3)).rejects.toBeInstanceOf(Compacted);
        await expect(collect(store, '', 0)).rejects.toMatchObject({ oldest: 4 });
        expect((await collect(store, '', 4)).summary()).toEqual(['5 create late']);
      });

      it('does not disturb the watches that there are', async () => {
        const store = await filled();
        const watch = await collect(store, '', 3);
        await store.compact(5);
        await store.write(remove('late', 5));
        expect(watch.summary()).toEqual(['4 delete gone', '5 create late', '6 delete late']);
      });

      it('may be asked for twice, or for what is forgotten already', async () => {
        const store = await filled();
        await Promise.all([store.compact(3), store.compact(4), store.compact(2)]);
        await store.compact(1);
        expect((await collect(store, '', 4)).summary()).toEqual(['5 create late']);
      });
    });

    describe('closing', () => {
      it('stores what was written before', async () => {
        const store = await openStore();
        const write = store.write(create('a'));
        await store.close();
        expect(await write).toBe(1);
      });

      it('refuses everything after', async () => {
        const store = await openStore();
        await store.close();
        for (const call of [
          store.get('a'),
          store.list(''),
          store.write(create('a')),
          store.writeAll([]),
          store.compact(0),
          store.close(),
        ])
          await expect(call).rejects.toBeInstanceOf(StoreClosed);
        await expect(collect(store)).rejects.toBeInstanceOf(StoreClosed);
      });
    });

    it('agrees with a model under random writes, watches and compactions', async () => {
      await fc.assert(storeAgreesWithModel(open, { restarts: false }), { numRuns: 60 });
    });

    if (!durable) return;

    it('agrees with the model across restarts', async () => {
      await fc.assert(storeAgreesWithModel(open, { restarts: true }), { numRuns: 30 });
    });

    it('goes on counting where it was after a restart, also when history is forgotten and nothing is left', async () => {
      const { store, reopen } = await openOne();
      await store.write(create('a'));
      await store.write(remove('a', 1));
      await store.compact(2);
      await store.close();
      const again = await reopen();
      opened.push(again.store);
      expect(again.store.revision).toBe(2);
      await expect(collect(again.store, '', 1)).rejects.toBeInstanceOf(Compacted);
      expect(await again.store.write(create('a'))).toBe(3);
    });

    it('watches from before a restart', async () => {
      const { store, reopen } = await openOne();
      await store.write(create('a'));
      await store.write(update('a', 1, 'new'));
      await store.close();
      const again = await reopen();
      opened.push(again.store);
      const watch = await collect(again.store, '', 1);
      await again.store.write(remove('a', 2));
      expect(watch.summary()).toEqual(['2 update a', '3 delete a']);
    });
  });
}
