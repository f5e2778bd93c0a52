/** Whether two JSON values are the same; the order of members does not count. */
export function sameValue(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && sameItems(a, b);
  return !Array.isArray(b) && sameMembers(a as Record<string, unknown>, b as Record<string, unknown>);
}

function sameItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (!sameValue(a[i], b[i])) return false;
  return true;
}

function sameMembers(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  let rest = 0;
  for (const key in b) if (b[key] !== undefined) rest++;
  for (const key in a) {
    if (a[key] === undefined) continue;
    if (b[key] === undefined || !sameValue(a[key], b[key])) return false;
    rest--;
  }
  return rest === 0;
}
