import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createClusterIPs } from '../../../server/allocators/cluster-ips.ts';
import { createNodePorts } from '../../../server/allocators/node-ports.ts';
import type { RandomNumber } from '../../../server/allocators/pool.ts';

const first: RandomNumber = () => 0;
const last: RandomNumber = (below) => below - 1;
const clusterIPs = (range: string, random = first) => createClusterIPs({ range, random });

describe('cluster IPs', () => {
  it('has neither the network address nor the broadcast address', () => {
    const ips = clusterIPs('10.96.0.0/16');
    expect(['10.96.0.0', '10.96.255.255', '10.97.0.1', '::1', 'x'].map(ips.reserve)).toEqual(Array(5).fill('outside'));
    expect(['10.96.0.1', '10.96.255.254'].map(ips.reserve)).toEqual(Array(2).fill('reserved'));
    expect([ips.first, ips.networkAddress, ips.range, ips.family]).toEqual([
      '10.96.0.1',
      '10.96.0.0',
      '10.96.0.0/16',
      'IPv4',
    ]);
  });

  it('chooses from the upper band first, so that low addresses can be asked for', () => {
    expect(clusterIPs('10.96.0.0/16').reserveNext()).toBe('10.96.1.1');
    expect(clusterIPs('10.96.0.0/16', last).reserveNext()).toBe('10.96.255.254');
    expect(clusterIPs('10.96.0.0/24').reserveNext()).toBe('10.96.0.17');
    expect(clusterIPs('10.96.0.0/29').reserveNext()).toBe('10.96.0.1');
  });

  it('chooses from the lower band when the upper one is full, and nothing when both are', () => {
    const ips = clusterIPs('10.0.0.0/27');
    const all = Array.from({ length: 31 }, () => ips.reserveNext());
    expect(all[0]).toBe('10.0.0.17');
    expect(all[13]).toBe('10.0.0.30');
    expect(all[14]).toBe('10.0.0.1');
    expect(all[29]).toBe('10.0.0.16');
    expect(all[30]).toBeUndefined();
  });

  it('counts IPv6 addresses to the last one', () => {
    const ips = clusterIPs('fd00::/112', last);
    expect(ips.reserveNext()).toBe('fd00::ffff');
    expect(ips.reserve('fd00::')).toBe('outside');
    expect(clusterIPs('fd00::/64').reserveNext()).toBe('fd00::101');
  });

  it('know an address in every spelling', () => {
    const ips = clusterIPs('fd00::/64');
    ips.claim('FD00:0::1', 'default/a');
    expect(ips.reserve('fd00::1')).toBe('taken');
  });

  test.each(['fd00::/48', '10.96.0.0', 'x'])('does not work with %s', (range) => {
    expect(() => clusterIPs(range)).toThrow(RangeError);
  });
});

describe('node ports', () => {
  it('are between 30000 and 32767', () => {
    const ports = createNodePorts({ random: first });
    expect([29999, 32768, 80, -1].map(ports.reserve)).toEqual(Array(4).fill('outside'));
    expect([30000, 32767].map(ports.reserve)).toEqual(Array(2).fill('reserved'));
  });

  it('are chosen above the first 86, which are for asking', () => {
    expect(createNodePorts({ random: first }).reserveNext()).toBe(30086);
    expect(createNodePorts({ random: last }).reserveNext()).toBe(32767);
    expect(createNodePorts({ first: 1000, last: 1009, random: first }).reserveNext()).toBe(1000);
  });
});

describe('a value', () => {
  it('that is reserved or claimed is taken', () => {
    const ports = createNodePorts({ random: first });
    ports.reserve(30001);
    ports.claim(30002, 'default/a');
    expect([30001, 30002].map(ports.reserve)).toEqual(['taken', 'taken']);
  });

  it('stays taken from reservation through commit to release', () => {
    const ports = createNodePorts({ random: first });
    ports.reserve(30001);
    ports.claim(30001, 'default/a');
    ports.drop(30001);
    expect(ports.isTaken(30001)).toBe(true);
    ports.release(30001, 'default/a');
    expect(ports.isTaken(30001)).toBe(false);
  });

  it('is free again when its reservation is dropped', () => {
    const ports = createNodePorts({ random: first });
    ports.reserve(30001);
    ports.drop(30001);
    expect(ports.reserve(30001)).toBe('reserved');
  });

  it('is not released by one who does not have it', () => {
    const ports = createNodePorts({ random: first });
    ports.claim(30001, 'default/b');
    ports.release(30001, 'default/a');
    expect(ports.isTaken(30001)).toBe(true);
  });

  it('is never given twice, whatever chance says', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat()), (numbers) => {
        const ips = clusterIPs('10.0.0.0/26', (below) => numbers.next().value % below);
        const given = Array.from({ length: 62 }, () => ips.reserveNext());
        expect(new Set(given).size).toBe(62);
        expect(ips.reserveNext()).toBeUndefined();
      }),
    );
  });
});
