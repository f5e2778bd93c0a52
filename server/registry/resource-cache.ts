/** One resource in memory: what is there, in order, and what happened lately. */
import { groupBy } from '../lib/group-by.ts';
import { KeptObject } from './kept-object.ts';
import { createLabelIndex } from './label-index.ts';
import { createSortedObjects, type Place, type SortedObjects } from './sorted-objects.ts';
import { atRevision, type StoredObject } from './stored-object.ts';

export interface CacheEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly revision: number;
  /** The state that the event made; for DELETED the last one. */
  readonly stored: StoredObject;
  /** What it was before; undefined for ADDED, and for history from before this process began. */
  readonly previous: StoredObject | undefined;
}

export interface CacheChange {
  readonly type: 'create' | 'update' | 'delete';
  /** For a deletion the last state. */
  readonly stored: StoredObject;
}

export type CacheListener = (event: CacheEvent) => void;

export interface ResourceCache {
  readonly size: number;
  /** History is complete after this revision. */
  readonly horizon: number;
  get(key: string): StoredObject | undefined;
  /** All objects in the order of their keys, or those of one namespace. */
  list(namespace?: string): StoredObject[];
  /** Those that carry the label with this value, in order; undefined where that is no less work than a look at all. */
  listLabelled(label: string, value: string, namespace?: string): StoredObject[] | undefined;
  /** As it was at the revision; undefined when history does not reach back that far. */
  listAt(revision: number, namespace?: string): StoredObject[] | undefined;
  /** Events after the revision, oldest first; undefined when history does not reach back that far. */
  eventsAfter(revision: number): CacheEvent[] | undefined;
  /** Called with each event, within the commit. Returns a function that ends it. */
  listen(listener: CacheListener): () => void;
  /** Fills the cache with what is current at the revision. */
  load(objects: readonly StoredObject[], revision: number): void;
  /** What was committed together, in its order. */
  apply(changes: readonly CacheChange[]): void;
  /** Puts events from before `load` in front of history; `from` is the revision that they begin after. */
  prependHistory(events: CacheEvent[], from: number): void;
  /** Forgets history up to the revision. */
  forget(revision: number): void;
}

export interface HistoryLimits {
  /** Bytes of JSON in the states that history holds. */
  bytes: number;
}

const WORTH_AN_INDEX = 500;

