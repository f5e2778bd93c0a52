/** awk's values: numbers, texts, and what was read, which is a number where it looks like one. */
export type Value = number | string | { readonly read: string };

export function textOf(value: Value): string {
  if (typeof value === 'object') return value.read;
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
}

export function numberOf(value: Value): number {
  if (typeof value === 'number') return value;
  return Number(/^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/.exec(textOf(value))?.[0] ?? 0);
}

const NUMERIC = /^\s*[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?\s*$/;

function isNumeric(value: Value): boolean {
  return typeof value === 'number' || (typeof value === 'object' && NUMERIC.test(value.read));
}

export function isTrue(value: Value): boolean {
  return isNumeric(value) ? numberOf(value) !== 0 : textOf(value) !== '';
}

/** Below 0, 0, or above. */
export function compare(left: Value, right: Value): number {
  if (isNumeric(left) && isNumeric(right)) return numberOf(left) - numberOf(right);
  const [a, b] = [textOf(left), textOf(right)];
  return a < b ? -1 : Number(a > b);
}
