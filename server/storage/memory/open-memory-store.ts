import type { Clock, Timer } from '../../lib/clock.ts';
import { Compacted, FutureRevision, StoreClosed } from '../errors.ts';
import { createStage } from '../stage-writes.ts';
import type { Content, Entry, Store, StoreEvent, StoreWatch, Write } from '../store.ts';
import { createWatchHub, withPrefix } from '../watch-hub.ts';
import { createEntries, type Entries, NOTHING } from './entries.ts';
import { createHistory, type History, type HistoryLimits } from './history.ts';

export interface MemoryStoreOptions {
  clock: Clock;
  /** How much history is kept; 100 000 events, 32 MiB and an hour unless said otherwise. */
  history?: Partial<HistoryLimits>;
  /** What is in it from the start, and the revision that it goes on from. History begins there. */
  content?: Content;
}

const HISTORY: HistoryLimits = { events: 100_000, bytes: 32 * 1024 * 1024, age: 3_600_000 };
const INTERVAL = 60_000;
/** Who writes on and on lets others have a turn. */
const COMMITS_A_TURN = 16;

/** A Store that is gone with the process. What is written at once is committed together. */
export function openMemoryStore(options: MemoryStoreOptions): Store {
  return new MemoryStore(options);
}

interface Waiting {
  writes: readonly Write[];
  resolve(revision: number): void;
  reject(error: Error): void;
}

class MemoryStore implements Store {
  readonly #clock: Clock;
  readonly #entries: Entries;
  readonly #history: History;
  readonly #hub = createWatchHub();
  #revision: number;
  #waiting: Waiting[] = [];
  /** In this turn of the event loop. */
  #commits = 0;
  #trimming: Timer;
  #closed = false;

  constructor({ clock, history, content = NOTHING }: MemoryStoreOptions) {
    this.#clock = clock;
    this.#revision = content.revision;
    this.#history = createHistory(content.revision, { ...HISTORY, ...history });
    this.#entries = createEntries(content);
    this.#trimming = this.#trimLater();
  }

  get revision(): number {
    return this.#revision;
  }

  async get(key: string): Promise<Entry | undefined> {
    this.#assertOpen();
    const entry = this.#entries.get(key);
    return entry && plainEntry(entry);
  }

  async list(prefix: string): Promise<{ entries: Entry[]; revision: number }> {
    this.#assertOpen();
    const found = [...this.#entries.all()].filter(({ key }) => key.startsWith(prefix));
    found.sort((a, b) => (a.key < b.key ? -1 : 1));
    return { entries: found.map(plainEntry), revision: this.#revision };
  }

  write(write: Write): Promise<number> {
    return this.writeAll([write]);
  }

  async writeAll(writes: readonly Write[]): Promise<number> {
    this.#assertOpen();
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) this.#schedule();
      this.#waiting.push({ writes, resolve, reject });
    });
  }

  async watch(prefix: string, after: number, onEvents: (events: StoreEvent[]) => void): Promise<StoreWatch> {
    this.#assertOpen();
    const { horizon } = this.#history;
    if (after > this.#revision) throw new FutureRevision(after, this.#revision);
    if (after < horizon) throw new Compacted(after, horizon);
    const missed = withPrefix(this.#history.after(after), prefix);
    if (missed.length > 0) onEvents(missed);
    return this.#hub.subscribe(prefix, this.#revision, onEvents);
  }

  async compact(revision: number): Promise<void> {
    this.#assertOpen();
    if (revision > this.#revision) throw new FutureRevision(revision, this.#revision);
    this.#history.forget(revision);
  }

  async close(): Promise<void> {
    this.#assertOpen();
    this.#closed = true;
    this.#trimming.cancel();
    if (this.#waiting.length > 0) this.#commit();
  }

  #schedule(): void {
    const commit = () => this.#commit();
    if (this.#commits === 0) setImmediate(() => this.#beginTurn());
    if (this.#commits++ < COMMITS_A_TURN) queueMicrotask(commit);
    else setImmediate(commit);
  }

  #commit(): void {
    const batch = this.#waiting;
    this.#waiting = [];
    const revisionOf = (key: string) => this.#entries.get(key)?.revision ?? 0;
    const { changes, add } = createStage({ revision: this.#revision, revisionOf });
    const outcomes = batch.map(({ writes }) => add(writes));
    this.#take(changes.map(({ event }) => event));
    outcomes.forEach((outcome, i) => {
      if (typeof outcome === 'number') batch[i]?.resolve(outcome);
      else batch[i]?.reject(outcome);
    });
  }

  #take(events: StoreEvent[]): void {
    const at = this.#clock.now();
    for (const event of events) {
      if (event.type === 'delete') this.#entries.delete(event.key);
      else this.#entries.set(event);
      this.#history.push(event, at);
    }
    this.#revision += events.length;
    this.#hub.publish(events);
  }

  #beginTurn(): void {
    this.#commits = 0;
  }

  #trimLater(): Timer {
    return this.#clock.setTimeout(
      () => {
        this.#history.trim(this.#clock.now());
        this.#trimming = this.#trimLater();
      },
      INTERVAL,
      'upkeep',
    );
  }

  #assertOpen(): void {
    if (this.#closed) throw new StoreClosed();
  }
}

/** The bytes are asked for only when they are needed: what was taken over may be encoded only then. */
function plainEntry(entry: Entry): Entry {
  return {
    key: entry.key,
    revision: entry.revision,
    get bytes() {
      return entry.bytes;
    },
  };
}