export function createResourceCache(limits: HistoryLimits): ResourceCache {
  const places = new Map<string, Place>();
  /** Of objects that the batch under way deletes: until it is over they may come back. */
  const leaving = new Map<string, Place>();
  const all = createSortedObjects();
  const labels = createLabelIndex(() => all.list());
  const namespaces = new Map<string, SortedObjects>();
  const listeners = new Set<CacheListener>();
  let history: CacheEvent[] = [];
  let historyBytes = 0;
  let horizon = 0;

  const put = (stored: StoredObject) => {
    const { key } = stored;
    const known = places.get(key);
    labels.changed(known?.stored, stored);
    if (known) known.stored = stored;
    else add(key, stored);
  };

  const add = (key: string, stored: StoredObject) => {
    const left = leaving.get(key);
    const place = left ?? { stored };
    place.stored = stored;
    places.set(key, place);
    if (left) return;
    all.add(place);
    const namespace = namespaceOf(key);
    if (namespace !== undefined) inNamespace(namespace).add(place);
  };

  const inNamespace = (namespace: string): SortedObjects => {
    const known = namespaces.get(namespace);
    if (known) return known;
    const own = createSortedObjects();
    namespaces.set(namespace, own);
    return own;
  };

  const take = ({ type, stored }: CacheChange): CacheEvent => {
    const { key, revision } = stored;
    const place = places.get(key);
    const previous = place?.stored;
    if (type !== 'delete') put(stored);
    else if (place) {
      labels.changed(previous, undefined);
      places.delete(key);
      leaving.set(key, place);
    }
    return { type: EVENT_TYPES[type], revision, stored, previous };
  };

  /** Takes out of the lists what was deleted and has not come back. */
  const unlist = (deleted: readonly string[]) => {
    const gone = deleted.filter((key) => !places.has(key));
    leaving.clear();
    all.remove(gone);
    for (const [namespace, keys] of groupBy(gone, (key) => namespaceOf(key) ?? '')) {
      const own = namespaces.get(namespace);
      own?.remove(keys);
      if (own?.size === 0) namespaces.delete(namespace);
    }
  };

  const tell = (event: CacheEvent) => {
    remember(event);
    for (const listener of listeners) listener(event);
  };

  const remember = (event: CacheEvent) => {
    history.push(event);
    historyBytes += event.stored.size;
    if (historyBytes > limits.bytes) trim();
  };

  /** Drops the older half, so that it happens rarely. */
  const trim = () => {
    let dropped = 0;
    while (historyBytes > limits.bytes / 2 && dropped < history.length) {
      const event = history[dropped++] as CacheEvent;
      historyBytes -= event.stored.size;
      horizon = event.revision;
    }
    history = history.slice(dropped);
  };

  const cache: ResourceCache = {
    get size() {
      return places.size;
    },
    get horizon() {
      return horizon;
    },
    get: (key) => places.get(key)?.stored,
    list: (namespace) => (namespace === undefined ? all : namespaces.get(namespace))?.list() ?? [],
    listLabelled(label, value, namespace) {
      if (places.size < WORTH_AN_INDEX) return undefined;
      const keys = labels.keysOf(label, value);
      if (!keys || keys.size > places.size / 4) return undefined;
      const own = namespace === undefined ? [...keys] : [...keys].filter((key) => namespaceOf(key) === namespace);
      return own.sort().map((key) => (places.get(key) as Place).stored);
    },
    listAt(revision, namespace) {
      const later = cache.eventsAfter(revision);
      if (later === undefined) return undefined;
      if (later.length === 0) return cache.list(namespace);
      return rewind(cache.list(namespace), later, namespace);
    },
    eventsAfter(revision) {
      if (revision < horizon) return undefined;
      return history.slice(firstAfter(history, revision));
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    load(loaded, revision) {
      for (const stored of loaded) put(stored);
      horizon = revision;
    },
    apply(changes) {
      const events = changes.map(take);
      const deleted = events.filter(({ type }) => type === 'DELETED');
      if (deleted.length > 0) unlist(deleted.map(({ stored }) => stored.key));
      for (const event of events) tell(event);
      retire(events);
    },
    prependHistory(events, from) {
      history = [...events, ...history];
      for (const event of events) historyBytes += event.stored.size;
      horizon = from;
    },
    forget(revision) {
      const kept = history.slice(firstAfter(history, revision));
      historyBytes = kept.reduce((sum, event) => sum + event.stored.size, 0);
      history = kept;
      horizon = Math.max(horizon, revision);
    },
  };
  return cache;
}

/** Lets go of the values of states that are over. */
function retire(events: readonly CacheEvent[]): void {
  const repeated: CacheEvent[] = [];
  for (const event of events) {
    // Of these the watchers of this process make theirs, at the end of this turn.
    if (event.stored.origin) repeated.push(event);
    else retireStates(event);
  }
  if (repeated.length > 0) setImmediate(() => repeated.forEach(retireStates));
}

function retireStates({ type, stored, previous }: CacheEvent): void {
  if (previous instanceof KeptObject) previous.retire();
  if (type === 'DELETED' && stored instanceof KeptObject) stored.retire();
}

const EVENT_TYPES = { create: 'ADDED', update: 'MODIFIED', delete: 'DELETED' } as const;

/** The state before the event, as a watcher sees it that loses sight of the object by the event. */
export function departed(event: CacheEvent): StoredObject {
  return atRevision(event.previous ?? event.stored, event.revision);
}

function firstAfter(history: readonly CacheEvent[], revision: number): number {
  let low = 0;
  let high = history.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((history[middle] as CacheEvent).revision <= revision) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Undoes the events, latest first. */
function rewind(current: StoredObject[], events: CacheEvent[], namespace: string | undefined): StoredObject[] {
  const before = new Map<string, StoredObject | undefined>();
  for (const event of events.toReversed()) {
    const { key } = event.stored;
    if (namespace === undefined || namespaceOf(key) === namespace) before.set(key, event.previous);
  }
  const kept = current.filter((stored) => !before.has(stored.key));
  const restored = [...before.values()].filter((stored) => stored !== undefined);
  return merged(
    kept,
    restored.sort((a, b) => (a.key < b.key ? -1 : 1)),
  );
}

/** Both are in order. */
function merged(many: StoredObject[], few: StoredObject[]): StoredObject[] {
  if (few.length === 0) return many;
  const out: StoredObject[] = [];
  let next = 0;
  for (const stored of many) {
    for (; next < few.length && (few[next] as StoredObject).key < stored.key; next++)
      out.push(few[next] as StoredObject);
    out.push(stored);
  }
  return out.concat(few.slice(next));
}

function namespaceOf(key: string): string | undefined {
  const slash = key.indexOf('/');
  return slash < 0 ? undefined : key.slice(0, slash);
}
