import type { StoredObject } from './stored-object.ts';

/** Where the current state of an object is: what is in order are these, so that a change of an object changes no list. */
export interface Place {
  stored: StoredObject;
}

/** Objects in ascending order of their keys. What is new is put in order when somebody looks, or when it is much. */
export interface SortedObjects {
  readonly size: number;
  list(): StoredObject[];
  /** Of an object that is not there yet. */
  add(place: Place): void;
  remove(keys: readonly string[]): void;
}

/** To move all that come after one takes as long as to look up so many keys. */
const MOVED_AT_ONCE = 16;
/** More new objects than this are not kept aside: to put them in order would take milliseconds. */
const MOST_ASIDE = 1024;

export function createSortedObjects(): SortedObjects {
  const places: Place[] = [];
  /** New ones that do not belong at the end. */
  const aside = new Map<string, Place>();
  const keyAt = (index: number) => (places[index] as Place).stored.key;
  /** The index of the first object whose key is not below `key`. */
  const indexOf = (key: string) => {
    let low = 0;
    let high = places.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (keyAt(middle) < key) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const mergeAside = () => {
    const added = [...aside.values()];
    mergeInto(
      places,
      added.sort((a, b) => (a.stored.key < b.stored.key ? -1 : 1)),
    );
    aside.clear();
  };
  const removeOne = (key: string) => {
    const index = indexOf(key);
    if (places[index]?.stored.key === key) places.splice(index, 1);
  };
  const removeMany = (keys: ReadonlySet<string>) => {
    let kept = 0;
    for (const place of places) if (!keys.has(place.stored.key)) places[kept++] = place;
    places.length = kept;
  };
  return {
    get size() {
      return places.length + aside.size;
    },
    list() {
      if (aside.size > 0) mergeAside();
      return places.map(({ stored }) => stored);
    },
    add(place) {
      const { key } = place.stored;
      if (aside.size === 0 && (places.length === 0 || keyAt(places.length - 1) < key)) {
        places.push(place);
        return;
      }
      aside.set(key, place);
      if (aside.size > MOST_ASIDE) mergeAside();
    },
    remove(keys) {
      const listed = keys.filter((key) => !aside.delete(key));
      if (listed.length * MOVED_AT_ONCE < places.length) for (const key of listed) removeOne(key);
      else removeMany(new Set(listed));
    },
  };
}

/** Both are in order, and have no key in common. From the end on, so that each is moved once. */
function mergeInto(many: Place[], few: readonly Place[]): void {
  let from = many.length - 1;
  many.push(...few);
  let next = few.length - 1;
  for (let to = many.length - 1; next >= 0; to--) {
    const added = few[next] as Place;
    if (from >= 0 && (many[from] as Place).stored.key > added.stored.key) many[to] = many[from--] as Place;
    else {
      many[to] = added;
      next--;
    }
  }
}
