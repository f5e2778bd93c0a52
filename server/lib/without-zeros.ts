/** The fields that are not 0, '' or undefined: what Go's omitempty writes of a status. */
export function withoutZeros<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => Boolean(value))) as Partial<T>;
}
