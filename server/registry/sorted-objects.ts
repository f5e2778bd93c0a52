import type { StoredObject } from './stored-object.ts';

/** Objects in ascending order of their keys; adding at the end, which is what mostly happens, costs nothing. */
export interface SortedObjects {
  readonly objects: readonly StoredObject[];
  /** Adds the object, or puts it in the place of the one with its key. */
  put(stored: StoredObject): void;
  remove(keys: readonly string[]): void;
}

/** To move all that come after one takes as long as to look up so many keys. */
const MOVED_AT_ONCE = 16;

export function createSortedObjects(): SortedObjects {
  const objects: StoredObject[] = [];
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
    objects,
    put(stored) {
      const { key } = stored;
      const last = objects.at(-1);
      if (last === undefined || last.key < key) {
        objects.push(stored);
        return;
      }
      const place = placeOf(key);
      if (keyAt(place) === key) objects[place] = stored;
      else objects.splice(place, 0, stored);
    },
    remove(keys) {
      if (keys.length * MOVED_AT_ONCE < objects.length) for (const key of keys) removeOne(key);
      else removeMany(new Set(keys));
    },
  };
}
