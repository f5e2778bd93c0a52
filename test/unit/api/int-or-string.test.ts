import { expect, test } from 'vitest';
import { intValue, percentOf, scaledValue } from '../../../server/api/int-or-string.ts';

test('a percentage is a share of the total', () => {
  expect(scaledValue('25%', 10, { round: 'up' })).toBe(3);
  expect(scaledValue('25%', 10, { round: 'down' })).toBe(2);
  expect(scaledValue(4, 10, { round: 'up' })).toBe(4);
  expect(scaledValue('4', 10, { round: 'up' })).toBeUndefined();
});

test('a text may be a number or a percentage', () => {
  expect([percentOf('7%'), percentOf('7'), intValue('7'), intValue('x')]).toEqual([7, undefined, 7, 0]);
});
