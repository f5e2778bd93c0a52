import { delayOfAttempt } from '../../lib/backoff.ts';
import type { Clock } from '../../lib/clock.ts';

/** Pods for which no node was found: they are tried again when something changes that could help. */
export interface WaitingPods {
  /** Another attempt failed. */
  add(key: string): void;
  delete(key: string): void;
  /** Something changed: soon calls `retry` for each, with how long it should wait in milliseconds. */
  wake(): void;
}

// Kubernetes waits a second after the first failure; here nothing is gained by that.
const FIRST_DELAY = 100;
const LONGEST_DELAY = 10_000;

export function createWaitingPods(clock: Clock, retry: (key: string, delay: number) => void): WaitingPods {
  const waiting = new Map<string, { attempts: number; at: number }>();
  let isWaking = false;

  const retryAll = () => {
    isWaking = false;
    for (const [key, { attempts, at }] of waiting) {
      const delay = attempts === 1 ? 0 : delayOfAttempt(attempts - 2, FIRST_DELAY, LONGEST_DELAY);
      retry(key, Math.max(0, at + delay - clock.now()));
    }
  };

  return {
    add: (key) => void waiting.set(key, { attempts: (waiting.get(key)?.attempts ?? 0) + 1, at: clock.now() }),
    delete: (key) => void waiting.delete(key),
    wake() {
      if (isWaking || waiting.size === 0) return;
      isWaking = true;
      setImmediate(retryAll);
    },
  };
}
