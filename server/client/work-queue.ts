import type { Activity } from '../lib/activity.ts';
import { delayOfAttempt } from '../lib/backoff.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { QueueObserver } from '../lib/queue-observer.ts';

/**
 * Keys to work on. A key that is added twice is worked on once, and one key is never worked on twice at once: added
 * while it is, it comes back when that is done.
 */
export interface WorkQueue {
  add(key: string): void;
  /** Adds the key later; of several such wishes the earliest counts. For `upkeep` see `Clock`. */
  addAfter(key: string, delay: number, purpose?: 'upkeep'): void;
  /** Adds the key after a failure: at once for the first few, then after delays that grow with each failure. */
  retry(key: string): void;
  /** The key was worked on with success: its failures no longer count. */
  forget(key: string): void;
  /** The next key, or undefined once the queue is closed. Every key taken must be given back with `done`. */
  next(): Promise<string | undefined>;
  done(key: string): void;
  close(): void;
}

export interface WorkQueueOptions {
  clock: Clock;
  /** Busy while a key waits its turn or is worked on; not while one is delayed. */
  activity?: Activity;
  observer?: QueueObserver | undefined;
}

/** Failures that are retried without waiting: most are a cache or an object that is one event behind. */
const IMMEDIATE_RETRIES = 3;
const FIRST_DELAY = 5;
const LONGEST_DELAY = 1_000_000;

export function createWorkQueue({ clock, activity, observer }: WorkQueueOptions): WorkQueue {
  const ready = new Set<string>();
  /** The ready keys in their order, from `head` on: taking the first of a Set gets slower with each one taken. */
  const order: string[] = [];
  let head = 0;
  const working = new Set<string>();
  const again = new Set<string>();
  const failures = new Map<string, number>();
  const takers: ((key: string | undefined) => void)[] = [];
  let closed = false;

  const add = (key: string) => {
    if (closed || ready.has(key)) return;
    if (working.has(key)) return void again.add(key);
    activity?.begin();
    observer?.added(key);
    ready.add(key);
    order.push(key);
    takers.shift()?.(take());
  };

  const take = (): string | undefined => {
    const key = order[head];
    if (key === undefined) return undefined;
    head++;
    if (head === order.length || head > 1000) {
      order.splice(0, head);
      head = 0;
    }
    ready.delete(key);
    working.add(key);
    observer?.taken(key);
    return key;
  };

  const delays = createDelays(clock, add);

  return {
    add,
    addAfter: delays.add,
    retry(key) {
      const attempt = failures.get(key) ?? 0;
      failures.set(key, attempt + 1);
      observer?.retried(key);
      if (attempt < IMMEDIATE_RETRIES) add(key);
      else delays.add(key, delayOfAttempt(attempt - IMMEDIATE_RETRIES, FIRST_DELAY, LONGEST_DELAY));
    },
    forget: (key) => void failures.delete(key),
    next() {
      if (closed) return Promise.resolve(undefined);
      const key = take();
      return key === undefined ? new Promise((resolve) => takers.push(resolve)) : Promise.resolve(key);
    },
    done(key) {
      if (!working.delete(key)) return;
      observer?.done(key);
      if (again.delete(key)) add(key);
      activity?.end();
    },
    close() {
      closed = true;
      delays.clear();
      for (const _ of ready) activity?.end();
      ready.clear();
      order.length = 0;
      again.clear();
      for (const taker of takers.splice(0)) taker(undefined);
    },
  };
}

/** Keys that come later. */
function createDelays(clock: Clock, add: (key: string) => void) {
  const delayed = new Map<string, { at: number; timer: Timer }>();
  let cleared = false;
  return {
    add(key: string, delay: number, purpose?: 'upkeep'): void {
      if (cleared) return;
      if (delay <= 0) return void add(key);
      const at = clock.now() + delay;
      const known = delayed.get(key);
      if (known && known.at <= at) return;
      known?.timer.cancel();
      const timer = clock.setTimeout(
        () => {
          delayed.delete(key);
          add(key);
        },
        delay,
        purpose,
      );
      delayed.set(key, { at, timer });
    },
    clear(): void {
      cleared = true;
      for (const { timer } of delayed.values()) timer.cancel();
      delayed.clear();
    },
  };
}
