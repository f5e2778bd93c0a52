/** What a Store can refuse. The registry translates these; nobody else sees them. */
export class StoreError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}

export class KeyExists extends StoreError {
  constructor(key: string) {
    super(`key exists: ${key}`);
  }
}

export class KeyNotFound extends StoreError {
  constructor(key: string) {
    super(`key not found: ${key}`);
  }
}

export class RevisionConflict extends StoreError {
  /** The revision that the key has now. */
  readonly actual: number;

  constructor(key: string, expected: number, actual: number) {
    super(`revision conflict on ${key}: expected ${expected}, is ${actual}`);
    this.actual = actual;
  }
}

export class Compacted extends StoreError {
  /** The first revision after which a watch can begin. */
  readonly oldest: number;

  constructor(revision: number, oldest: number) {
    super(`revision ${revision} is compacted, the oldest is ${oldest}`);
    this.oldest = oldest;
  }
}

export class FutureRevision extends StoreError {
  /** The latest revision that there is. */
  readonly current: number;

  constructor(revision: number, current: number) {
    super(`revision ${revision} is not reached yet, the current one is ${current}`);
    this.current = current;
  }
}

export class StoreClosed extends StoreError {
  constructor() {
    super('the store is closed');
  }
}

/** The engine could not write: a full disk, a failing one. Nothing of the write is stored. */
export class StoreFailed extends StoreError {
  constructor(cause: unknown) {
    super(`the store could not write: ${cause instanceof Error ? cause.message : String(cause)}`);
    this.cause = cause;
  }
}

/** Another process holds the store. */
export class StoreLocked extends StoreError {
  constructor(path: string) {
    super(`${path} is in use by another process`);
  }
}

/** The store cannot be opened: no permission, not a store, or one of a newer version. */
export class StoreUnusable extends StoreError {
  constructor(path: string, reason: string) {
    super(`cannot open ${path}: ${reason}`);
  }
}
