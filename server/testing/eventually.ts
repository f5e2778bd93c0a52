import { sleep, systemClock } from '../lib/clock.ts';
import type { EventuallyOptions } from './test-cluster.ts';

const TIMEOUT = 5000;
const INTERVAL = 5;

/** See `TestCluster`. */
export async function eventually<R>(
  check: () => R | Promise<R>,
  { timeout = TIMEOUT }: EventuallyOptions = {},
): Promise<R> {
  const deadline = systemClock.now() + timeout;
  for (;;) {
    try {
      const result = await check();
      if (result !== false) return result;
      if (systemClock.now() > deadline) throw new Error(`it did not happen within ${timeout} ms`);
    } catch (error) {
      if (systemClock.now() > deadline) throw error;
    }
    await sleep(systemClock, INTERVAL);
  }
}
