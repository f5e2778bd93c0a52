/** Served kinds, looked up by path; their objects in memory, kept by the store's events. */
import type { ApiObject, ObjectKey, ResourceType } from '../api/object.ts';
import type { Clock } from '../lib/clock.ts';
import type { Entry, Store, StoreEvent } from '../storage/store.ts';
import type { AdmissionRule } from './define-admission.ts';
import type { ObjectReader, ResourceDefinition } from './define-resource.ts';
import { KeptObject, keptObject, type UseQueue } from './kept-object.ts';
import { cacheKey, createResource, prefixOf, type Resource } from './resource.ts';
import type { CacheChange, CacheEvent } from './resource-cache.ts';
import { type StoredObject, storedAgain } from './stored-object.ts';
import { createUseQueue, packAtLeisure } from './use-queue.ts';

export interface Registry extends AsyncDisposable {
  readonly store: Store;
  readonly clock: Clock;
  readonly admission: readonly AdmissionRule[];
  /** All served resources, in the order of their definitions. */
  readonly resources: readonly Resource[];
  /** What is committed, read synchronously. */
  readonly objects: ObjectReader;
  /** Undefined for what is not served. */
  find(group: string, version: string, plural: string): Resource | undefined;
  /** Throws for what is not served. */
  resource(type: ResourceType): Resource;
  /** The revision of the latest committed write. */
  readonly revision: number;
}

export interface RegistryOptions {
  store: Store;
  clock: Clock;
  definitions: readonly ResourceDefinition[];
  admission: readonly AdmissionRule[];
  /** Called with every committed change, before the writer hears of it. */
  onCommit?: (resource: Resource, event: CacheEvent) => void;
  /** The states that the store holds, where somebody has them: they need not be read from it. By store prefix. */
  content?: ReadonlyMap<string, readonly StoredObject[]>;
}

const HISTORY = { bytes: 4 * 1024 * 1024 };
/** Milliseconds from the start until there is time for what need not be done at once. */
const SETTLED_AFTER = 2000;

/** Reads everything from the store and follows it from there. */
export async function openRegistry(options: RegistryOptions): Promise<Registry> {
  const { store } = options;
  const byPath = new Map<string, Resource>();
  const byPrefix = new Map<string, Resource>();
  const homeOf = (type: ResourceType) => find(type.group, type.version, type.plural) as Resource;
  const versionsOf = (home: Resource) =>
    resources.filter((resource) => resource.home === home).map(({ apiVersion }) => apiVersion);
  const resources: Resource[] = options.definitions.map((definition) =>
    createResource(definition, { history: HISTORY, homeOf, versionsOf }),
  );
  for (const resource of resources) {
    byPath.set(pathOf(resource.type.group, resource.type.version, resource.type.plural), resource);
    if (resource.home === resource) byPrefix.set(resource.storePrefix, resource);
  }

  function find(group: string, version: string, plural: string): Resource | undefined {
    return byPath.get(pathOf(group, version, plural));
  }

  const resource = (type: ResourceType): Resource => {
    const found = find(type.group, type.version, type.plural);
    if (!found) throw new Error(`${type.plural} of ${type.group}/${type.version} is not served`);
    return found;
  };

  const inUse = createUseQueue();
  const loaded = await load(byPrefix, inUse, options);
  const watch = await store.watch('/', loaded.revision, (events) => {
    applyEvents(byPrefix, events, inUse);
  });
  const leisure = new AbortController();
  options.clock.setTimeout(() => void packAtLeisure(loaded.objects, leisure.signal), SETTLED_AFTER);
  return {
    store,
    clock: options.clock,
    admission: options.admission,
    resources,
    objects: objectReader(resource),
    find,
    resource,
    get revision() {
      return store.revision;
    },
    async [Symbol.asyncDispose]() {
      leisure.abort();
      watch.stop();
    },
  };
}

function pathOf(group: string, version: string, plural: string): string {
  return `${group}/${version}/${plural}`;
}

