import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseCidr } from '../../../server/lib/cidr.ts';
import { planAddresses } from '../../../server/node/address-plan.ts';
import { createPodIps } from '../../../server/node/pod-ips.ts';

const cidr = (text: string) => parseCidr(text) as NonNullable<ReturnType<typeof parseCidr>>;
const ipsOf = (text: string) => createPodIps(cidr(text), () => undefined);

describe('addresses of pods', () => {
  test('begin after the bridge, and stay with their pod', () => {
    const ips = ipsOf('10.244.1.0/24');
    expect([ips.of('a'), ips.of('b'), ips.of('a')]).toEqual(['10.244.1.2', '10.244.1.3', '10.244.1.2']);
  });
  test('that are given back are the last to be given out again', () => {
    const ips = ipsOf('10.244.1.0/29');
    expect(ips.of('a')).toBe('10.244.1.2');
    ips.release('a');
    expect(['b', 'c', 'd', 'e', 'f'].map((uid) => ips.of(uid))).toEqual([
      '10.244.1.3',
      '10.244.1.4',
      '10.244.1.5',
      '10.244.1.6',
      '10.244.1.2',
    ]);
    expect(ips.of('g')).toBeUndefined();
  });
  test('that pods had before a restart are kept', () => {
    const ips = ipsOf('10.244.1.0/24');
    ips.keep('a', '10.244.1.2');
    ips.keep('b', '10.244.1.3');
    ips.keep('elsewhere', '10.9.9.9');
    expect([ips.of('a'), ips.of('c')]).toEqual(['10.244.1.2', '10.244.1.4']);
  });
  test('come from a further network when the first is full', () => {
    const more = [cidr('10.244.9.0/29')];
    const ips = createPodIps(cidr('10.244.1.0/30'), () => more.pop());
    expect([ips.of('a'), ips.of('b'), ips.of('c')]).toEqual(['10.244.1.2', '10.244.9.2', '10.244.9.3']);
  });
  test('are never given to two pods at once', () => {
    const action = fc.record({ uid: fc.integer({ min: 0, max: 30 }).map(String), isRelease: fc.boolean() });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 200 }), (actions) => {
        const ips = ipsOf('10.244.1.0/28');
        const held = new Map<string, string>();
        for (const { uid, isRelease } of actions) {
          if (isRelease) {
            ips.release(uid);
            held.delete(uid);
            continue;
          }
          const ip = ips.of(uid);
          if (ip === undefined) expect(held.size).toBe(13);
          else held.set(uid, ip);
          expect(new Set(held.values()).size).toBe(held.size);
        }
      }),
    );
  });
});

describe('the plan of addresses', () => {
  test('gives each node a /24', () => {
    const plan = planAddresses('10.244.0.0/16', 3);
    expect([0, 1, 2].map(plan.podCidr)).toEqual(['10.244.0.0/24', '10.244.1.0/24', '10.244.2.0/24']);
    expect([0, 1].map(plan.nodeAddress)).toEqual(['172.18.0.2', '172.18.0.3']);
  });
  test('divides a small network among all', () => {
    const plan = planAddresses('10.244.0.0/24', 3);
    expect([0, 1, 2].map(plan.podCidr)).toEqual(['10.244.0.0/26', '10.244.0.64/26', '10.244.0.128/26']);
  });
  test('gives what nobody has as a spare', () => {
    const plan = planAddresses('10.244.0.0/22', 3);
    expect(plan.spare()?.network).toBe(cidr('10.244.3.0/24').network);
    expect(plan.spare()).toBeUndefined();
    expect(plan.podCidr(3)).toBeUndefined();
  });
  test('refuses what is too small', () => {
    expect(() => planAddresses('10.244.0.0/29', 5)).toThrow('has no room for 5 nodes');
  });
  test('reckons with IPv6', () => {
    expect(planAddresses('fd00:10:244::/56', 2).podCidr(1)).toBe('fd00:10:244:1::/64');
  });
});
