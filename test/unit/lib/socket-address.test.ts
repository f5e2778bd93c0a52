import { expect, test } from 'vitest';
import { formatSocketAddress, parseSocketAddress } from '../../../server/lib/socket-address.ts';

test.each([
  ['192.0.2.1', '192.0.2.1:53'],
  ['192.0.2.1:5353', '192.0.2.1:5353'],
  ['2001:db8::1', '[2001:db8::1]:53'],
  ['[2001:db8::1]:5353', '[2001:db8::1]:5353'],
  ['', undefined],
  ['localhost', undefined],
  ['192.0.2.1:', undefined],
  ['192.0.2.1:0', undefined],
  ['192.0.2.1:65536', undefined],
  ['[192.0.2.1]:53', undefined],
  ['[2001:db8::1]', undefined],
  ['192.0.2', undefined],
])('%j is %s', (text, wanted) => {
  const address = parseSocketAddress(text, 53);
  expect(address && formatSocketAddress(address)).toBe(wanted);
});
