/** `2026-01-01T00:00:00Z`: RFC 3339 in UTC with whole seconds, as Kubernetes writes a Time. */
export function timestamp(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;
}

/** Milliseconds since the epoch of an RFC 3339 time; undefined for undefined. */
export function millisecondsOf(time: string): number;
export function millisecondsOf(time: string | undefined): number | undefined;
export function millisecondsOf(time: string | undefined): number | undefined {
  return time === undefined ? undefined : Date.parse(time);
}
