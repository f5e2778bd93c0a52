import { beforeEach, describe, expect, it, test } from 'vitest';
import { makeServiceServer, P, type ServiceServer } from '../../../support/service-server.ts';

let server: ServiceServer;
beforeEach(() => {
  server = makeServiceServer('10.96.0.0/16');
});

describe('an update', () => {
  it('that leaves out what was given keeps it', () => {
    const old = server.create({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 81 },
      ],
    });
    const { spec } = server.update(old, {
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      ports: [
        { name: 'b', port: 91 },
        { name: 'c', port: 82 },
      ],
    });
    expect(spec.clusterIPs).toEqual(old.spec.clusterIPs);
    expect(spec.healthCheckNodePort).toBe(old.spec.healthCheckNodePort);
    expect(spec.ports?.map((p) => p.nodePort)).toEqual([30087, 30089]);
  });

  it('keeps no node ports of a load balancer that wants none', () => {
    const old = server.create({ type: 'NodePort', ...P });
    const balancer = server.patch(old, { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false });
    expect(balancer.spec.ports?.[0]?.nodePort).toBe(30086);
    const without = server.patch(balancer, P);
    expect(without.spec.ports?.[0]).not.toHaveProperty('nodePort');
    expect(server.patch(without, { allocateLoadBalancerNodePorts: true }).spec.ports?.[0]?.nodePort).toBe(30086);
  });

  test.each([
    [{ clusterIP: '10.96.0.210' }, '["10.96.0.210"]'],
    [{ clusterIP: '10.96.0.210', clusterIPs: ['10.96.0.210'] }, '["10.96.0.210"]'],
    [{ clusterIP: 'None' }, '["None"]'],
    [{ clusterIP: 'None', clusterIPs: ['None'] }, '["None"]'],
  ])('with %j cannot change the address', (change, value) => {
    expect(server.refusedPatch(server.create(P), change)).toEqual({
      code: 422,
      text: `spec.clusterIPs[0]: Invalid value: ${value}: may not change once set`,
    });
  });

  test.each([
    [{ clusterIP: null, clusterIPs: null }],
    [{ clusterIP: '' }],
    [{ clusterIP: null }],
    [{ ipFamilies: null, ipFamilyPolicy: null }],
  ])('with %j keeps the address', (change) => {
    const old = server.create(P);
    expect(server.patch(old, change).spec).toEqual(old.spec);
  });

  it('cannot turn a headless Service into one with an address', () => {
    const change = { clusterIP: '10.96.0.242', clusterIPs: ['10.96.0.242'] };
    expect(
      server.refusedPatch(server.create({ clusterIP: 'None', selector: { a: 'b' } }), { ...change, ...P }).text,
    ).toBe('spec.clusterIPs[0]: Invalid value: ["10.96.0.242"]: may not change once set');
  });

  it('cannot change the class of a load balancer', () => {
    const old = server.create({ type: 'LoadBalancer', loadBalancerClass: 'example.com/lb', ...P });
    const text = (value: string) => `spec.loadBalancerClass: Invalid value: ${value}: may not change once set`;
    expect(server.refusedPatch(old, { loadBalancerClass: 'example.com/other' }).text).toBe(text('"example.com/other"'));
    expect(server.refusedPatch(old, { loadBalancerClass: null }).text).toBe(text('null'));
  });

  it('cannot move the health check port', () => {
    const old = server.create({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', ...P });
    expect(server.refusedPatch(old, { healthCheckNodePort: 30046 }).text).toBe(
      'spec.healthCheckNodePort: Forbidden: field is immutable',
    );
  });

  it('with one node port for two TCP ports is a 500, as in Kubernetes', () => {
    const old = server.create({ type: 'NodePort', ...P });
    const ports = [
      { name: 'a', port: 80, nodePort: 30051 },
      { name: 'b', port: 81, nodePort: 30051 },
    ];
    expect(server.refusedPatch(old, { ports })).toEqual({ code: 500, text: 'duplicate nodePort: {TCP 30051}' });
  });
});

describe('a change of type', () => {
  it('to ClusterIP takes the node ports away', () => {
    const { spec } = server.patch(server.create({ type: 'NodePort', ...P }), { type: 'ClusterIP' });
    expect(spec.ports).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }]);
    expect(spec).not.toHaveProperty('externalTrafficPolicy');
  });

  it('to ClusterIP with a new node port is refused', () => {
    const old = server.create({ type: 'NodePort', ...P });
    expect(server.refusedPatch(old, { type: 'ClusterIP', ports: [{ port: 80, nodePort: 30053 }] }).text).toBe(
      "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
    );
  });

  it('from LoadBalancer takes all that only load balancers have', () => {
    const old = server.create({
      type: 'LoadBalancer',
      loadBalancerClass: 'a/b',
      externalTrafficPolicy: 'Local',
      loadBalancerIP: '192.0.2.1',
      ...P,
    });
    old.status = { loadBalancer: { ingress: [{ ip: '192.0.2.10', ipMode: 'VIP' }] } };
    const { spec, status } = server.patch(old, { type: 'ClusterIP' });
    expect(spec).toEqual({
      clusterIP: '10.96.1.1',
      clusterIPs: ['10.96.1.1'],
      internalTrafficPolicy: 'Cluster',
      ipFamilies: ['IPv4'],
      ipFamilyPolicy: 'SingleStack',
      loadBalancerIP: '192.0.2.1',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      sessionAffinity: 'None',
      type: 'ClusterIP',
    });
    expect(status).toEqual({ loadBalancer: {} });
  });

  it('does not take source ranges away', () => {
    const old = server.create({ type: 'LoadBalancer', loadBalancerSourceRanges: ['192.0.2.0/24'], ...P });
    expect(server.refusedPatch(old, { type: 'ClusterIP' }).code).toBe(422);
  });

  it('to ExternalName gives the address and node ports back', () => {
    const old = server.create({ type: 'NodePort', clusterIP: '10.96.0.220', ports: [{ port: 80, nodePort: 30054 }] });
    const { spec } = server.patch(old, { type: 'ExternalName', externalName: 'a.example.com' });
    expect(spec).toEqual({
      externalName: 'a.example.com',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      sessionAffinity: 'None',
      type: 'ExternalName',
    });
    server.create(
      { type: 'NodePort', clusterIP: '10.96.0.220', ports: [{ port: 80, nodePort: 30054 }] },
      { name: 'next' },
    );
  });

  it('from ExternalName brings an address, or None', () => {
    const old = server.create({ type: 'ExternalName', externalName: 'a.example.com', selector: { a: 'b' } });
    expect(server.patch(old, { type: 'ClusterIP', ...P }).spec.clusterIPs).toEqual(['10.96.1.1']);
    expect(server.patch(old, { type: 'ClusterIP', clusterIP: 'None' }).spec).toMatchObject({
      clusterIPs: ['None'],
      ipFamilies: ['IPv4'],
    });
  });
});
