import { closeSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import Database from 'better-sqlite3';
import { makeFolder } from '../../lib/make-folder.ts';
import { StoreLocked, StoreUnusable } from '../errors.ts';

const VERSION = 1;

/**
 * `log` holds every write that is current or still history. `previous` is the revision that the write replaced (0 for
 * a create), `at` its time in milliseconds, `start` the size of everything written before it: so age and size of a
 * stretch of history are two look-ups. `bytes` comes last, because SQLite reads a row from its front.
 */
const TABLES = `
  CREATE TABLE log (
    revision INTEGER PRIMARY KEY,
    type INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    at INTEGER NOT NULL,
    start INTEGER NOT NULL,
    key TEXT NOT NULL,
    bytes TEXT NOT NULL
  ) STRICT;
  CREATE TABLE current (key TEXT PRIMARY KEY, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE compacted (revision INTEGER NOT NULL) STRICT;
  INSERT INTO compacted VALUES (0);
  PRAGMA user_version = ${VERSION};
`;

const IN_MEMORY = ':memory:';

/** Opens the file, or makes it. Throws StoreLocked while another process has it open, else StoreUnusable. */
export function openDatabase(path: string, quotaBytes: number | undefined): Database.Database {
  let db: Database.Database | undefined;
  try {
    const isNew = path !== IN_MEMORY && prepareFile(path);
    db = new Database(path, { timeout: 0 });
    configure(db, isNew);
    migrate(db, path);
    db.pragma('synchronous = FULL');
    if (quotaBytes !== undefined) limitSize(db, quotaBytes);
    return db;
  } catch (error) {
    db?.close();
    throw translate(error, path);
  }
}

/**
 * Objects can be secrets: the file is made for its owner only. SQLite gives its companions the same mode. Returns
 * whether it was not there before.
 */
function prepareFile(path: string): boolean {
  makeFolder(dirname(path));
  try {
    closeSync(openSync(path, 'wx', 0o600));
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    return false;
  }
}

function configure(db: Database.Database, isNew: boolean): void {
  // Held until the process ends, however it ends; it also spares the shared memory file of WAL.
  db.pragma('locking_mode = EXCLUSIVE');
  // Measured: a tenth more writes than with pages of 4 KiB, and no checkpoint above 10 ms.
  db.pragma('page_size = 8192');
  // There is nothing to go back to from the first page of a new file.
  if (isNew) db.pragma('journal_mode = MEMORY');
  db.pragma('journal_mode = WAL');
  // The tables need not outlive what is written to them: the first sync of the log makes both durable.
  if (isNew) db.pragma('synchronous = OFF');
  db.pragma('wal_autocheckpoint = 500');
  db.pragma('temp_store = MEMORY');
  db.pragma('cache_size = -8192');
  db.pragma(`journal_size_limit = ${16 * 1024 * 1024}`);
}

function migrate(db: Database.Database, path: string): void {
  db.transaction(() => {
    const version = db.pragma('user_version', { simple: true });
    if (version === VERSION) return;
    if (version !== 0) throw new StoreUnusable(path, `it was written by a newer version (${version}, not ${VERSION})`);
    if (db.prepare('SELECT 1 FROM sqlite_schema').get())
      throw new StoreUnusable(path, 'it is the database of another program');
    db.exec(TABLES);
  }).immediate();
}

function limitSize(db: Database.Database, quotaBytes: number): void {
  const pageSize = db.pragma('page_size', { simple: true }) as number;
  db.pragma(`max_page_count = ${Math.ceil(quotaBytes / pageSize)}`);
}

function translate(error: unknown, path: string): unknown {
  if (error instanceof StoreUnusable || !(error instanceof Error)) return error;
  if (codeOf(error)?.startsWith('SQLITE_BUSY')) return new StoreLocked(path);
  return new StoreUnusable(path, error.message);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
