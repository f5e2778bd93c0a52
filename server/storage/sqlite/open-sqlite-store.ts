import type Database from 'better-sqlite3';
import type { Clock } from '../../lib/clock.ts';
import { Compacted, FutureRevision, StoreClosed } from '../errors.ts';
import type { Change } from '../stage-writes.ts';
import type { Entry, Store, StoreEvent, StoreWatch, Write } from '../store.ts';
import { createWatchHub, withPrefix } from '../watch-hub.ts';
import { type Compaction, createCompaction, type HistoryLimits, type LogEnd } from './compaction.ts';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';
import { createRecentEvents, type RecentEvents } from './recent-events.ts';
import { openDatabase } from './schema.ts';
import { prepareStatements, type Statements } from './statements.ts';

type OnEvents = (events: StoreEvent[]) => void;

export interface SqliteStoreOptions {
  /** A file, which is made when it is not there, or `:memory:`. */
  path: string;
  clock: Clock;
  /** How much history is kept; 100 000 events, 32 MiB and an hour unless said otherwise. */
  history?: Partial<HistoryLimits>;
  /** About how much of the history is kept in memory, too. */
  recentBytes?: number;
  /** The file may not outgrow this: writes then fail as on a full disk. */
  quotaBytes?: number;
}

const HISTORY: HistoryLimits = { events: 100_000, bytes: 32 * 1024 * 1024, age: 3_600_000 };
const RECENT_BYTES = 2 * 1024 * 1024;
/** Revisions that are read at once for a watch that begins in the past. */
const PAGE = 500;

/**
 * Opens a Store on SQLite. Everything acknowledged survives the end of the process, however it comes (WAL,
 * synchronous=FULL). Rejects with StoreLocked while another process has the file open, and with StoreUnusable when it
 * is not a store or cannot be written.
 */
export async function openSqliteStore(options: SqliteStoreOptions): Promise<Store> {
  const db = openDatabase(options.path, options.quotaBytes);
  try {
    return new SqliteStore(db, options);
  } catch (error) {
    db.close();
    throw error;
  }
}

class SqliteStore implements Store {
  readonly #db: Database.Database;
  readonly #clock: Clock;
  readonly #statements: Statements;
  /** The revision of every key: checks need no SQL. */
  readonly #revisions: Map<string, number>;
  readonly #log: LogEnd;
  readonly #recent: RecentEvents;
  readonly #compaction: Compaction;
  readonly #hub = createWatchHub();
  readonly #groupCommit: GroupCommit;
  #closed = false;

  constructor(db: Database.Database, { clock, history, recentBytes = RECENT_BYTES }: SqliteStoreOptions) {
    const statements = prepareStatements(db);
    const log = statements.last();
    log.revision = Math.max(log.revision, statements.compacted());
    this.#db = db;
    this.#clock = clock;
    this.#statements = statements;
    this.#revisions = statements.revisions();
    this.#log = log;
    this.#recent = createRecentEvents(log.revision, recentBytes);
    this.#compaction = createCompaction({ statements, clock, limits: { ...HISTORY, ...history }, log });
    this.#groupCommit = createGroupCommit({
      revisionOf: (key) => this.#revisions.get(key) ?? 0,
      nextRevision: () => log.revision + 1,
      commit: (changes) => this.#commit(changes),
      committed: (events) => this.#committed(events),
    });
  }

  get revision(): number {
    return this.#log.revision;
  }

  async get(key: string): Promise<Entry | undefined> {
    this.#assertOpen();
    const revision = this.#revisions.get(key);
    if (revision === undefined) return undefined;
    const bytes = this.#recent.at(revision)?.bytes ?? this.#statements.bytesAt(revision);
    return { key, bytes, revision };
  }

  async list(prefix: string): Promise<{ entries: Entry[]; revision: number }> {
    this.#assertOpen();
    // SQLite orders by code point, which differs beyond the basic plane.
    const entries = this.#statements.entries(prefix).sort((a, b) => (a.key < b.key ? -1 : 1));
    return { entries, revision: this.revision };
  }

  async write(write: Write): Promise<number> {
    this.#assertOpen();
    return this.#groupCommit.write([write]);
  }

  async writeAll(writes: readonly Write[]): Promise<number> {
    this.#assertOpen();
    return this.#groupCommit.write(writes);
  }

  async watch(prefix: string, after: number, onEvents: OnEvents): Promise<StoreWatch> {
    this.#assertOpen();
    if (after > this.revision) throw new FutureRevision(after, this.revision);
    this.#assertNotCompacted(after);
    const position = this.#recent.reachesBackTo(after) ? after : await this.#replayLog(prefix, after, onEvents);
    const events = withPrefix(this.#recent.after(position), prefix);
    if (events.length > 0) onEvents(events);
    return this.#hub.subscribe(prefix, this.revision, onEvents);
  }

  async compact(revision: number): Promise<void> {
    this.#assertOpen();
    if (revision > this.revision) throw new FutureRevision(revision, this.revision);
    await this.#compaction.compact(revision);
  }

  async close(): Promise<void> {
    this.#assertOpen();
    this.#closed = true;
    await this.#groupCommit.drain();
    await this.#compaction.stop();
    this.#db.close();
  }

  #commit(changes: readonly Change[]): void {
    const at = this.#clock.now();
    let start = this.#log.end;
    const records = changes.map(({ event, previous }) => {
      const record = { event, previous, at, start };
      start += event.bytes.length;
      return record;
    });
    this.#statements.commit(records);
    this.#log.end = start;
  }

  #committed(events: StoreEvent[]): void {
    for (const { type, key, revision } of events) {
      if (type === 'delete') this.#revisions.delete(key);
      else this.#revisions.set(key, revision);
    }
    this.#log.revision += events.length;
    this.#recent.push(events);
    this.#hub.publish(events);
    this.#compaction.grown();
  }

  /** Hands out the log page by page until what is left is in memory; resolves with the revision that it got to. */
  async #replayLog(prefix: string, after: number, onEvents: OnEvents): Promise<number> {
    let position = after;
    while (!this.#recent.reachesBackTo(position)) {
      this.#assertNotCompacted(position);
      const upTo = Math.min(position + PAGE, this.revision);
      const events = this.#statements.history(prefix, position, upTo);
      if (events.length > 0) onEvents(events);
      position = upTo;
      await new Promise((resolve) => setImmediate(resolve));
      this.#assertOpen();
    }
    return position;
  }

  #assertOpen(): void {
    if (this.#closed) throw new StoreClosed();
  }

  #assertNotCompacted(revision: number): void {
    const { horizon } = this.#compaction;
    if (revision < horizon) throw new Compacted(revision, horizon);
  }
}
