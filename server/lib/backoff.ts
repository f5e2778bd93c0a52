/** Growing delays between attempts. */
export interface Backoff {
  /** Milliseconds to wait before the next attempt. */
  next(): number;
  /** An attempt was good: begin again with the shortest delay. */
  reset(): void;
}

export interface BackoffOptions {
  /** The first delay, in milliseconds; each further one is twice as long. */
  base: number;
  max: number;
  /** 0 to 1: the part of each delay that is left to chance, so that many who fail together do not retry together. */
  jitter?: number;
  random?: () => number;
}

export function exponentialBackoff(options: BackoffOptions): Backoff {
  const { base, max, jitter = 0, random = Math.random } = options;
  let attempts = 0;
  return {
    next() {
      const delay = delayOfAttempt(attempts++, base, max);
      return delay * (1 - jitter * random());
    },
    reset() {
      attempts = 0;
    },
  };
}

/** `base` for attempt 0, doubled for each further one, never more than `max`. */
export function delayOfAttempt(attempt: number, base: number, max: number): number {
  return attempt > 50 ? max : Math.min(max, base * 2 ** attempt);
}
