/** A queue that is written synchronously and read as an async iterable, by one reader. */
export interface AsyncQueue<T> extends AsyncIterable<T> {
  /** False when the queue is full: the item is not taken. */
  push(item: T): boolean;
  /** The reader gets what is there, and then the end. */
  end(): void;
  /** The reader gets the error in place of what is there. */
  fail(error: unknown): void;
}

export function createAsyncQueue<T>({ limit }: { limit: number }): AsyncQueue<T> {
  let items: T[] = [];
  /** What the reader is at. */
  let batch: T[] = [];
  let at = 0;
  let ended = false;
  let failure: { error: unknown } | undefined;
  let wake: (() => void) | undefined;
  const notify = () => {
    wake?.();
    wake = undefined;
  };
  // By hand: a generator takes several turns of the microtask queue for each item.
  const next = async (): Promise<IteratorResult<T, undefined>> => {
    for (;;) {
      if (failure) throw failure.error;
      if (at < batch.length) return { value: batch[at++] as T, done: false };
      if (items.length > 0) {
        batch = items;
        items = [];
        at = 0;
      } else {
        batch = [];
        if (ended) return { value: undefined, done: true };
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  };
  return {
    push(item) {
      if (ended || items.length >= limit) return false;
      items.push(item);
      notify();
      return true;
    },
    end() {
      ended = true;
      notify();
    },
    fail(error) {
      failure = { error };
      ended = true;
      notify();
    },
    [Symbol.asyncIterator]: () => ({ next }),
  };
}
