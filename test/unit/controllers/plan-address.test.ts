import { describe, expect, test } from 'vitest';
import { planAddress } from '../../../server/controllers/load-balancer/plan-address.ts';
import { type Cidr, parseCidr } from '../../../server/lib/cidr.ts';
import { makeService } from './make.ts';

const range = parseCidr('172.18.255.0/29') as Cidr;
const HELD = { finalizers: ['service.kubernetes.io/load-balancer-cleanup'] };
const pool = (...taken: string[]) => ({ range, isTaken: (ip: string) => taken.includes(ip) });

function balanced({ spec = {}, ip, metadata = {} }: { spec?: object; ip?: string; metadata?: object } = {}) {
  const service = makeService('web', { type: 'LoadBalancer', ...spec }, metadata);
  return { ...service, status: { loadBalancer: ip === undefined ? {} : { ingress: [{ ip, ipMode: 'VIP' }] } } };
}

describe('a Service of type LoadBalancer', () => {
  test('gets the lowest address that is free', () => {
    expect(planAddress(balanced(), pool('172.18.255.1'))).toEqual({ kind: 'assign', ip: '172.18.255.2' });
  });

  test('keeps the address that it has', () => {
    expect(planAddress(balanced({ ip: '172.18.255.5', metadata: HELD }), pool())).toEqual({ kind: 'nothing' });
  });

  test('gets another one when somebody else has its address', () => {
    const service = balanced({ ip: '172.18.255.1', metadata: HELD });
    expect(planAddress(service, pool('172.18.255.1'))).toEqual({ kind: 'assign', ip: '172.18.255.2' });
  });

  test('gets the address that it asks for', () => {
    const service = balanced({ spec: { loadBalancerIP: '192.0.2.9' }, ip: '172.18.255.1', metadata: HELD });
    expect(planAddress(service, pool())).toEqual({ kind: 'assign', ip: '192.0.2.9' });
  });

  test('gets none when the one that it asks for is in use, or when none is left', () => {
    const asking = balanced({ spec: { loadBalancerIP: '192.0.2.9' } });
    expect(planAddress(asking, pool('192.0.2.9'))).toEqual({ kind: 'refuse', message: '192.0.2.9 is in use already' });
    const full = { range, isTaken: () => true };
    const message = 'no address is free in 172.18.255.0/29';
    expect(planAddress(balanced(), full)).toEqual({ kind: 'refuse', message });
  });

  test('gives its address back when it is deleted', () => {
    const going = balanced({ metadata: { ...HELD, deletionTimestamp: '2026-01-01T00:00:00Z' } });
    expect(planAddress(going, pool())).toEqual({ kind: 'release' });
    expect(planAddress(going, { ...pool(), range: undefined })).toEqual({ kind: 'release' });
  });

  test('gives its address back when it becomes something else', () => {
    const changed = balanced({ spec: { type: 'ClusterIP' }, ip: '172.18.255.1', metadata: HELD });
    expect(planAddress(changed, pool())).toEqual({ kind: 'release' });
  });

  test('of a class of its own is left to others', () => {
    const service = balanced({ spec: { loadBalancerClass: 'example.com/lb' } });
    expect(planAddress(service, pool())).toEqual({ kind: 'nothing' });
  });

  test('waits when there are no load balancers', () => {
    expect(planAddress(balanced(), { ...pool(), range: undefined })).toEqual({ kind: 'nothing' });
  });
});
