import type { ManualClock } from '../lib/clock.ts';

/** The clock in the hands of a cluster's users: nothing is left undone before time goes on. */
export function settlingClock(clock: ManualClock, settled: () => Promise<void>): ManualClock {
  const { now, setTimeout, pause, resume } = clock;
  return {
    now,
    setTimeout,
    pause,
    resume,
    get isRunning() {
      return clock.isRunning;
    },
    async advance(by) {
      await settled();
      await clock.advance(by, settled);
    },
  };
}
