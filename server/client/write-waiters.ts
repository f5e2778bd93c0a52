/** Those who wait until an informer shows a write, by the key of the object. */
export interface WriteWaiters {
  /** Resolves when `isSeen` is true: at once, or when `wake` finds it so. */
  waitFor(key: string, isSeen: () => boolean): Promise<void>;
  /** The object of this key may have changed. */
  wake(key: string): void;
  wakeAll(): void;
  /** Lets everyone go, now and from now on. */
  end(): void;
}

interface Waiter {
  isSeen: () => boolean;
  resolve: () => void;
}

export function createWriteWaiters(): WriteWaiters {
  const waiters = new Map<string, Set<Waiter>>();
  let ended = false;

  const wake = (key: string) => {
    const waiting = waiters.get(key);
    if (!waiting) return;
    for (const waiter of [...waiting]) {
      if (!ended && !waiter.isSeen()) continue;
      waiting.delete(waiter);
      waiter.resolve();
    }
    if (waiting.size === 0) waiters.delete(key);
  };
  const wakeAll = () => {
    for (const key of [...waiters.keys()]) wake(key);
  };

  return {
    waitFor(key, isSeen) {
      if (ended || isSeen()) return Promise.resolve();
      return new Promise((resolve) => {
        const waiting = waiters.get(key) ?? new Set();
        waiters.set(key, waiting.add({ isSeen, resolve }));
      });
    },
    wake,
    wakeAll,
    end() {
      ended = true;
      wakeAll();
    },
  };
}
