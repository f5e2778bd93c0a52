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
  let ended = false;
  let failure: { error: unknown } | undefined;
  let wake: (() => void) | undefined;
  const notify = () => {
    wake?.();
    wake = undefined;
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
    async *[Symbol.asyncIterator]() {
      for (;;) {
        if (failure) throw failure.error;
        const batch = items;
        items = [];
        yield* batch;
        if (items.length > 0 || failure) continue;
        if (ended) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    },
  };
}
