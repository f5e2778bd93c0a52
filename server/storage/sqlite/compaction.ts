import type { Clock } from '../../lib/clock.ts';
import type { Statements } from './statements.ts';

/** How much history is kept for watches that come back. What is over any of these is forgotten. */
export interface HistoryLimits {
  /** Number of events. */
  events: number;
  /** Size of their bytes, in UTF-16 code units. */
  bytes: number;
  /** Milliseconds. */
  age: number;
}

/** The newest revision and where it ends in the log (see schema.ts). */
export interface LogEnd {
  revision: number;
  end: number;
}

export interface Compaction {
  /** Watches can begin after this revision and later. */
  readonly horizon: number;
  /** Moves the horizon, then clears the log behind it in the background. Resolves when it is cleared. */
  compact(revision: number): Promise<void>;
  /** To be called after each commit: begins a compaction when history has outgrown its limits by a quarter. */
  grown(): void;
  /** Ends after the slice under way. */
  stop(): Promise<void>;
}

const INTERVAL = 60_000;
/** Revisions that one transaction forgets: a few milliseconds. */
const SLICE = 200;

interface CompactionParts {
  statements: Statements;
  clock: Clock;
  limits: HistoryLimits;
  /** Kept up to date by its owner. */
  log: Readonly<LogEnd>;
}

export function createCompaction({ statements, clock, limits, log }: CompactionParts): Compaction {
  let cleared = statements.compacted();
  let horizon = cleared;
  let historyStart = startOf(statements, horizon + 1, log);
  let clearing: Promise<void> | undefined;
  let stopped = false;

  const clear = async () => {
    while (cleared < horizon) {
      await new Promise((resolve) => setImmediate(resolve));
      if (stopped) return;
      const upTo = Math.min(cleared + SLICE, horizon);
      statements.forget(cleared, upTo);
      cleared = upTo;
    }
  };

  const compact = async (revision: number) => {
    if (revision > horizon) {
      horizon = revision;
      historyStart = startOf(statements, horizon + 1, log);
    }
    while (cleared < revision && !stopped) {
      clearing ??= clear().finally(() => {
        clearing = undefined;
      });
      await clearing;
    }
  };

  const compactToLimits = async () => {
    try {
      await compact(oldestKept(statements, horizon, log, limits, clock.now()));
    } catch {
      // A disk that cannot forget cannot store either, and that the writers are told. The next round tries again.
    }
  };

  const tick = () => {
    void compactToLimits();
    timer = clock.setTimeout(tick, INTERVAL, 'upkeep');
  };
  let timer = clock.setTimeout(tick, INTERVAL, 'upkeep');

  return {
    get horizon() {
      return horizon;
    },
    compact,
    grown() {
      const tooMany = log.revision - horizon > limits.events * 1.25;
      if (tooMany || log.end - historyStart > limits.bytes * 1.25) void compactToLimits();
    },
    async stop() {
      stopped = true;
      timer.cancel();
      await clearing?.catch(() => {});
    },
  };
}

/** Where the event of this revision begins in the log; the log's end for the next one to come. */
function startOf(statements: Statements, revision: number, { end }: LogEnd): number {
  return statements.markAt(revision)?.start ?? end;
}

/** The lowest revision after which all events are within the limits: a binary search, as age and size only grow. */
function oldestKept(statements: Statements, horizon: number, log: LogEnd, limits: HistoryLimits, now: number): number {
  const keeps = (revision: number) => {
    const mark = statements.markAt(revision);
    return mark !== undefined && mark.at >= now - limits.age && mark.start >= log.end - limits.bytes;
  };
  let low = Math.max(horizon, log.revision - limits.events);
  let high = log.revision;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (keeps(middle + 1)) high = middle;
    else low = middle + 1;
  }
  return low;
}
