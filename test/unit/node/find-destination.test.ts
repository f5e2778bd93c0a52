import { describe, expect, test } from 'vitest';
import type { EndpointSlice, Pod, Service } from '../../../server/api/types.gen.ts';
import { findDestination, type NetworkView } from '../../../server/node/network/find-destination.ts';

const SERVICE_IP = '10.96.0.7';
const ADDRESSES = ['10.244.0.2', '10.244.1.2', '10.244.2.2', '10.244.2.3'];

function service(spec: Partial<Service['spec']> = {}): Service {
  const ports = [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30080 }];
  return { metadata: { name: 'web' }, spec: { clusterIP: SERVICE_IP, ports, ...spec }, status: {} } as Service;
}

function network(served: Service, addresses: readonly string[] = ADDRESSES): NetworkView & { next: number } {
  const slice = {
    endpoints: addresses.map((address) => ({ addresses: [address], conditions: { ready: true } })),
    ports: [{ name: 'http', port: 8080 }],
  } as unknown as EndpointSlice;
  return {
    next: 0,
    podsAt: (ip) =>
      addresses.includes(ip) ? [{ metadata: {}, status: { phase: 'Running', podIP: ip } } as unknown as Pod] : [],
    servicesAt: (address) => (address === SERVICE_IP ? [served] : []),
    services: () => [served],
    slicesOf: () => [slice],
    isNode: (address) => address === '172.18.0.2',
    random(below) {
      return this.next++ % below;
    },
  };
}

function reached(view: NetworkView, client: string, { address = SERVICE_IP, port = 80 } = {}): string | undefined {
  const destination = findDestination({ address, port, client }, view);
  return destination.kind === 'pod' ? destination.pod.status.podIP : destination.kind;
}

const times = (count: number, reach: () => string | undefined) => [...new Set(Array.from({ length: count }, reach))];

describe('a Service', () => {
  test('leads to all of its endpoints', () => {
    const view = network(service());
    expect(times(8, () => reached(view, '10.244.9.1')).sort()).toEqual(ADDRESSES);
    expect(times(8, () => reached(view, '10.244.9.1', { address: '172.18.0.2', port: 30080 })).sort()).toEqual(
      ADDRESSES,
    );
  });

  test('without endpoints refuses, and at other ports is silent', () => {
    expect(reached(network(service(), []), '10.244.9.1')).toBe('refused');
    expect(reached(network(service()), '10.244.9.1', { port: 81 })).toBe('silent');
  });
});

describe('a Service with affinity to clients', () => {
  const sticky = service({ sessionAffinity: 'ClientIP' });
  const clients = Array.from({ length: 40 }, (_, i) => `10.244.9.${i}`);

  test('leads a client to the same endpoint always, and not all clients to one', () => {
    const view = network(sticky);
    const ofClients = clients.map((client) => times(8, () => reached(view, client)));
    expect(ofClients.every(({ length }) => length === 1)).toBe(true);
    expect([...new Set(ofClients.flat())].sort()).toEqual(ADDRESSES);
  });

  test('leads only those elsewhere whose endpoint has gone', () => {
    const [gone, ...others] = ADDRESSES;
    for (const client of clients) {
      const before = reached(network(sticky), client);
      const after = reached(network(sticky, others), client);
      if (before !== gone) expect(after).toBe(before);
      else expect(others).toContain(after);
    }
  });
});
