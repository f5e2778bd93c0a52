import type { ApiObject, ResourceType } from '../api/object.ts';

/** What changed, after the informer's own state has changed. */
export interface InformerEvent<T extends ApiObject> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: T;
  /** What it was before, for MODIFIED. */
  old?: T;
}

/**
 * A local copy of one resource, kept by list and watch. Objects are frozen and shared. Survives dropped connections
 * and 410 by listing again, and then reports what was missed as events.
 */
export interface Informer<T extends ApiObject> {
  readonly type: ResourceType<T>;
  /** By `namespace/name`, or `name` for cluster-scoped resources: see `keyOf`. */
  get(key: string): T | undefined;
  list(): Iterable<T>;
  /** Objects for which the index function named `index` returned `value`. */
  byIndex(index: string, value: string): Iterable<T>;
  /** How many objects that is. */
  indexSize(index: string, value: string): number;
  /** Adds an index; adding the same name again does nothing. May be called at any time. */
  addIndex(index: string, values: (object: T) => string[]): void;
  /** Objects that are there already are reported as ADDED at once. Returns a function that ends it. */
  onEvent(handler: (event: InformerEvent<T>) => void): () => void;
  /** Resolves when the first list is in. */
  readonly synced: Promise<void>;
  /** Resolves when the copy is as new as this state of an object, as a write returned it. */
  seen(object: T): Promise<void>;
  /** Resolves when the object of this uid has left the copy, or is marked there as being deleted. */
  seenDeleted(key: string, uid: string): Promise<void>;
}

/** One informer a resource, shared by all who ask. */
export interface Informers extends AsyncDisposable {
  for<T extends ApiObject>(type: ResourceType<T>): Informer<T>;
}
