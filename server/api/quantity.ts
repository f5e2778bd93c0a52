/**
 * Amounts such as `500m` and `1Gi`, with exact arithmetic. What is printed is what apimachinery's `resource.Quantity`
 * prints, its quirks included: a text that is almost canonical is kept as it was written (`1.500`, `2e0`).
 */
export interface Quantity {
  /** The amount is `unscaled * 10 ** scale`. */
  readonly unscaled: bigint;
  readonly scale: number;
  readonly format: QuantityFormat;
  /** How it was written, where Kubernetes gives that back. */
  readonly text?: string;
}

type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

export const ZERO_QUANTITY: Quantity = { unscaled: 0n, scale: 0, format: 'DecimalSI', text: '0' };

const NANO = -9;
const MAX_INT64 = 2n ** 63n - 1n;
/** Beyond this an exponent only costs memory: no quantity of this size means anything. */
const MAX_EXPONENT = 9_999;
const FORM = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

const DECIMAL_SUFFIXES: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
};
const BINARY_SUFFIXES: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const decimalSuffixOf = new Map(Object.entries(DECIMAL_SUFFIXES).map(([suffix, exponent]) => [exponent, suffix]));
const BINARY_BY_POWER = ['', ...Object.keys(BINARY_SUFFIXES)];

/** Throws a RangeError whose message is Kubernetes'. */
export function parseQuantity(written: string): Quantity {
  const text = written.trim();
  if (text === '0') return ZERO_QUANTITY;
  const match = text === '' ? null : /^([+-]?)0*(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/.exec(text);
  if (!match) throw new RangeError(FORM);
  const [, sign, digits = '', fraction = '', suffixText = ''] = match;
  const suffix = readSuffix(suffixText);
  const number: Digits = { negative: sign === '-', integer: digits || '0', fraction };
  return suffix.base === 2 ? binaryQuantity(number, suffix.exponent, text) : decimalQuantity(number, suffix, text);
}

/** The form in which Kubernetes gives the quantity back. Throws as parseQuantity. */
export function canonicalQuantity(text: string): string {
  return PLAIN.test(text) ? text : formatQuantity(parseQuantity(text));
}

/** The usual quantities, which are canonical as they are. */
const PLAIN = /^(?:0|[1-9]\d{0,2}(?:[mkMGT]?)|[1-9]?[13579](?:[KMGT]i))$/;

interface Digits {
  negative: boolean;
  /** Without leading zeros, at least one digit. */
  integer: string;
  fraction: string;
}

interface Suffix {
  base: 2 | 10;
  exponent: number;
  format: QuantityFormat;
}

function readSuffix(text: string): Suffix {
  const decimal = DECIMAL_SUFFIXES[text];
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: 'DecimalSI' };
  const binary = BINARY_SUFFIXES[text];
  if (binary !== undefined) return { base: 2, exponent: binary, format: 'BinarySI' };
  if (!/^[eE][-+]?\d+$/.test(text)) throw new RangeError("unable to parse quantity's suffix");
  const exponent = Math.max(-MAX_EXPONENT, Math.min(MAX_EXPONENT, Number(text.slice(1))));
  return { base: 10, exponent, format: 'DecimalExponent' };
}

function decimalQuantity({ negative, integer, fraction }: Digits, suffix: Suffix, text: string): Quantity {
  const shifted = integer + fraction;
  const scale = suffix.exponent - fraction.length;
  const unscaled = signed(BigInt(shifted), negative);
  const { format } = suffix;
  if (shifted.length > 18 || scale < NANO) return roundUpQuantity({ unscaled, scale, format }, NANO);
  const kept = scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0');
  return kept ? { unscaled, scale, format, text } : { unscaled, scale, format };
}

function binaryQuantity({ negative, integer, fraction }: Digits, exponent: number, text: string): Quantity {
  const mantissa = BigInt(integer + fraction);
  const amount = mantissa << BigInt(exponent);
  // Kubernetes has a quick way for short numbers, which keeps the text, and another for all others.
  const short = fraction === '' && integer.length <= 14 - Math.trunc((exponent * 3) / 10) && amount <= MAX_INT64;
  if (short) {
    const unscaled = signed(amount, negative);
    return mantissa & 7n
      ? { unscaled, scale: 0, format: 'BinarySI', text }
      : { unscaled, scale: 0, format: 'BinarySI' };
  }
  const rounded = roundUpQuantity({ unscaled: amount, scale: -fraction.length, format: 'BinarySI' }, NANO);
  const capped = compareQuantities(rounded, { ...rounded, unscaled: MAX_INT64, scale: 0 }) > 0;
  const size = capped ? { unscaled: MAX_INT64, scale: 0 } : rounded;
  const fractional = size.unscaled > 0n && compareQuantities({ ...rounded, ...size }, ONE) < 0;
  return {
    unscaled: signed(size.unscaled, negative),
    scale: size.scale,
    format: fractional ? 'DecimalSI' : 'BinarySI',
  };
}

