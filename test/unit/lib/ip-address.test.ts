import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { formatIp, isMappedIpv4, isStrictIp, parseIp } from '../../../server/lib/ip-address.ts';

describe('parseIp', () => {
  test.each([
    ['10.96.0.1', 4, '10.96.0.1'],
    ['10.096.000.001', 4, '10.96.0.1'],
    ['::1', 6, '::1'],
    ['::', 6, '::'],
    ['2001:DB8::0:1', 6, '2001:db8::1'],
    ['2001:db8:0:0:1:0:0:1', 6, '2001:db8::1:0:0:1'],
    ['2001:db8:0:1:1:1:1:1', 6, '2001:db8:0:1:1:1:1:1'],
    ['0:0:1:0:0:0:1:0', 6, '0:0:1::1:0'],
    ['10:0:0:100:0:0:0:1', 6, '10:0:0:100::1'],
    ['fe80:0:0:0:0:0:0:0', 6, 'fe80::'],
    ['1:2:3:4:5:6:7:8', 6, '1:2:3:4:5:6:7:8'],
    ['::1.2.3.4', 6, '::102:304'],
    ['::ffff:192.0.2.1', 4, '192.0.2.1'],
    ['::FFFF:c000:0201', 4, '192.0.2.1'],
    ['::ffff:192.000.2.1', 4, '192.0.2.1'],
  ] as const)('reads %s', (text, family, canonical) => {
    const ip = parseIp(text);
    expect(ip?.family).toBe(family);
    expect(ip && formatIp(ip)).toBe(canonical);
  });

  test.each([
    '',
    'nope',
    '10.1',
    '10.0.0.256',
    '1.2.3.4.5',
    '1.2.3',
    ' 1.2.3.4',
    '0x1.2.3.4',
    'fe80::1%eth0',
    '1::2::3',
    ':',
    '12345::',
  ])('refuses %j', (text) => expect(parseIp(text)).toBeUndefined());

  it('gives back every IPv6 address that it writes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n << 48n, max: (1n << 128n) - 1n }), (value) => {
        const text = formatIp({ family: 6, value });
        expect(isIP(text)).toBe(6);
        expect(parseIp(text)).toEqual({ family: 6, value });
      }),
    );
  });

  it('gives back every IPv4 address that it writes', () => {
    fc.assert(
      fc.property(fc.ipV4(), (text) => {
        const ip = parseIp(text);
        expect(ip && formatIp(ip)).toBe(text);
      }),
    );
  });
});

test('leading zeros and zones are not strict', () => {
  expect(['10.0.0.1', '2001:DB8::1'].map(isStrictIp)).toEqual([true, true]);
  expect(['10.00.0.1', 'fe80::1%eth0', 'x'].map(isStrictIp)).toEqual([false, false, false]);
});

test('IPv4 addresses in IPv6 notation are told apart', () => {
  expect(['::ffff:1.2.3.4', '::1.2.3.4', '1.2.3.4'].map(isMappedIpv4)).toEqual([true, false, false]);
});
