import { describe, expect, it, test } from 'vitest';
import { cidrContains, formatCidr, isStrictCidr, networkAddress, parseCidr, subnet } from '../../../server/lib/cidr.ts';
import { formatIp, parseIp } from '../../../server/lib/ip-address.ts';

const cidr = (text: string) => parseCidr(text) as NonNullable<ReturnType<typeof parseCidr>>;
const ip = (text: string) => parseIp(text) as NonNullable<ReturnType<typeof parseIp>>;

describe('parseCidr', () => {
  test.each([
    ['10.96.0.0/16', '10.96.0.0/16', '10.96.255.255'],
    ['10.96.7.9/16', '10.96.0.0/16', '10.96.255.255'],
    ['192.0.2.1/32', '192.0.2.1/32', '192.0.2.1'],
    ['0.0.0.0/0', '0.0.0.0/0', '255.255.255.255'],
    ['fd00:1::/64', 'fd00:1::/64', 'fd00:1::ffff:ffff:ffff:ffff'],
    ['::/0', '::/0', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
    ['::ffff:192.0.2.0/120', '192.0.2.0/24', '192.0.2.255'],
  ])('reads %s', (text, canonical, last) => {
    expect(formatCidr(cidr(text))).toBe(canonical);
    expect(formatIp({ family: cidr(text).family, value: cidr(text).last })).toBe(last);
  });

  test.each(['', '10.0.0.0', '10.0.0.0/', '10.0.0.0/33', '10.0.0.0/-1', 'fd00::/129', 'x/8', '::ffff:192.0.2.0/24'])(
    'refuses %j',
    (text) => expect(parseCidr(text)).toBeUndefined(),
  );
});

test('leading zeros in the prefix length are not strict', () => {
  expect(['10.0.0.0/8', '10.0.0.0/08', '10.00.0.0/8', 'x'].map(isStrictCidr)).toEqual([true, false, false, false]);
});

test('a network contains its addresses and no others', () => {
  expect(
    ['10.96.0.0', '10.96.255.255', '10.97.0.0', '::1'].map((t) => cidrContains(cidr('10.96.0.0/16'), ip(t))),
  ).toEqual([true, true, false, false]);
});

describe('subnet', () => {
  it('divides a network', () => {
    const pods = cidr('10.244.0.0/16');
    expect([0, 1, 255].map((i) => formatCidr(subnet(pods, 24, i) as typeof pods))).toEqual([
      '10.244.0.0/24',
      '10.244.1.0/24',
      '10.244.255.0/24',
    ]);
    expect(formatIp(networkAddress(subnet(cidr('fd00::/48'), 64, 2) as typeof pods))).toBe('fd00:0:0:2::');
  });

  it('ends with the network', () => {
    expect(subnet(cidr('10.244.0.0/16'), 24, 256)).toBeUndefined();
    expect(subnet(cidr('10.244.0.0/24'), 16, 0)).toBeUndefined();
  });
});
