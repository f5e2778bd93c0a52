/** A whole number from 0 up to, and without, `below`. */
export type RandomNumber = (below: number) => number;

/**
 * Values that are given to one owner each. The pool is plain memory: what is in use is what committed objects say
 * (`claim` and `release`), and between a decision and its commit a value is held by a reservation.
 */
export interface Pool<V> {
  /** Holds this value until `drop`. */
  reserve(value: V): 'reserved' | 'taken' | 'outside';
  /** Chooses a free value and holds it; undefined when there is none. */
  reserveNext(): V | undefined;
  /** Ends a reservation: the write failed, or it is committed and the value claimed. */
  drop(value: V): void;
  /** A committed object has the value. */
  claim(value: V, owner: string): void;
  /** It has it no longer. Does nothing when another owner claimed the value since. */
  release(value: V, owner: string): void;
  isTaken(value: V): boolean;
  /** Whether the value is one of this pool's at all. */
  has(value: V): boolean;
}

/** Values in a row, to choose from. */
export interface ValueRange<V> {
  /** How many there are. */
  size: number;
  /**
   * How many of the first values are for those who ask for one by name: they are chosen only when no other is free
   * (KEP-3070, KEP-3668).
   */
  staticBand: number;
  at(index: number): V;
  has(value: V): boolean;
}

export interface PoolOptions<V> {
  /** What belongs to the pool now: chosen from in this order. They may overlap. */
  ranges(): readonly ValueRange<V>[];
  random: RandomNumber;
}

export function createPool<V>({ ranges, random }: PoolOptions<V>): Pool<V> {
  const owners = new Map<V, string>();
  const reserved = new Set<V>();
  const isTaken = (value: V) => owners.has(value) || reserved.has(value);
  const has = (value: V) => ranges().some((range) => range.has(value));
  return {
    reserve(value) {
      if (!has(value)) return 'outside';
      if (isTaken(value)) return 'taken';
      reserved.add(value);
      return 'reserved';
    },
    reserveNext() {
      for (const range of ranges()) {
        const value = chooseFrom(range, isTaken, random);
        if (value === undefined) continue;
        reserved.add(value);
        return value;
      }
      return undefined;
    },
    drop: (value) => void reserved.delete(value),
    claim: (value, owner) => void owners.set(value, owner),
    release(value, owner) {
      if (owners.get(value) === owner) owners.delete(value);
    },
    isTaken,
    has,
  };
}

function chooseFrom<V>(range: ValueRange<V>, isTaken: (value: V) => boolean, random: RandomNumber): V | undefined {
  const { staticBand, size } = range;
  return (
    chooseBetween(range, isTaken, { first: staticBand, end: size, random }) ??
    chooseBetween(range, isTaken, { first: 0, end: staticBand, random })
  );
}

/** Begins at a random place and goes round once. */
function chooseBetween<V>(
  { at }: ValueRange<V>,
  isTaken: (value: V) => boolean,
  { first, end, random }: { first: number; end: number; random: RandomNumber },
): V | undefined {
  const count = end - first;
  if (count <= 0) return undefined;
  const start = random(count);
  for (let step = 0; step < count; step++) {
    const value = at(first + ((start + step) % count));
    if (!isTaken(value)) return value;
  }
  return undefined;
}
