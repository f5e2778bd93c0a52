const SECOND = 1000;
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/**
 * Milliseconds as tables show them: `5s`, `2m10s`, `3h5m`, `47h`, `5d3h`, `2y45d`; the longer, the coarser. A moment in
 * the future is `0s`, more than a second of it `<invalid>`.
 */
export function humanDuration(milliseconds: number): string {
  const seconds = Math.trunc(milliseconds / SECOND);
  if (seconds < -1) return '<invalid>';
  if (milliseconds < 0) return '0s';
  if (seconds < 2 * MINUTE) return `${seconds}s`;
  if (seconds < 10 * MINUTE) return two(seconds, [MINUTE, 'm'], [1, 's']);
  if (seconds < 3 * HOUR) return one(seconds, MINUTE, 'm');
  if (seconds < 8 * HOUR) return two(seconds, [HOUR, 'h'], [MINUTE, 'm']);
  if (seconds < 2 * DAY) return one(seconds, HOUR, 'h');
  if (seconds < 8 * DAY) return two(seconds, [DAY, 'd'], [HOUR, 'h']);
  if (seconds < 2 * YEAR) return one(seconds, DAY, 'd');
  if (seconds < 8 * YEAR) return two(seconds, [YEAR, 'y'], [DAY, 'd']);
  return one(seconds, YEAR, 'y');
}

function one(seconds: number, size: number, unit: string): string {
  return `${Math.trunc(seconds / size)}${unit}`;
}

function two(seconds: number, [size, unit]: [number, string], [lesser, lesserUnit]: [number, string]): string {
  const rest = Math.trunc((seconds % size) / lesser);
  return one(seconds, size, unit) + (rest === 0 ? '' : `${rest}${lesserUnit}`);
}
