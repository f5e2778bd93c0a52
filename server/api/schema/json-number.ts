/**
 * A number as it was written, where a JavaScript number would lose what Go sees: `1.0` is no int32, `1e3` is another
 * quantity than `1000`, and integers beyond 2^53 are not exact. `parseJson` makes these only for such numbers.
 */
export class JsonNumber {
  readonly literal: string;

  constructor(literal: string) {
    this.literal = literal;
  }

  toJSON(): number {
    return Number(this.literal);
  }
}

/** A copy of a JSON value in which every number is a JavaScript number. */
export function withPlainNumbers(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof JsonNumber) return Number(value.literal);
  if (Array.isArray(value)) return value.map(withPlainNumbers);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withPlainNumbers(item)]));
}
