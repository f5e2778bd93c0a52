import { describe, expect, test } from 'vitest';
import {
  cidrWarnings,
  ipWarnings,
  validateCidr,
  validateIp,
  validateLegacyCidr,
  validateLegacyIp,
  validateNonSpecialIp,
} from '../../../server/api/ip-validation.ts';

const NO_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const NO_CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

type Check = (field: string, value: string) => readonly { field: string; message: string }[];
const detailOf = (check: Check, value: string) => {
  const [error] = check('f', value);
  return error?.message.replace(`Invalid value: "${value}": `, '') ?? 'ok';
};

describe('addresses', () => {
  test.each([
    ['10.9.8.7', 'ok', 'ok'],
    ['2001:db8::1', 'ok', 'ok'],
    ['2001:DB8:0::1', 'ok', 'must be in canonical form ("2001:db8::1")'],
    ['10.09.8.7', 'must not have leading 0s', 'must not have leading 0s'],
    ['::ffff:1.2.3.4', 'must not be an IPv4-mapped IPv6 address', 'must not be an IPv4-mapped IPv6 address'],
    ['', NO_IP, NO_IP],
    ['None', NO_IP, NO_IP],
  ])('%s', (value, legacy, strict) => {
    expect(detailOf(validateLegacyIp, value)).toBe(legacy);
    expect(detailOf(validateIp, value)).toBe(strict);
  });
});

describe('networks', () => {
  test.each([
    ['10.9.8.0/24', 'ok', 'ok'],
    ['fd00::/64', 'ok', 'ok'],
    ['FD00::/64', 'ok', 'must be in canonical form ("fd00::/64")'],
    [
      '10.9.8.1/24',
      'must not have bits set beyond the prefix length',
      'must not have bits set beyond the prefix length',
    ],
    [
      '10.9.8.0/024',
      'must not have leading 0s in IP or prefix length',
      'must not have leading 0s in IP or prefix length',
    ],
    ['::ffff:1.2.3.0/120', 'must not have an IPv4-mapped IPv6 address', 'must not have an IPv4-mapped IPv6 address'],
    ['10.9.8.0', NO_CIDR, NO_CIDR],
    ['10.9.8.0/33', NO_CIDR, NO_CIDR],
  ])('%s', (value, legacy, strict) => {
    expect(detailOf(validateLegacyCidr, value)).toBe(legacy);
    expect(detailOf(validateCidr, value)).toBe(strict);
  });
});

test.each([
  ['192.0.2.1', 'ok'],
  ['239.1.2.3', 'ok'],
  ['2001:db8::1', 'ok'],
  ['127.8.8.8', 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  ['::1', 'may not be in the loopback range (127.0.0.0/8, ::1/128)'],
  ['169.254.169.254', 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  ['fe80::1', 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'],
  ['224.0.0.5', 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
  ['ff02::1', 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'],
  ['0.0.0.0', 'may not be unspecified (0.0.0.0)'],
  ['::', 'may not be unspecified (::)'],
  ['x', 'must be a valid IP address'],
])('%s as an endpoint', (value, detail) => {
  expect(detailOf(validateNonSpecialIp, value)).toBe(detail);
});

describe('warnings', () => {
  test.each([
    [ipWarnings, '192.0.2.1', []],
    [ipWarnings, '2001:db8::1', []],
    [ipWarnings, 'x', []],
    [
      ipWarnings,
      '2001:DB8:0:0::1',
      ['f: IPv6 address "2001:DB8:0:0::1" should be in RFC 5952 canonical format ("2001:db8::1")'],
    ],
    [
      ipWarnings,
      '192.012.2.2',
      [
        'f: non-standard IP address "192.012.2.2" will be considered invalid in a future Kubernetes release: use "192.12.2.2"',
      ],
    ],
    [cidrWarnings, '192.0.2.0/24', []],
    [cidrWarnings, ' 192.0.2.0/24 ', []],
    [
      cidrWarnings,
      '192.0.2.1/24',
      ['f: CIDR value "192.0.2.1/24" is ambiguous in this context (should be "192.0.2.0/24" or "192.0.2.1/32"?)'],
    ],
    [
      cidrWarnings,
      '192.12.2.0/024',
      [
        'f: non-standard CIDR value "192.12.2.0/024" will be considered invalid in a future Kubernetes release: use "192.12.2.0/24"',
      ],
    ],
    [
      cidrWarnings,
      '2001:DB8::/64',
      ['f: IPv6 CIDR value "2001:DB8::/64" should be in RFC 5952 canonical format ("2001:db8::/64")'],
    ],
  ])('%p %s', (warnings, value, expected) => {
    expect(warnings('f', value)).toEqual(expected);
  });
});
