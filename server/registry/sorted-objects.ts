import type { StoredObject } from './stored-object.ts';

/** Objects in ascending order of their keys. What is new is put in order when somebody looks, or when it is much. */
export interface SortedObjects {
  /** To be looked at and not kept. */
  readonly objects: readonly StoredObject[];
  readonly size: number;
  /** Adds the object, or puts it in the place of the one with its key. */
  put(stored: StoredObject): void;
  remove(keys: readonly string[]): void;
}

/** To move all that come after one takes as long as to look up so many keys. */
const MOVED_AT_ONCE = 16;
/** More new objects than this are not kept aside: to put them in order would take milliseconds. */
const MOST_ASIDE = 1024;

export function createSortedObjects(): SortedObjects {
  const objects: StoredObject[] = [];
  /** New objects that do not belong at the end. */
  const aside = new Map<string, StoredObject>();
  const keyAt = (place: number) => (objects[place] as StoredObject).key;
  /** The place of the first object whose key is not below `key`. */
  const placeOf = (key: string) => {
    let low = 0;
    let high = objects.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keyAt(middle) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const putAside = (stored: StoredObject) => {
    aside.set(stored.key, stored);
    if (aside.size > MOST_ASIDE) mergeAside();
  };
  const mergeAside = () => {
    mergeInto(
      objects,
      [...aside.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    );
    aside.clear();
  };
  const removeOne = (key: string) => {
    const place = placeOf(key);
    if (objects[place]?.key === key) objects.splice(place, 1);
  };
  const removeMany = (keys: ReadonlySet<string>) => {
    let kept = 0;
    for (const stored of objects) if (!keys.has(stored.key)) objects[kept++] = stored;
    objects.length = kept;
  };
  return {
    get objects() {
      if (aside.size > 0) mergeAside();
      return objects;
    },
    get size() {
      return objects.length + aside.size;
    },
    put(stored) {
      const { key } = stored;
      const last = objects.at(-1);
      if (last === undefined || last.key < key) {
        if (aside.size === 0) objects.push(stored);
        else putAside(stored);
        return;
      }
      const place = placeOf(key);
      if (keyAt(place) === key) objects[place] = stored;
      else putAside(stored);
    },
    remove(keys) {
      const listed = keys.filter((key) => !aside.delete(key));
      if (listed.length * MOVED_AT_ONCE < objects.length) for (const key of listed) removeOne(key);
      else removeMany(new Set(listed));
    },
  };
}

/** Both are in order, and have no key in common. From the end on, so that each is moved once. */
function mergeInto(many: StoredObject[], few: readonly StoredObject[]): void {
  let from = many.length - 1;
  many.push(...few);
  let next = few.length - 1;
  for (let to = many.length - 1; next >= 0; to--) {
    const added = few[next] as StoredObject;
    if (from >= 0 && (many[from] as StoredObject).key > added.key) many[to] = many[from--] as StoredObject;
    else {
      many[to] = added;
      next--;
    }
  }
}
