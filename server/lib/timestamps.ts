/** `2026-01-01T00:00:00Z`: RFC 3339 in UTC with whole seconds, as Kubernetes writes a Time. */
export function timestamp(milliseconds: number): string {
  const second = Math.floor(milliseconds / 1000);
  if (second !== latest.second) latest = { second, text: `${new Date(second * 1000).toISOString().slice(0, 19)}Z` };
  return latest.text;
}

/** Every write asks, mostly in the second of the one before. */
let latest = { second: Number.NaN, text: '' };

/** `2026-01-01T00:00:00.000000Z`: with six digits of a second, as Kubernetes writes a MicroTime. */
export function microTimestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 23)}000Z`;
}

/** Milliseconds since the epoch of an RFC 3339 time; undefined when there is none. */
export function millisecondsOf(time: string): number;
export function millisecondsOf(time: string | null | undefined): number | undefined;
export function millisecondsOf(time: string | null | undefined): number | undefined {
  return time === undefined || time === null ? undefined : Date.parse(time);
}
