/** How much a store keeps of what was: the same for every engine. */
import { describe, expect, it } from 'vitest';
import { type ManualClock, manualClock } from '../../server/lib/clock.ts';
import { Compacted } from '../../server/storage/errors.ts';
import type { Store } from '../../server/storage/store.ts';
import { collect, create } from './store-suite.ts';

/** At most so many events, bytes, and milliseconds. */
interface Limits {
  events?: number;
  bytes?: number;
  age?: number;
}

type OpenStore = (options: { history: Limits; clock: ManualClock }) => Store | Promise<Store>;

export function describeHistory(name: string, openStore: OpenStore): void {
  describe(name, () => {
    const open = async (history: Limits, clock = manualClock()) => openStore({ history, clock });

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
      const store = await open({ events: 10 }, clock);
      await fill(store, 12);
      expect(await oldest(store)).toBe(0);
      await clock.advance('1m');
      expect(await oldest(store)).toBe(2);
    });

    it('is bounded by their size', async () => {
      const clock = manualClock();
      const store = await open({ bytes: 1000 }, clock);
      await fill(store, 12, 'x'.repeat(100));
      await clock.advance('1m');
      expect(await oldest(store)).toBe(2);
    });

    it('is bounded by their age', async () => {
      const clock = manualClock();
      const store = await open({ age: 5 * 60_000 }, clock);
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
      const store = await open({ events: 100 });
      await fill(store, 130);
      expect(await oldest(store)).toBe(26);
    });
  });
}
