import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  addQuantities,
  canonicalQuantity,
  compareQuantityTexts,
  formatQuantity,
  parseQuantity,
  quantityMilliValue,
  quantityValue,
  roundUpQuantity,
  subtractQuantities,
} from '../../../server/api/quantity.ts';

describe('a quantity', () => {
  test.each([
    ['1.5', '1500m'],
    ['0.5', '500m'],
    ['.5', '500m'],
    ['1024Mi', '1Gi'],
    ['1.5Gi', '1536Mi'],
    ['0.5Gi', '512Mi'],
    ['0.3Ki', '307200m'],
    ['1.1Ki', '1126400m'],
    ['1000', '1k'],
    ['1000m', '1'],
    ['0.1m', '100u'],
    ['1e-12', '1e-9'],
    ['0Gi', '0'],
    ['8Ei', '9223372036854775807'],
    ['12345678901234567890', '12345678901234567890'],
    ['-1.5', '-1500m'],
  ])('%j is given back as %j', (text, canonical) => {
    expect(canonicalQuantity(text)).toBe(canonical);
  });

  test.each(['0', '1', '100m', '2e0', '1048576', '1025Mi', '1.125', '64Mi', '512Ki'])('%j is kept as it is', (text) => {
    expect(canonicalQuantity(text)).toBe(text);
  });

  test.each(['', 'abc', '1..2', '1 Gi', '1Gi!'])('%j is out of form', (text) => {
    expect(() => parseQuantity(text)).toThrow(
      "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'",
    );
  });

  test.each(['1Mi5', '1e', '1mi', '1ki'])('%j has an unknown suffix', (text) => {
    expect(() => parseQuantity(text)).toThrow("unable to parse quantity's suffix");
  });

  test('rounds up to what is asked for', () => {
    expect(formatQuantity(roundUpQuantity(parseQuantity('0.1m'), -3))).toBe('1m');
    expect(quantityMilliValue(parseQuantity('100u'))).toBe(1n);
    expect(quantityValue(parseQuantity('1500m'))).toBe(2n);
    expect(quantityValue(parseQuantity('-1500m'))).toBe(-2n);
  });

  test('an enormous exponent costs nothing', () => {
    expect(canonicalQuantity('1e999999999')).toBe('1e999999999');
    expect(compareQuantityTexts('1e999999999', '1e-999999999')).toBe(1);
  });
});

describe('for all quantities', () => {
  const suffix = fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'E-2', 'u', 'n');
  const text = fc
    .tuple(fc.bigInt({ min: -(10n ** 6n), max: 10n ** 6n }), fc.option(fc.nat(999)), suffix)
    .map(([whole, fraction, unit]) => `${whole}${fraction === null ? '' : `.${fraction}`}${unit}`);

  test('the canonical form is the same amount, and its own canonical form', () => {
    fc.assert(
      fc.property(text, (written) => {
        const canonical = canonicalQuantity(written);
        expect(compareQuantityTexts(written, canonical)).toBe(0);
        expect(canonicalQuantity(canonical)).toBe(canonical);
      }),
    );
  });

  test('adding and taking away again leaves what was', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [left, right] = [parseQuantity(a), parseQuantity(b)];
        const back = subtractQuantities(addQuantities(left, right), right);
        expect(compareQuantityTexts(formatQuantity(back), formatQuantity(left))).toBe(0);
      }),
    );
  });

  test('no text is more than refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'0123456789.+-eEinumkKMGTP ') }), (written) => {
        try {
          canonicalQuantity(written);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
