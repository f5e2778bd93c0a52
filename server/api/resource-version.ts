/**
 * The order of two resourceVersions of one cluster, for sorting: they are decimal numbers that may be longer than a
 * JavaScript number (KEP-5504). Absent ones come first.
 */
export function compareResourceVersions(a: string | undefined, b: string | undefined): number {
  const left = a ?? '';
  const right = b ?? '';
  if (left.length !== right.length) return left.length - right.length;
  return left < right ? -1 : left > right ? 1 : 0;
}
