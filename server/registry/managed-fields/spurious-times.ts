import { sameValue } from '../../lib/same-value.ts';
import type { Entries } from './managers.ts';

/**
 * Whether two lists of entries differ, but in nothing except times. A write that changes nothing else is none: keep the
 * stored entries then.
 */
export function differOnlyInTimes(stored: Entries | undefined, entries: Entries | undefined): boolean {
  if (stored === undefined || entries === undefined || stored.length !== entries.length) return false;
  let differ = false;
  for (const [i, { time, ...rest }] of entries.entries()) {
    const { time: storedTime, ...storedRest } = stored[i] ?? {};
    if (!sameValue(rest, storedRest)) return false;
    if (time !== storedTime) differ = true;
  }
  return differ;
}