/** What is there, in the caches of its resources. What was read from the store for it is told. */
async function load(
  byPrefix: ReadonlyMap<string, Resource>,
  inUse: UseQueue,
  { store, onCommit, content }: RegistryOptions,
): Promise<{ objects: readonly KeptObject[]; revision: number }> {
  const { revision } = store;
  const read = content ? undefined : statesOf((await store.list('/')).entries, inUse);
  const states = content ?? (read as NonNullable<typeof read>);
  for (const [prefix, resource] of byPrefix) {
    const objects = states.get(prefix) ?? [];
    if (onCommit) resource.cache.listen((event) => onCommit(resource, event));
    resource.cache.load(objects, revision);
    for (const stored of objects) {
      onCommit?.(resource, { type: 'ADDED', revision: stored.revision, stored, previous: undefined });
    }
  }
  return { objects: [...(read?.values() ?? [])].flat(), revision };
}

function statesOf(entries: readonly Entry[], inUse: UseQueue): Map<string, KeptObject[]> {
  const states = new Map<string, KeptObject[]>();
  for (const { key, bytes, revision } of entries) {
    const prefix = prefixOf(key);
    const stored = new KeptObject(key.slice(prefix.length), bytes, revision, inUse);
    const others = states.get(prefix);
    if (others) others.push(stored);
    else states.set(prefix, [stored]);
  }
  return states;
}

/** Each run of events of one resource at once: watchers of a resource see them in order, and know nothing of others. */
function applyEvents(byPrefix: ReadonlyMap<string, Resource>, events: readonly StoreEvent[], inUse: UseQueue): void {
  for (let start = 0; start < events.length; ) {
    const prefix = prefixOf((events[start] as StoreEvent).key);
    let end = start + 1;
    while (end < events.length && events[end]?.key.startsWith(prefix)) end++;
    const changes = events.slice(start, end).map((event) => changeOf(event, event.key.slice(prefix.length), inUse));
    byPrefix.get(prefix)?.cache.apply(changes);
    start = end;
  }
}

function changeOf(event: StoreEvent, key: string, inUse: UseQueue): CacheChange {
  const { type, revision, decoded } = event;
  return { type, stored: storedAgain(decoded, revision) ?? keptObject(key, event, inUse) };
}

function objectReader(resource: (type: ResourceType) => Resource): ObjectReader {
  return {
    get: <T extends ApiObject>(type: ResourceType<T>, key: ObjectKey) => {
      const { home, present } = resource(type);
      const stored = home.cache.get(cacheKey(home, key));
      return stored && (present(stored).bare as T);
    },
    *list<T extends ApiObject>(type: ResourceType<T>, namespace?: string) {
      const { home, present } = resource(type);
      for (const stored of home.cache.list(namespace)) yield present(stored).bare as T;
    },
  };
}

/** Fills a resource's history from the store, for watches and lists of a time before this process. Rejects as `watch` does. */
export async function loadHistory(registry: Registry, resource: Resource, from: number): Promise<void> {
  const before: CacheEvent[] = [];
  const last = new Map<string, KeptObject>();
  const inUse = createUseQueue();
  const collect = (event: StoreEvent) => {
    const key = event.key.slice(resource.storePrefix.length);
    const stored = new KeptObject(key, event.bytes, event.revision, inUse);
    before.push({ type: TYPES[event.type], revision: event.revision, stored, previous: last.get(key) });
    if (event.type === 'delete') last.delete(key);
    else last.set(key, stored);
  };
  const horizon = resource.cache.horizon;
  const watch = await registry.store.watch(resource.storePrefix, from, (events) => {
    for (const event of events) if (event.revision <= horizon) collect(event);
  });
  watch.stop();
  // Another caller may have been faster.
  if (resource.cache.horizon === horizon) resource.cache.prependHistory(before, from);
}

const TYPES = { create: 'ADDED', update: 'MODIFIED', delete: 'DELETED' } as const;
