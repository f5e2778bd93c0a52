/** Time as an argument: everything that waits or reads the time does so through a `Clock`. */
import { createTimerQueue, type TimerQueue } from './timer-queue.ts';

export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /**
   * Calls `callback` once, `delay` milliseconds from now. The timer never keeps the process alive. `upkeep` is what
   * comes again and again and has little to do each time, such as heartbeats: when time is moved far ahead, it is
   * called at its times for a while, and then only once at the end.
   */
  setTimeout(callback: () => void, delay: number, purpose?: 'upkeep'): Timer;
}

export interface Timer {
  cancel(): void;
}

/** A clock whose time can be moved, forwards only. */
export interface ManualClock extends Clock {
  /** Whether time passes by itself. */
  readonly isRunning: boolean;
  /**
   * Moves time forward and runs what is due, in order of its time. Accepts milliseconds or a duration such as
   * `90s`, `5m`, `1h30m`; throws a RangeError for anything else. After each moment at which something was due it waits
   * for `settle`, or yields to the event loop, so that what was begun can go on before time does. Calls queue up.
   */
  advance(by: number | string, settle?: () => Promise<void>): Promise<void>;
  /** From now on only `advance` moves time. */
  pause(): void;
  /** Lets time pass by itself again, from where it is. */
  resume(): void;
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

/** Stands still until it is moved. */
export function manualClock(start: number = Date.UTC(2026, 0, 1)): ManualClock {
  return createClock(start, 'paused');
}

/** Shows the system's time, and goes on with it, but can be paused and moved ahead. */
export function runningClock(start: number = systemClock.now()): ManualClock {
  return createClock(start, 'running');
}

/** Upkeep is called at its times for as long; nothing that counts missed heartbeats counts for longer. */
const UPKEEP_SPAN = 120_000;

function createClock(start: number, state: 'paused' | 'running'): ManualClock {
  const timers = createTimerQueue();
  const upkeep = createTimerQueue();
  const nextAt = (limit: number) => Math.min(timers.due(limit)?.at ?? Infinity, upkeep.due(limit)?.at ?? Infinity);
  /** The time while it stands still, and how far it is from the system's while it does not. */
  let still = start;
  let offset = start - systemClock.now();
  let isRunning = state === 'running';
  let alarm: { at: number; timer: Timer } | undefined;
  let advanced: Promise<void> = Promise.resolve();

  const now = () => (isRunning ? systemClock.now() + offset : still);
  const setAlarm = () => {
    const at = isRunning ? nextAt(Infinity) : Infinity;
    if (alarm?.at === at) return;
    alarm?.timer.cancel();
    alarm = at < Infinity ? { at, timer: systemClock.setTimeout(ring, at - now()) } : undefined;
  };
  const ring = () => {
    alarm = undefined;
    const at = now();
    try {
      upkeep.call(at);
      timers.call(at);
    } finally {
      setAlarm();
    }
  };
  const pause = () => {
    still = now();
    isRunning = false;
    setAlarm();
  };
  const resume = () => {
    offset = now() - systemClock.now();
    isRunning = true;
    setAlarm();
  };

  const advance = async (by: number, settle: () => Promise<void>) => {
    const wasRunning = isRunning;
    pause();
    try {
      const moveTo = (at: number) => {
        still = at;
      };
      await passTime({ timers, upkeep }, { from: still, to: still + by }, { moveTo, settle });
    } finally {
      if (wasRunning) resume();
    }
  };

  return {
    now,
    get isRunning() {
      return isRunning;
    },
    setTimeout(callback, delay, purpose) {
      const timer = (purpose === 'upkeep' ? upkeep : timers).add(callback, now() + Math.max(delay, 0));
      if (isRunning) setAlarm();
      return timer;
    },
    async advance(by, settle = nextTurn) {
      const duration = typeof by === 'number' ? by : parseDuration(by);
      if (!(duration >= 0)) throw new RangeError(`time cannot be moved by ${by}`);
      const mine = advanced.then(() => advance(duration, settle));
      advanced = mine.catch(() => {});
      await mine;
    },
    pause,
    resume,
  };
}

async function passTime(
  { timers, upkeep }: { timers: TimerQueue; upkeep: TimerQueue },
  { from, to }: { from: number; to: number },
  { moveTo, settle }: { moveTo(at: number): void; settle(): Promise<void> },
): Promise<void> {
  const upkeepUntil = Math.min(to, from + UPKEEP_SPAN);
  for (;;) {
    const at = Math.min(timers.due(to)?.at ?? Infinity, upkeep.due(upkeepUntil)?.at ?? Infinity);
    if (at > to) break;
    moveTo(Math.max(from, at));
    upkeep.call(Math.min(at, upkeepUntil));
    timers.call(at);
    await settle();
  }
  moveTo(to);
  if (!upkeep.due(to)) return;
  upkeep.call(to);
  await settle();
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
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
