/**
 * The Store: keys, bytes and revisions. It knows nothing of Kubernetes.
 *
 * A revision is one write. Revisions rise by one with each write and are never reused, also across restarts.
 * Every write is a compare-and-swap. Watchers see every write of their prefix in the order of revisions, or are told
 * that they cannot (Compacted, WatchOverflow).
 */
export interface Store {
  /** The revision of the latest acknowledged write; 0 for a store that was never written to. */
  readonly revision: number;

  /** What is stored at the key now, or undefined. */
  get(key: string): Promise<Entry | undefined>;

  /**
   * All current entries whose key begins with the prefix, in the order of their keys (by UTF-16 code unit), and the
   * revision at which that was true.
   */
  list(prefix: string): Promise<{ entries: Entry[]; revision: number }>;

  /**
   * Writes one key. Resolves with the new revision when the write is durable and every watcher's `onEvents` has been
   * called with it. Writes that arrive together are committed together.
   *
   * Rejects with KeyExists (create of a key that is there), KeyNotFound (update or delete of one that is not) or
   * RevisionConflict (the key's revision is not `expected`); then nothing is written.
   */
  write(write: Write): Promise<number>;

  /**
   * All of the writes or none, in their order and in one transaction, each checked against those before it. Resolves
   * with the revision of the last, and rejects with what `write` does for the first that is refused.
   */
  writeAll(writes: readonly Write[]): Promise<number>;

  /**
   * Calls `onEvents` with what is committed after revision `after`, in order, without gap or repetition; first with
   * what is history already, then live. Rejects with Compacted when that history is gone and with FutureRevision when
   * `after` was never reached. Live events are delivered synchronously within the commit: `onEvents` may not block.
   */
  watch(prefix: string, after: number, onEvents: (events: StoreEvent[]) => void): Promise<StoreWatch>;

  /** Forgets history up to and including the revision; what is current stays. */
  compact(revision: number): Promise<void>;

  /** Waits for the writes in flight and closes. Further calls reject with StoreClosed. */
  close(): Promise<void>;
}

export type Write =
  | { kind: 'create'; key: string; value: Encoded }
  | { kind: 'update'; key: string; value: Encoded; expected: number }
  | { kind: 'delete'; key: string; value: Encoded; expected: number };

/**
 * The bytes to store. For a delete they are what watchers shall see as the last state. `decoded` travels with the
 * event to the watchers of this process and is not stored: whoever wrote the bytes need not parse them again.
 */
export interface Encoded {
  readonly bytes: string;
  readonly decoded?: unknown;
  /** About the length of `bytes`, said by who makes them only when they are asked for. */
  readonly size?: number;
}

export interface Entry {
  key: string;
  bytes: string;
  /** The revision of the write that made this state. */
  revision: number;
}

/** What a new store may begin with; it is read where it is, and does not change. */
export interface Content {
  readonly revision: number;
  get(key: string): Entry | undefined;
  entries(): Iterable<Entry>;
}

export interface StoreEvent {
  type: 'create' | 'update' | 'delete';
  key: string;
  bytes: string;
  revision: number;
  /** As given to `write`, in the process that wrote it. */
  decoded?: unknown;
  /** As given to `write`. */
  size?: number;
}

export interface StoreWatch {
  stop(): void;
}
