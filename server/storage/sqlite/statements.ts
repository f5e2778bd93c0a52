import type Database from 'better-sqlite3';
import type { Entry, StoreEvent } from '../store.ts';

const TYPES = ['create', 'update', 'delete'] as const;

/** One write, as the log keeps it. */
export interface LogRecord {
  event: StoreEvent;
  /** The revision that it replaced, 0 for a create. */
  previous: number;
  at: number;
  start: number;
}

/** Everything that is asked of the database. */
export type Statements = ReturnType<typeof prepareStatements>;

export function prepareStatements(db: Database.Database) {
  return { ...prepareWrites(db), ...prepareReads(db), ...prepareCompaction(db) };
}

function prepareWrites(db: Database.Database) {
  const append = db.prepare(
    'INSERT INTO log (revision, type, previous, at, start, key, bytes) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const setCurrent = db.prepare('INSERT OR REPLACE INTO current (key, revision) VALUES (?, ?)');
  const dropCurrent = db.prepare('DELETE FROM current WHERE key = ?');

  const commit = db.transaction((records: readonly LogRecord[]) => {
    for (const { event, previous, at, start } of records) {
      const { type, key, bytes, revision } = event;
      append.run(revision, TYPES.indexOf(type), previous, at, start, key, bytes);
      if (type === 'delete') dropCurrent.run(key);
      else setCurrent.run(key, revision);
    }
  });
  return { commit: (records: readonly LogRecord[]): void => commit(records) };
}

function prepareReads(db: Database.Database) {
  const current = db.prepare<[], [string, number]>('SELECT key, revision FROM current').raw();
  const bytesAt = db.prepare<[number], string>('SELECT bytes FROM log WHERE revision = ?').pluck();
  const entriesFrom = db.prepare<[string], Entry>(
    'SELECT key, bytes, revision FROM current JOIN log USING (key, revision) WHERE key >= ? ORDER BY key',
  );
  const last = db.prepare<[], { revision: number; end: number }>(
    'SELECT revision, start + length(bytes) AS end FROM log ORDER BY revision DESC LIMIT 1',
  );
  const history = db
    .prepare<[number, number, string, string], [number, string, string, number]>(
      `SELECT type, key, bytes, revision FROM log
       WHERE revision > ? AND revision <= ? AND substr(key, 1, length(?)) = ? ORDER BY revision`,
    )
    .raw();
  const markAt = db.prepare<[number], { at: number; start: number }>('SELECT at, start FROM log WHERE revision = ?');

  return {
    /** The revision of every key. */
    revisions: (): Map<string, number> => new Map(current.all()),
    /** What the write of this revision stored; the revision is current or history. */
    bytesAt: (revision: number): string => bytesAt.get(revision) as string,
    entries(prefix: string): Entry[] {
      const entries: Entry[] = [];
      for (const entry of entriesFrom.iterate(prefix)) {
        if (!entry.key.startsWith(prefix)) break;
        entries.push(entry);
      }
      return entries;
    },
    /** The newest row of the log: its revision and where it ends. */
    last: () => last.get() ?? { revision: 0, end: 0 },
    /** Events of the prefix after one revision and up to another. */
    history: (prefix: string, after: number, upTo: number): StoreEvent[] =>
      history
        .all(after, upTo, prefix, prefix)
        .map(([type, key, bytes, revision]) => ({ type: TYPES[type] ?? 'update', key, bytes, revision })),
    markAt: (revision: number) => markAt.get(revision),
  };
}

function prepareCompaction(db: Database.Database) {
  const compacted = db.prepare<[], number>('SELECT revision FROM compacted').pluck();
  const setCompacted = db.prepare('UPDATE compacted SET revision = ?');
  const dropReplaced = db.prepare(
    'DELETE FROM log WHERE revision IN (SELECT previous FROM log WHERE revision > ? AND revision <= ? AND previous > 0)',
  );
  const dropDeletes = db.prepare('DELETE FROM log WHERE revision > ? AND revision <= ? AND type = 2');

  const forget = db.transaction((after: number, upTo: number) => {
    dropReplaced.run(after, upTo);
    dropDeletes.run(after, upTo);
    setCompacted.run(upTo);
  });
  return {
    compacted: (): number => compacted.get() ?? 0,
    /** Forgets the events after one revision and up to another: what they replaced, and themselves if deletes. */
    forget(after: number, upTo: number): void {
      // What was forgotten may come back when the power fails: the disk is waited for by the next write.
      db.pragma('synchronous = NORMAL');
      try {
        forget(after, upTo);
      } finally {
        db.pragma('synchronous = FULL');
      }
    },
  };
}
