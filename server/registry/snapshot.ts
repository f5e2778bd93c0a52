/** All objects of a cluster at one moment: taken, gone back to, kept in a file. */
import { type ApiObject, keyOf } from '../api/object.ts';
import { KeyExists, KeyNotFound, RevisionConflict } from '../storage/errors.ts';
import type { Content, Entry, Write } from '../storage/store.ts';
import { keptObject, type UseQueue } from './kept-object.ts';
import type { Registry } from './registry.ts';
import { prefixOf, type Resource } from './resource.ts';
import { type AnyObject, encodedAgain, encodeForStore, type StoredObject, storeText } from './stored-object.ts';
import { createUseQueue } from './use-queue.ts';

/** What a store holds. */
export interface StoreState {
  /** The latest revision. */
  readonly revision: number;
  /** By what stands before the keys in the store; each in the order of their keys. */
  readonly objects: ReadonlyMap<string, readonly StoredObject[]>;
}

/** Shares the frozen objects of the cluster that it was taken of: to take one costs next to nothing. */
export interface Snapshot extends StoreState {
  /** The cluster's time, in milliseconds since the epoch. */
  readonly time: number;
  /** The form in which it is kept in files. */
  toJSON(): SnapshotFile;
}

export interface SnapshotFile {
  readonly apiVersion: 'kubeling.dev/v1';
  readonly kind: 'Snapshot';
  readonly metadata: { readonly resourceVersion: string; readonly creationTimestamp: string };
  readonly items: readonly ApiObject[];
}

export function takeSnapshot(registry: Registry): Snapshot {
  const { revision } = registry;
  const time = registry.clock.now();
  const objects = new Map(homesOf(registry).map(({ storePrefix, cache }) => [storePrefix, cache.list()]));
  return {
    revision,
    time,
    objects,
    toJSON: () => ({
      apiVersion: 'kubeling.dev/v1',
      kind: 'Snapshot',
      metadata: { resourceVersion: String(revision), creationTimestamp: new Date(time).toISOString() },
      items: [...objects.values()].flat().map(({ object }) => object),
    }),
  };
}

/** Throws an Error for what is no snapshot, or holds kinds that are not served. */
export function readSnapshot(registry: Registry, file: SnapshotFile): Snapshot {
  if (file?.kind !== 'Snapshot' || !Array.isArray(file.items)) throw new Error('not a snapshot of kubeling');
  const objects = new Map<string, StoredObject[]>();
  const inUse = createUseQueue();
  for (const item of file.items) {
    const { storePrefix } = homeOf(registry, item);
    const stored = objects.get(storePrefix) ?? [];
    stored.push(storedItem(item as AnyObject, inUse));
    objects.set(storePrefix, stored);
  }
  for (const stored of objects.values()) stored.sort((a, b) => (a.key < b.key ? -1 : 1));
  const revision = Number(file.metadata.resourceVersion);
  return { revision, time: Date.parse(file.metadata.creationTimestamp), objects, toJSON: () => file };
}

function homeOf(registry: Registry, { apiVersion, kind, metadata }: ApiObject): Resource {
  const home = homesOf(registry).find((resource) => resource.apiVersion === apiVersion && resource.type.kind === kind);
  if (!home) throw new Error(`the snapshot holds a ${kind} of ${apiVersion}, which is not served here`);
  if (!metadata?.name || !metadata.uid) throw new Error(`the snapshot holds a ${kind} without name or uid`);
  return home;
}

function storedItem(object: AnyObject, inUse: UseQueue): StoredObject {
  const decoded = { ...object, metadata: { ...object.metadata } };
  const revision = Number(object.metadata.resourceVersion ?? 0);
  return keptObject(keyOf(object), { bytes: encodeForStore(decoded), revision, decoded }, inUse);
}

/** What a new store is to begin with, to be where the snapshot was. */
export function storeContent({ revision, objects }: StoreState): Content {
  return {
    revision,
    get(key) {
      const prefix = prefixOf(key);
      const stored = findStored(objects.get(prefix) ?? [], key.slice(prefix.length));
      return stored && new KeptEntry(key, stored);
    },
    *entries() {
      for (const [prefix, list] of objects) for (const stored of list) yield new KeptEntry(prefix + stored.key, stored);
    },
  };
}

/** They are in the order of their keys. */
function findStored(list: readonly StoredObject[], key: string): StoredObject | undefined {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((list[middle] as StoredObject).key < key) low = middle + 1;
    else high = middle;
  }
  return list[low]?.key === key ? list[low] : undefined;
}

/** Encoded when somebody asks. */
class KeptEntry implements Entry {
  readonly key: string;
  readonly revision: number;
  readonly #stored: StoredObject;

  constructor(key: string, stored: StoredObject) {
    this.key = key;
    this.revision = stored.revision;
    this.#stored = stored;
  }

  get bytes(): string {
    return storeText(this.#stored);
  }
}

const ATTEMPTS = 100;

/**
 * Makes the objects those of the snapshot again, in one transaction. Every difference is a write with a revision of its
 * own, so that watchers see what happened; what is as it was is left alone.
 */
export async function restoreSnapshot(registry: Registry, snapshot: Snapshot): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      const writes = differences(registry, snapshot);
      if (writes.length > 0) await registry.store.writeAll(writes);
      return;
    } catch (error) {
      // Somebody wrote in the meantime.
      const isOutrun = [RevisionConflict, KeyExists, KeyNotFound].some((type) => error instanceof type);
      if (!isOutrun || attempt === ATTEMPTS) throw error;
    }
  }
}

/** What all belongs to, such as namespaces, comes first and goes last. */
function differences(registry: Registry, snapshot: Snapshot): Write[] {
  const homes = homesOf(registry).sort((a, b) => Number(a.type.namespaced) - Number(b.type.namespaced));
  const found = homes.map((home) => differencesOf(home, snapshot.objects.get(home.storePrefix) ?? []));
  return [...found.flatMap(({ puts }) => puts), ...found.reverse().flatMap(({ deletes }) => deletes)];
}

function differencesOf({ cache, storePrefix }: Resource, wanted: readonly StoredObject[]) {
  const puts: Write[] = [];
  const deletes: Write[] = [];
  let kept = 0;
  for (const stored of wanted) {
    const present = cache.get(stored.key);
    if (present) kept++;
    if (!present || !isSame(present, stored)) puts.push(...putting(storePrefix, stored, present));
  }
  if (kept < cache.size) {
    const keys = new Set(wanted.map(({ key }) => key));
    for (const present of cache.list()) if (!keys.has(present.key)) deletes.push(deletion(storePrefix, present));
  }
  return { puts, deletes };
}

function putting(prefix: string, stored: StoredObject, present: StoredObject | undefined): Write[] {
  const key = prefix + stored.key;
  const value = encodedAgain(stored);
  if (!present) return [{ kind: 'create', key, value }];
  // An object never gets another uid: the one that took its place goes, and it comes back.
  if (present.bare.metadata.uid !== stored.bare.metadata.uid)
    return [deletion(prefix, present), { kind: 'create', key, value }];
  return value.bytes === storeText(present) ? [] : [{ kind: 'update', key, value, expected: present.revision }];
}

function deletion(prefix: string, present: StoredObject): Write {
  return { kind: 'delete', key: prefix + present.key, value: encodedAgain(present), expected: present.revision };
}

function isSame(one: StoredObject, other: StoredObject): boolean {
  return (one.origin ?? one) === (other.origin ?? other);
}

/** What is stored under its own name. */
function homesOf({ resources }: Registry): Resource[] {
  return resources.filter((resource) => resource.home === resource && !resource.rules.virtual);
}
