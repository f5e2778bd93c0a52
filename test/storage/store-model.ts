import fc from 'fast-check';
import { expect } from 'vitest';
import { Compacted } from '../../server/storage/errors.ts';
import type { Store, StoreEvent, Write } from '../../server/storage/store.ts';
import type { OpenedStore } from './store-suite.ts';

/** What a random round asks for; fractions choose among what there is when its turn comes. */
interface Round {
  writes: Intent[];
  watches: { prefix: string; from: number }[];
  compactTo: number | undefined;
  restart: boolean;
}

interface Intent {
  kind: Write['kind'];
  key: string;
  text: string;
  /** How far the expected revision is off. */
  off: number;
}

interface Watched {
  prefix: string;
  after: number;
  events: StoreEvent[];
}

const KEYS = ['a/1', 'a/2', 'a/3', 'b/1', 'b/2', 'b', 'a'];

const intent: fc.Arbitrary<Intent> = fc.record({
  kind: fc.constantFrom('create', 'update', 'update', 'delete'),
  key: fc.constantFrom(...KEYS),
  text: fc.string({ maxLength: 8 }),
  off: fc.constantFrom(0, 0, 0, 0, 0, -1, 1),
});

const fraction = fc.double({ min: 0, max: 1, noNaN: true });

function rounds(restarts: boolean): fc.Arbitrary<Round[]> {
  const round = fc.record({
    writes: fc.array(intent, { maxLength: 25 }),
    watches: fc.array(fc.record({ prefix: fc.constantFrom('', 'a/', 'b', 'c'), from: fraction }), { maxLength: 3 }),
    compactTo: fc.option(fraction, { nil: undefined, freq: 4 }),
    restart: restarts ? fc.boolean() : fc.constant(false),
  });
  return fc.array(round, { minLength: 1, maxLength: 12 });
}

/** The store under random rounds answers as the model does, and each watch sees exactly the model's history. */
export function storeAgreesWithModel(open: () => Promise<OpenedStore>, { restarts }: { restarts: boolean }) {
  return fc.asyncProperty(rounds(restarts), async (script) => {
    let opened = await open();
    const model = createModel();
    let watched: Watched[] = [];
    for (const round of script) {
      watched.push(...(await play(round, opened.store, model)));
      await expectSameState(opened.store, model);
      for (const watch of watched) expect(watch.events).toEqual(model.since(watch));
      if (!round.restart) continue;
      await opened.store.close();
      opened = await opened.reopen();
      watched = [];
      await expectSameState(opened.store, model);
    }
    await opened.store.close();
  });
}

function createModel() {
  const history: StoreEvent[] = [];
  const current = new Map<string, StoreEvent>();
  return {
    horizon: 0,
    current,
    get revision() {
      return history.length;
    },
    revisionOf: (key: string) => current.get(key)?.revision ?? 0,
    since: ({ prefix, after }: { prefix: string; after: number }) =>
      history.filter((e) => e.revision > after && e.key.startsWith(prefix)),
    /** The revision of the write, or the name of the refusal. */
    write(write: Write): number | string {
      const actual = this.revisionOf(write.key);
      if (write.kind === 'create' && actual !== 0) return 'KeyExists';
      if (write.kind !== 'create' && actual === 0) return 'KeyNotFound';
      if (write.kind !== 'create' && actual !== write.expected) return 'RevisionConflict';
      const event = { type: write.kind, key: write.key, bytes: write.value.bytes, revision: history.length + 1 };
      history.push(event);
      if (write.kind === 'delete') current.delete(write.key);
      else current.set(write.key, event);
      return event.revision;
    },
  };
}

type Model = ReturnType<typeof createModel>;

/** Asks for all of the round at once, so that its writes, watches and its compaction meet. */
async function play(round: Round, store: Store, model: Model): Promise<Watched[]> {
  const horizonBefore = model.horizon;
  const revisionBefore = model.revision;
  const watches = round.watches.map(({ prefix, from }) => startWatch(store, prefix, Math.round(from * revisionBefore)));
  const compaction = round.compactTo === undefined ? 0 : Math.round(round.compactTo * revisionBefore);
  model.horizon = Math.max(model.horizon, compaction);

  const predicted: (number | string)[] = [];
  const writes = round.writes.map((intent) => {
    const write = writeOf(intent, model);
    predicted.push(model.write(write));
    return store.write(write).catch((error: Error) => error.name);
  });
  await store.compact(compaction);
  expect(await Promise.all(writes)).toEqual(predicted);
  expect(store.revision).toBe(model.revision);

  const started = await Promise.all(watches);
  return started.filter((watch) => {
    if (!(watch.refused instanceof Compacted)) expect(watch.refused).toBeUndefined();
    if (watch.refused) expect(watch.after).toBeLessThan(model.horizon);
    else expect(watch.after).toBeGreaterThanOrEqual(horizonBefore);
    return !watch.refused;
  });
}

function writeOf({ kind, key, text, off }: Intent, model: Model): Write {
  const value = { bytes: text };
  return kind === 'create' ? { kind, key, value } : { kind, key, value, expected: model.revisionOf(key) + off };
}

async function startWatch(store: Store, prefix: string, after: number): Promise<Watched & { refused?: unknown }> {
  const events: StoreEvent[] = [];
  try {
    await store.watch(prefix, after, (batch) => void events.push(...batch));
    return { prefix, after, events };
  } catch (refused) {
    return { prefix, after, events, refused };
  }
}

async function expectSameState(store: Store, model: Model): Promise<void> {
  const expected = [...model.current.values()]
    .map(({ key, bytes, revision }) => ({ key, bytes, revision }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  expect(await store.list('')).toEqual({ entries: expected, revision: model.revision });
  for (const key of KEYS) expect(await store.get(key)).toEqual(expected.find((e) => e.key === key));
}
