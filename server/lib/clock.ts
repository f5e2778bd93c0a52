/** Time as an argument: everything that waits or reads the time does so through a `Clock`. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Calls `callback` once, `delay` milliseconds from now. The timer never keeps the process alive. */
  setTimeout(callback: () => void, delay: number): Timer;
}

export interface Timer {
  cancel(): void;
}

export interface ManualClock extends Clock {
  /**
   * Moves time forward and runs what is due, in order of its time. Accepts milliseconds or a duration such as
   * `90s`, `5m`, `1h30m`. Yields to the event loop after each timer so that what it started can go on.
   */
  advance(by: number | string): Promise<void>;
}

const MAX_DELAY = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  setTimeout(callback, delay) {
    const handle = setTimeout(callback, Math.min(Math.max(delay, 0), MAX_DELAY));
    handle.unref();
    return { cancel: () => clearTimeout(handle) };
  },
};

interface Pending {
  at: number;
  order: number;
  callback: () => void;
}

export function manualClock(start: number = Date.UTC(2026, 0, 1)): ManualClock {
  let now = start;
  let order = 0;
  const pending = new Set<Pending>();

  const nextDue = (limit: number): Pending | undefined => {
    let next: Pending | undefined;
    for (const p of pending) {
      if (p.at > limit) continue;
      if (!next || p.at < next.at || (p.at === next.at && p.order < next.order)) next = p;
    }
    return next;
  };

  return {
    now: () => now,
    setTimeout(callback, delay) {
      const entry = { at: now + Math.max(delay, 0), order: order++, callback };
      pending.add(entry);
      return { cancel: () => void pending.delete(entry) };
    },
    async advance(by) {
      const limit = now + (typeof by === 'number' ? by : parseDuration(by));
      for (let due = nextDue(limit); due; due = nextDue(limit)) {
        pending.delete(due);
        now = Math.max(now, due.at);
        due.callback();
        await new Promise((resolve) => setImmediate(resolve));
      }
      now = limit;
    },
  };
}

const UNITS: Record<string, number> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `1h30m`, `250ms`, `7d` → milliseconds. Throws a RangeError for anything else. */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  if (parts.length === 0 || parts.map((p) => p[0]).join('') !== text) throw new RangeError(`not a duration: ${text}`);
  return parts.reduce((sum, [, n, unit]) => sum + Number(n) * (UNITS[unit as string] as number), 0);
}

/** Resolves after `delay` milliseconds of the clock, or at once when the signal aborts. */
export function sleep(clock: Clock, delay: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const done = () => {
      timer.cancel();
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = clock.setTimeout(done, delay);
    signal?.addEventListener('abort', done, { once: true });
  });
}
