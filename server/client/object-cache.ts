import { type ApiObject, keyOf } from '../api/object.ts';
import { compareResourceVersions } from '../api/resource-version.ts';
import type { InformerEvent } from './informer.ts';

/** The state of an informer: objects by key, indexes over them, and those who want to hear of changes. */
export interface ObjectCache<T extends ApiObject> {
  readonly objects: ReadonlyMap<string, T>;
  byIndex(index: string, value: string): Iterable<T>;
  indexSize(index: string, value: string): number;
  addIndex(index: string, values: (object: T) => string[]): void;
  onEvent(handler: (event: InformerEvent<T>) => void): () => void;
  put(object: T): void;
  remove(object: T): void;
  /** Takes over a whole list, and reports how it differs: deletions first, then changes in the order of revisions. */
  replace(items: readonly T[]): void;
}

interface Index<T> {
  values: (object: T) => string[];
  entries: Map<string, Entry<T>>;
}

/** By their keys; just the object where a value has no more than one, as addresses have. */
type Entry<T> = T | Map<string, T>;

export function createObjectCache<T extends ApiObject>(onHandlerError: (error: unknown) => void): ObjectCache<T> {
  const objects = new Map<string, T>();
  const indexes = new Map<string, Index<T>>();
  const handlers = new Set<(event: InformerEvent<T>) => void>();

  const report = (event: InformerEvent<T>) => {
    for (const handler of handlers) callHandler(handler, event, onHandlerError);
  };

  const put = (object: T) => {
    const key = keyOf(object);
    let old = objects.get(key);
    if (old && old.metadata?.uid !== object.metadata?.uid) {
      remove(old);
      old = undefined;
    }
    objects.set(key, object);
    for (const index of indexes.values()) reindex(index, key, old, object);
    report(old ? { type: 'MODIFIED', object, old } : { type: 'ADDED', object });
  };

  const remove = (object: T) => {
    const key = keyOf(object);
    const old = objects.get(key);
    if (!old) return;
    objects.delete(key);
    for (const index of indexes.values()) reindex(index, key, old, undefined);
    report({ type: 'DELETED', object });
  };

  return {
    objects,
    put,
    remove,
    byIndex: (index, value) => objectsOf(indexes.get(index)?.entries.get(value)),
    indexSize(index, value) {
      const entry = indexes.get(index)?.entries.get(value);
      return entry instanceof Map ? entry.size : entry ? 1 : 0;
    },
    addIndex(name, values) {
      if (indexes.has(name)) return;
      const index: Index<T> = { values, entries: new Map() };
      for (const [key, object] of objects) reindex(index, key, undefined, object);
      indexes.set(name, index);
    },
    onEvent(handler) {
      for (const object of [...objects.values()]) callHandler(handler, { type: 'ADDED', object }, onHandlerError);
      handlers.add(handler);
      return () => void handlers.delete(handler);
    },
    replace(items) {
      if (objects.size === 0) {
        for (const item of inOrder(items)) put(item);
        return;
      }
      const listed = new Set(items.map(keyOf));
      for (const [key, object] of [...objects]) if (!listed.has(key)) remove(object);
      for (const object of changedItems(objects, items)) put(object);
    },
  };
}

function changedItems<T extends ApiObject>(objects: ReadonlyMap<string, T>, items: readonly T[]): T[] {
  const isNews = (item: T) => objects.get(keyOf(item))?.metadata?.resourceVersion !== item.metadata?.resourceVersion;
  return inOrder(items.filter(isNews));
}

/** Of their revisions. */
function inOrder<T extends ApiObject>(items: readonly T[]): T[] {
  return items.toSorted((a, b) => compareResourceVersions(a.metadata?.resourceVersion, b.metadata?.resourceVersion));
}

function objectsOf<T extends ApiObject>(entry: Entry<T> | undefined): Iterable<T> {
  if (entry instanceof Map) return entry.values();
  return entry ? [entry] : [];
}

function reindex<T extends ApiObject>(index: Index<T>, key: string, old: T | undefined, object: T | undefined): void {
  const after = object === undefined ? [] : index.values(object);
  if (old !== undefined) {
    for (const value of index.values(old)) if (!after.includes(value)) dropEntry(index, value, key);
  }
  if (object === undefined) return;
  for (const value of after) putEntry(index, value, key, object);
}

function putEntry<T extends ApiObject>({ entries }: Index<T>, value: string, key: string, object: T): void {
  const entry = entries.get(value);
  if (entry instanceof Map) entry.set(key, object);
  else if (!entry || keyOf(entry) === key) entries.set(value, object);
  else entries.set(value, new Map([[keyOf(entry), entry] as const, [key, object] as const]));
}

function dropEntry<T extends ApiObject>({ entries }: Index<T>, value: string, key: string): void {
  const entry = entries.get(value);
  if (entry instanceof Map) {
    entry.delete(key);
    if (entry.size === 0) entries.delete(value);
  } else if (entry && keyOf(entry) === key) entries.delete(value);
}

function callHandler<E>(handler: (event: E) => void, event: E, onError: (error: unknown) => void): void {
  try {
    handler(event);
  } catch (error) {
    onError(error);
  }
}
