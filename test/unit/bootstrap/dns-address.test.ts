import { expect, test } from 'vitest';
import { dnsAddress } from '../../../server/bootstrap/furnish.ts';

test.each([
  ['10.96.0.0/16', '10.96.0.10'],
  ['fd00:1::/112', 'fd00:1::a'],
  ['10.96.0.16/28', '10.96.0.26'],
  ['10.96.0.0/29', undefined],
])('of %s the DNS Service has %s', (range, address) => {
  expect(dnsAddress(range)).toBe(address);
});
