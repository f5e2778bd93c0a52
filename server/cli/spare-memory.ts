import { subscribe } from 'node:diagnostics_channel';
import { setFlagsFromString } from 'node:v8';
import type { Clock } from '../lib/clock.ts';

/** So many requests in a second, and fewer, are a quiet second. */
const FEW = 20;
const SECOND = 1000;

/**
 * Lets V8 move what lives together at each full collection while few ask anything, so that it can give back the pages
 * that a burst of work took. The pauses that this makes, some tens of milliseconds, would be felt at other times. It
 * changes this process for good, and is for one that is a server and nothing else.
 */
export function spareMemory(clock: Clock): void {
  let requests = 0;
  let spares = false;
  const setSparing = (value: boolean) => {
    if (value === spares) return;
    spares = value;
    setFlagsFromString(value ? '--compact-on-every-full-gc' : '--no-compact-on-every-full-gc');
  };
  const second = () => {
    setSparing(requests <= FEW);
    requests = 0;
    clock.setTimeout(second, SECOND, 'upkeep');
  };
  subscribe('http.server.request.start', () => {
    if (++requests > FEW) setSparing(false);
  });
  clock.setTimeout(second, SECOND, 'upkeep');
}
