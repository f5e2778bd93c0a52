/** Keys in ascending order; adding at the end, which is what mostly happens, costs nothing. */
export interface SortedKeys {
  readonly keys: readonly string[];
  add(key: string): void;
  remove(key: string): void;
  /** The place of the first key that is not below `key`. */
  placeOf(key: string): number;
}

export function createSortedKeys(): SortedKeys {
  const keys: string[] = [];
  const placeOf = (key: string) => {
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((keys[middle] as string) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    keys,
    placeOf,
    add(key) {
      const last = keys.at(-1);
      if (last === undefined || last < key) keys.push(key);
      else if (keys[placeOf(key)] !== key) keys.splice(placeOf(key), 0, key);
    },
    remove(key) {
      const place = placeOf(key);
      if (keys[place] === key) keys.splice(place, 1);
    },
  };
}
