/** Timers by the time at which they are due; of those of the same time the first set comes first. */
export interface TimerQueue {
  /** The earliest, if it is due by then. */
  due(by: number): PendingTimer | undefined;
  add(callback: () => void, at: number): PendingTimer;
  /** Removes all that are due by then, and calls those that are not cancelled meanwhile. */
  call(by: number): void;
}

export interface PendingTimer {
  readonly at: number;
  cancel(): void;
}

interface Entry extends PendingTimer {
  readonly order: number;
  /** Undefined once it is cancelled. */
  callback: (() => void) | undefined;
}

/** A binary heap. What is cancelled stays in it until it is due, or half of it is cancelled. */
export function createTimerQueue(): TimerQueue {
  let heap: Entry[] = [];
  let cancelled = 0;
  let order = 0;

  const due = (by: number): Entry | undefined => {
    for (let first = heap[0]; first && first.at <= by; first = heap[0]) {
      if (first.callback) return first;
      removeFirst(heap);
      cancelled--;
    }
    return undefined;
  };
  const take = (by: number): Entry | undefined => due(by) && removeFirst(heap);
  const forgetCancelled = () => {
    heap = heap.filter(({ callback }) => callback).sort((a, b) => (isBefore(a, b) ? -1 : 1));
    cancelled = 0;
  };

  return {
    due,
    add(callback, at) {
      const entry: Entry = {
        at,
        order: order++,
        callback,
        cancel() {
          if (!entry.callback) return;
          entry.callback = undefined;
          cancelled++;
          if (cancelled > 100 && cancelled > heap.length / 2) forgetCancelled();
        },
      };
      insert(heap, entry);
      return entry;
    },
    call(by) {
      // What these set for the same time comes after everybody else had a turn.
      const taken: Entry[] = [];
      for (let entry = take(by); entry; entry = take(by)) taken.push(entry);
      for (const entry of taken) {
        const { callback } = entry;
        entry.callback = undefined;
        callback?.();
      }
    },
  };
}

function isBefore(one: Entry, other: Entry): boolean {
  return one.at < other.at || (one.at === other.at && one.order < other.order);
}

function insert(heap: Entry[], entry: Entry): void {
  let place = heap.push(entry) - 1;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = heap[parent] as Entry;
    if (!isBefore(entry, above)) break;
    heap[place] = above;
    place = parent;
  }
  heap[place] = entry;
}

function removeFirst(heap: Entry[]): Entry | undefined {
  const first = heap[0];
  const last = heap.pop();
  if (last && heap.length > 0) sink(heap, last);
  return first;
}

/** Puts the entry where it belongs, in place of the first. */
function sink(heap: Entry[], entry: Entry): void {
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && isBefore(heap[child + 1] as Entry, heap[child] as Entry)) child++;
    if (!isBefore(heap[child] as Entry, entry)) break;
    heap[place] = heap[child] as Entry;
    place = child;
  }
  heap[place] = entry;
}
