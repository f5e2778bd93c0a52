import type { IntOrString } from './types.gen.ts';

/** A number, or the share of `total` that a text such as `25%` stands for. Undefined for any other text. */
export function scaledValue(value: IntOrString, total: number, options: { round: 'up' | 'down' }): number | undefined {
  if (typeof value === 'number') return value;
  const percent = percentOf(value);
  if (percent === undefined) return undefined;
  // Hundredths are exact in integers: 0.07 * 100 is not.
  const share = (percent * total) / 100;
  return options.round === 'up' ? Math.ceil(share) : Math.floor(share);
}

/** 25 for `25%`; undefined for numbers and other texts. */
export function percentOf(value: IntOrString): number | undefined {
  return typeof value === 'string' && /^[+-]?\d+%$/.test(value) ? Number(value.slice(0, -1)) : undefined;
}

/** Go's IntOrString.IntValue: a text that is no number counts as 0. */
export function intValue(value: IntOrString): number {
  if (typeof value === 'number') return value;
  return /^[+-]?\d+$/.test(value) ? Number(value) : 0;
}
