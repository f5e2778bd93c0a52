import { delayOfAttempt } from '../../lib/backoff.ts';
import type { Clock } from '../../lib/clock.ts';

/** Pods for which no node was found: they are tried again when something changes that could help. */
export interface WaitingPods {
  readonly size: number;
  /** Another attempt failed. */
  add(key: string): void;
  delete(key: string): void;
  /** All of them, with how long each should wait before it is tried again, in milliseconds. */
  retries(): Iterable<{ key: string; delay: number }>;
}

/** Kubernetes waits a second after the first failure. Here it is only who fails again and again that has to wait. */
const IMMEDIATE_ATTEMPTS = 5;
const FIRST_DELAY = 100;
const LONGEST_DELAY = 10_000;

export function createWaitingPods(clock: Clock): WaitingPods {
  const waiting = new Map<string, { attempts: number; at: number }>();
  return {
    get size() {
      return waiting.size;
    },
    add: (key) => void waiting.set(key, { attempts: (waiting.get(key)?.attempts ?? 0) + 1, at: clock.now() }),
    delete: (key) => void waiting.delete(key),
    *retries() {
      for (const [key, { attempts, at }] of waiting) {
        const further = attempts - IMMEDIATE_ATTEMPTS;
        const delay = further <= 0 ? 0 : delayOfAttempt(further - 1, FIRST_DELAY, LONGEST_DELAY);
        yield { key, delay: Math.max(0, at + delay - clock.now()) };
      }
    },
  };
}
