import { goQuote } from '../../api/field-error.ts';
import { parseQuantity, quantityMilliValue } from '../../api/quantity.ts';

/** Half a byte is an error that was once allowed, usually an `m` for `M`. */
export function fractionalBytesWarnings(
  amounts: Readonly<Record<string, string>> | undefined,
  field: string,
): string[] {
  return ['memory', 'ephemeral-storage'].flatMap((name) => {
    const amount = amounts?.[name];
    if (amount === undefined || quantityMilliValue(parseQuantity(amount)) % 1000n === 0n) return [];
    return [`${field}[${name}]: fractional byte value ${goQuote(amount)} is invalid, must be an integer`];
  });
}
