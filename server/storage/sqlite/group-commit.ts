import { KeyExists, KeyNotFound, RevisionConflict, type StoreError, StoreFailed } from '../errors.ts';
import type { StoreEvent, Write } from '../store.ts';

/** A batch is one transaction and one pause of the event loop: these keep it short. */
const MAX_WRITES = 512;
const MAX_BYTES = 2 * 1024 * 1024;

/** An event that was checked and has its revision, and the revision that it replaces (0 for a create). */
export interface Change {
  event: StoreEvent;
  previous: number;
}

export interface GroupCommit {
  write(write: Write): Promise<number>;
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>;
}

interface Waiting {
  write: Write;
  resolve: (revision: number) => void;
  reject: (error: StoreError) => void;
}

interface GroupCommitParts {
  /** The revision of a key, 0 when it is not there. */
  revisionOf(key: string): number;
  /** The revision of the next write. */
  nextRevision(): number;
  /** Makes the changes durable, all or none; throws when it cannot. */
  commit(changes: Change[]): void;
  /** Called once the changes are durable, before the writers hear of it. */
  committed(events: StoreEvent[]): void;
}

/** Commits together what is written in one turn of the event loop; each write is checked against those before it. */
export function createGroupCommit(parts: GroupCommitParts): GroupCommit {
  const waiting: Waiting[] = [];
  let scheduled = false;

  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(commitBatch);
  };

  const commitBatch = () => {
    const batch = waiting.splice(0, batchSize(waiting));
    scheduled = false;
    if (waiting.length > 0) schedule();
    settle(batch, parts);
  };

  return {
    write: (write) =>
      new Promise((resolve, reject) => {
        waiting.push({ write, resolve, reject });
        schedule();
      }),
    async drain() {
      while (waiting.length > 0) await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

function batchSize(waiting: readonly Waiting[]): number {
  let bytes = 0;
  let size = 0;
  for (const { write } of waiting) {
    bytes += write.value.bytes.length;
    if (size === MAX_WRITES || (size > 0 && bytes > MAX_BYTES)) break;
    size++;
  }
  return size;
}

function settle(batch: readonly Waiting[], parts: GroupCommitParts): void {
  const { changes, outcomes } = check(batch, parts);
  try {
    if (changes.length > 0) parts.commit(changes);
  } catch (error) {
    // A write may have been refused for one before it that is not stored now: nobody's outcome holds.
    for (const { reject } of batch) reject(new StoreFailed(error));
    return;
  }
  if (changes.length > 0) parts.committed(changes.map(({ event }) => event));
  outcomes.forEach((outcome, i) => {
    if (typeof outcome === 'number') batch[i]?.resolve(outcome);
    else batch[i]?.reject(outcome);
  });
}

/** One outcome a write: its revision, or why it is refused. */
function check(batch: readonly Waiting[], { revisionOf, nextRevision }: GroupCommitParts) {
  const staged = new Map<string, number>();
  const changes: Change[] = [];
  let revision = nextRevision();
  const outcomes = batch.map(({ write }) => {
    const previous = staged.get(write.key) ?? revisionOf(write.key);
    const refusal = refuse(write, previous);
    if (refusal) return refusal;
    staged.set(write.key, write.kind === 'delete' ? 0 : revision);
    changes.push({ event: eventOf(write, revision), previous });
    return revision++;
  });
  return { changes, outcomes };
}

function refuse(write: Write, actual: number): StoreError | undefined {
  if (write.kind === 'create') return actual === 0 ? undefined : new KeyExists(write.key);
  if (actual === 0) return new KeyNotFound(write.key);
  return actual === write.expected ? undefined : new RevisionConflict(write.key, write.expected, actual);
}

function eventOf({ kind: type, key, value }: Write, revision: number): StoreEvent {
  const event: StoreEvent = { type, key, bytes: value.bytes, revision };
  if (value.decoded !== undefined) event.decoded = value.decoded;
  return event;
}
