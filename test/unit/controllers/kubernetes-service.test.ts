import { describe, expect, it, test } from 'vitest';
import { advertisedAddress } from '../../../server/controllers/kubernetes-service/advertised-address.ts';
import { kubernetesObjects } from '../../../server/controllers/kubernetes-service/kubernetes-objects.ts';
import { endpointsResource } from '../../../server/resources/core/endpoints.ts';
import { endpointSliceResource } from '../../../server/resources/discovery/endpoint-slice.ts';
import { makeServiceServer } from '../../support/service-server.ts';
import { createByRules } from '../../support/write-rules.ts';

describe('the Service kubernetes', () => {
  const { service, endpoints, slice } = kubernetesObjects({ clusterIP: '10.96.0.1', address: '127.0.0.1', port: 8080 });

  it('leads from port 443 of the first cluster IP to this server', () => {
    const stored = makeServiceServer('10.96.0.0/16').create({ ...service.spec }, { ...service.metadata });
    expect(stored.spec).toEqual({
      clusterIP: '10.96.0.1',
      clusterIPs: ['10.96.0.1'],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      ports: [{ name: 'https', port: 443, protocol: 'TCP', targetPort: 8080 }],
      sessionAffinity: 'None',
      type: 'ClusterIP',
    });
  });

  it('has the endpoints of this server, be it on loopback', () => {
    expect(createByRules(endpointsResource, endpoints).errors).toEqual([]);
    expect(createByRules(endpointSliceResource, slice).errors).toEqual([]);
    expect(slice).toMatchObject({
      addressType: 'IPv4',
      endpoints: [{ addresses: ['127.0.0.1'], conditions: { ready: true } }],
    });
  });

  it('is the only one that may be on loopback', () => {
    const metadata = { name: 'other', namespace: 'default' };
    expect(createByRules(endpointsResource, { ...endpoints, metadata }).errors).toHaveLength(1);
    expect(createByRules(endpointSliceResource, { ...slice, metadata }).errors).toHaveLength(1);
  });

  it('has an IPv6 slice for an IPv6 server', () => {
    const { slice: v6 } = kubernetesObjects({ clusterIP: '10.96.0.1', address: '::1', port: 8080 });
    expect(v6.addressType).toBe('IPv6');
    expect(createByRules(endpointSliceResource, v6).errors).toEqual([]);
  });
});

const interfaces = {
  lo: [{ address: '127.0.0.1', family: 'IPv4', internal: true }],
  eth0: [
    { address: 'fe80::1', family: 'IPv6', internal: false },
    { address: '2001:db8::1', family: 'IPv6', internal: false },
    { address: '192.0.2.7', family: 'IPv4', internal: false },
  ],
};
test.each([
  ['127.0.0.1', interfaces, '127.0.0.1'],
  ['::1', interfaces, '::1'],
  ['localhost', interfaces, '127.0.0.1'],
  ['192.0.2.9', {}, '192.0.2.9'],
  ['0.0.0.0', interfaces, '192.0.2.7'],
  ['::', interfaces, '192.0.2.7'],
  ['::', { eth0: interfaces.eth0.slice(0, 2) }, '2001:db8::1'],
  ['0.0.0.0', { lo: interfaces.lo }, '127.0.0.1'],
])('a server that listens on %s is found at one of its addresses', async (host, on, address) => {
  expect(await advertisedAddress(host, () => on)).toBe(address);
});