const ONE: Quantity = { unscaled: 1n, scale: 0, format: 'DecimalSI' };

export function formatQuantity(quantity: Quantity): string {
  if (quantity.text !== undefined) return quantity.text;
  if (quantity.unscaled === 0n) return '0';
  if (quantity.format === 'BinarySI') {
    const whole = wholeBytes(quantity);
    if (whole !== undefined) return formatBinary(whole);
  }
  return formatDecimal(quantity);
}

/** What binary suffixes can say without losing anything; small and fractional amounts are written in decimal. */
function wholeBytes(quantity: Quantity): bigint | undefined {
  const whole = quantityValue(quantity);
  if (magnitude(whole) < 1024n) return undefined;
  return compareQuantities({ ...quantity, unscaled: whole, scale: 0 }, quantity) === 0 ? whole : undefined;
}

function formatBinary(whole: bigint): string {
  let number = whole;
  let power = 0;
  while (number % 1024n === 0n) {
    number /= 1024n;
    power += 1;
  }
  return `${number}${BINARY_BY_POWER[power] ?? ''}`;
}

function formatDecimal({ unscaled, scale, format }: Quantity): string {
  let number = unscaled;
  let exponent = scale;
  while (number % 10n === 0n) {
    number /= 10n;
    exponent += 1;
  }
  const extra = ((exponent % 3) + 3) % 3;
  number *= 10n ** BigInt(extra);
  exponent -= extra;
  if (format === 'DecimalExponent') return exponent === 0 ? `${number}` : `${number}e${exponent}`;
  // NOTE: beyond `E` Kubernetes has no suffix and prints the bare number.
  return `${number}${decimalSuffixOf.get(exponent) ?? ''}`;
}

/** Negative, zero or positive, as sort() wants it. */
export function compareQuantities(a: Quantity, b: Quantity): number {
  const [left, right] = aligned(a, b);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** Of two texts. Throws as parseQuantity. */
export function compareQuantityTexts(a: string, b: string): number {
  return compareQuantities(parseQuantity(a), parseQuantity(b));
}

export function addQuantities(a: Quantity, b: Quantity): Quantity {
  const [left, right] = aligned(a, b);
  return { unscaled: left + right, scale: Math.min(a.scale, b.scale), format: a.unscaled === 0n ? b.format : a.format };
}

export function subtractQuantities(a: Quantity, b: Quantity): Quantity {
  return addQuantities(a, { ...b, unscaled: -b.unscaled });
}

function aligned(a: Quantity, b: Quantity): [bigint, bigint] {
  if (a.scale === b.scale) return [a.unscaled, b.unscaled];
  const scale = Math.min(a.scale, b.scale);
  return [a.unscaled * 10n ** BigInt(a.scale - scale), b.unscaled * 10n ** BigInt(b.scale - scale)];
}

/** -1, 0 or 1. */
export function quantitySign({ unscaled }: Quantity): number {
  return unscaled < 0n ? -1 : unscaled > 0n ? 1 : 0;
}

/** No finer than `10 ** scale`, away from zero: whoever asks for a little gets a little. */
export function roundUpQuantity(quantity: Quantity, scale: number): Quantity {
  if (quantity.scale >= scale) return quantity;
  return { unscaled: scaledUp(quantity, scale), scale, format: quantity.format };
}

/** The amount in whole units, rounded up. */
export function quantityValue(quantity: Quantity): bigint {
  return scaledUp(quantity, 0);
}

/** The amount in thousandths, rounded up. */
export function quantityMilliValue(quantity: Quantity): bigint {
  return scaledUp(quantity, -3);
}

function scaledUp({ unscaled, scale }: Quantity, wanted: number): bigint {
  if (scale >= wanted) return unscaled * 10n ** BigInt(scale - wanted);
  const divisor = 10n ** BigInt(wanted - scale);
  const quotient = unscaled / divisor;
  if (quotient * divisor === unscaled) return quotient;
  return unscaled < 0n ? quotient - 1n : quotient + 1n;
}

function signed(amount: bigint, negative: boolean): bigint {
  return negative ? -amount : amount;
}

function magnitude(amount: bigint): bigint {
  return amount < 0n ? -amount : amount;
}
