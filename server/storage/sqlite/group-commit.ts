import { type StoreError, StoreFailed } from '../errors.ts';
import { type Change, createStage } from '../stage-writes.ts';
import type { StoreEvent, Write } from '../store.ts';

/** A batch is one transaction and one pause of the event loop: these keep it short, but for what may not be parted. */
const MAX_WRITES = 512;
const MAX_BYTES = 2 * 1024 * 1024;

export interface GroupCommit {
  /** All or none of them. Resolves with the revision of the last. */
  write(writes: readonly Write[]): Promise<number>;
  /** Resolves when nothing waits any more. */
  drain(): Promise<void>;
}

interface Waiting {
  writes: readonly Write[];
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
    write: (writes) =>
      new Promise((resolve, reject) => {
        waiting.push({ writes, resolve, reject });
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
  let count = 0;
  for (const { writes } of waiting) {
    count += writes.length;
    for (const { value } of writes) bytes += value.bytes.length;
    if (size > 0 && (count > MAX_WRITES || bytes > MAX_BYTES)) break;
    size++;
  }
  return size;
}

function settle(batch: readonly Waiting[], parts: GroupCommitParts): void {
  const { revisionOf } = parts;
  const { changes, add } = createStage({ revision: parts.nextRevision() - 1, revisionOf });
  const outcomes = batch.map(({ writes }) => add(writes));
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
