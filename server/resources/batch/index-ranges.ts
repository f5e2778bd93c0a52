/** Sets of indexes as jobs write them: `1,3-5,7`. */

/** How many indexes the text names, or what is wrong with it. */
export function countIndexes(text: string, completions: number): number | string {
  const intervals = parseIndexes(text, completions);
  if (typeof intervals === 'string') return intervals;
  return intervals.reduce((sum, [first, last]) => sum + last - first + 1, 0);
}

type Interval = readonly [first: number, last: number];

export function parseIndexes(text: string, completions: number): Interval[] | string {
  if (text === '') return [];
  const intervals: Interval[] = [];
  let previous: number | undefined;
  for (const part of text.split(',')) {
    const interval = parseInterval(part);
    if (typeof interval === 'string') return interval;
    const [first, last] = interval;
    if (previous !== undefined && previous >= first) {
      return `non-increasing order, previous: ${previous}, current: ${first}`;
    }
    if (first >= completions) return `too large index: "${part.split('-')[0]}"`;
    if (last >= completions) return `too large index: "${part.split('-')[1]}"`;
    if (part.includes('-') && first >= last) return `non-increasing order, previous: ${first}, current: ${last}`;
    intervals.push(interval);
    previous = last;
  }
  return intervals;
}

function parseInterval(part: string): Interval | string {
  const limits = part.split('-');
  if (limits.length > 2)
    return `the fragment "${part}" violates the requirement that an index interval can have at most two parts separated by '-'`;
  for (const limit of limits) if (!/^\d+$/.test(limit)) return `cannot convert string to integer for index: "${limit}"`;
  return [Number(limits[0]), Number(limits[1] ?? limits[0])];
}

export function overlap(a: readonly Interval[], b: readonly Interval[]): number | undefined {
  for (const [first, last] of a) {
    const other = b.find(([start, end]) => start <= last && first <= end);
    if (other) return Math.max(first, other[0]);
  }
  return undefined;
}
