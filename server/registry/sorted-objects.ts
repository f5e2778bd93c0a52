import type { StoredObject } from './stored-object.ts';

/** Objects in ascending order of their keys; adding at the end, which is what mostly happens, costs nothing. */
export interface SortedObjects {
  readonly objects: readonly StoredObject[];
  /** Adds the object, or puts it in the place of the one with its key. */
  put(stored: StoredObject): void;
  remove(key: string): void;
}

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
    remove(key) {
      const place = placeOf(key);
      if (objects[place]?.key === key) objects.splice(place, 1);
    },
  };
}
