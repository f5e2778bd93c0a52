import { beforeEach, describe, expect, it, test } from 'vitest';
import { makeServiceServer, NO_IP, P, type ServiceServer, serviceDraft } from '../../../support/service-server.ts';
import { createByRules } from '../../../support/write-rules.ts';

let server: ServiceServer;
beforeEach(() => {
  server = makeServiceServer('10.96.0.0/16');
});

describe('a new Service', () => {
  it('gets an address and the defaults', () => {
    expect(server.create(P)).toMatchObject({
      spec: {
        clusterIP: '10.96.1.1',
        clusterIPs: ['10.96.1.1'],
        internalTrafficPolicy: 'Cluster',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
        sessionAffinity: 'None',
        type: 'ClusterIP',
      },
      status: { loadBalancer: {} },
    });
  });

  it('gets node ports when its type has them', () => {
    const { spec } = server.create({
      type: 'NodePort',
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 53, protocol: 'UDP' },
      ],
    });
    expect(spec.ports?.map((p) => p.nodePort)).toEqual([30086, 30087]);
    expect(spec.externalTrafficPolicy).toBe('Cluster');
  });

  it('shares one node port between the protocols of one port', () => {
    const ports = [
      { name: 't', port: 53 },
      { name: 'u', port: 53, protocol: 'UDP' },
    ];
    expect(server.create({ type: 'NodePort', ports }).spec.ports?.map((p) => p.nodePort)).toEqual([30086, 30086]);
    const asked = [
      { name: 't', port: 53 },
      { name: 'u', port: 53, protocol: 'UDP', nodePort: 30042 },
    ];
    expect(server.create({ type: 'NodePort', ports: asked }).spec.ports?.map((p) => p.nodePort)).toEqual([
      30042, 30042,
    ]);
  });

  it('gets a health check port for local traffic behind a load balancer', () => {
    const { spec } = server.create({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', ...P });
    expect([spec.ports?.[0]?.nodePort, spec.healthCheckNodePort]).toEqual([30086, 30087]);
    expect(spec.allocateLoadBalancerNodePorts).toBe(true);
  });

  it('gets no node ports that it does not want', () => {
    const { spec } = server.create({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ...P });
    expect(spec.ports?.[0]).not.toHaveProperty('nodePort');
  });

  it('keeps no status', () => {
    const status = { loadBalancer: { ingress: [{ ip: '192.0.2.5' }] } };
    expect(
      createByRules(server.definition, { ...serviceDraft({ type: 'LoadBalancer', ...P }), status }).object.status,
    ).toEqual({
      loadBalancer: {},
    });
  });

  it('of type ExternalName has no address', () => {
    const { spec } = server.create({ type: 'ExternalName', externalName: 'db.example.com', ports: [{ port: 5432 }] });
    expect(spec).toEqual({
      externalName: 'db.example.com',
      ports: [{ port: 5432, protocol: 'TCP', targetPort: 5432 }],
      sessionAffinity: 'None',
      type: 'ExternalName',
    });
  });

  test.each([
    ['with a selector', { selector: { a: 'b' }, ...P }, ['IPv4'], 'SingleStack'],
    ['without a selector', P, ['IPv4', 'IPv6'], 'RequireDualStack'],
    ['without a selector and ports', {}, ['IPv4', 'IPv6'], 'RequireDualStack'],
    ['that begins with a family the cluster has not', { ipFamilies: ['IPv6'] }, ['IPv6', 'IPv4'], 'RequireDualStack'],
    ['of one family by choice', { ipFamilyPolicy: 'SingleStack' }, ['IPv4'], 'SingleStack'],
  ])('that is headless, %s', (_, spec, ipFamilies, ipFamilyPolicy) => {
    expect(server.create({ clusterIP: 'None', ...spec }).spec).toMatchObject({
      clusterIP: 'None',
      clusterIPs: ['None'],
      ipFamilies,
      ipFamilyPolicy,
    });
  });

  test.each([
    [{ sessionAffinity: 'ClientIP' }, { clientIP: { timeoutSeconds: 10800 } }],
    [
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 5 } } },
      { clientIP: { timeoutSeconds: 5 } },
    ],
    [{ sessionAffinityConfig: { clientIP: { timeoutSeconds: 5 } } }, undefined],
  ])('with %j keeps %j', (spec, config) => {
    expect(server.create({ ...spec, ...P }).spec.sessionAffinityConfig).toEqual(config);
  });
});

describe('what cannot be given', () => {
  const ip = (clusterIP: string) => ({ clusterIP, ...P });
  test.each([
    [
      'out of the range',
      ip('10.97.0.1'),
      '["10.97.0.1"]: failed to allocate IP 10.97.0.1: the provided network does not match the current range',
    ],
    [
      'the network address',
      ip('10.96.0.0'),
      '["10.96.0.0"]: failed to allocate IP 10.96.0.0: the provided network does not match the current range',
    ],
    [
      'two that disagree',
      { ...ip('10.96.0.203'), clusterIPs: ['10.96.0.204'] },
      '["10.96.0.204"]: first value must match `clusterIP`',
    ],
    [
      'a list alone',
      { clusterIPs: ['10.96.0.202'], ...P },
      '["10.96.0.202"]: must be empty when `clusterIP` is not specified',
    ],
    [
      'None and more',
      { ...ip('None'), clusterIPs: ['None', '10.96.0.2'] },
      `["None","10.96.0.2"]: 'None' must be the first and only value`,
    ],
    [
      'two of one family',
      { ...ip('10.96.0.3'), clusterIPs: ['10.96.0.3', '10.96.0.4'] },
      '["10.96.0.3","10.96.0.4"]: may specify no more than one IP for each IP family',
    ],
  ])('%s', (_, spec, message) => {
    expect(server.refusedCreate(spec)).toEqual({ code: 422, text: `spec.clusterIPs: Invalid value: ${message}` });
  });

  test.each([
    [ip('fd00::1'), 'Invalid value: ["fd00::1"]: IPv6 is not configured on this cluster'],
    [ip('none'), `Invalid value: "none": ${NO_IP}`],
    [ip('10.96.000.205'), 'Invalid value: "10.96.000.205": must not have leading 0s'],
    [
      { ipFamilies: ['IPv6'], ...ip('10.96.0.206') },
      'Invalid value: "10.96.0.206": expected an IPv6 value as indicated by `ipFamilies[0]`',
    ],
  ])('%j', (spec, message) => {
    expect(server.refusedCreate(spec)).toEqual({ code: 422, text: `spec.clusterIPs[0]: ${message}` });
  });

  test.each([
    [
      { ipFamilyPolicy: 'RequireDualStack' },
      'spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services',
    ],
    [{ ipFamilies: ['IPv6'] }, 'spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster'],
    [
      { ipFamilies: ['IPv4', 'IPv6'] },
      `spec.ipFamilyPolicy: Invalid value: "SingleStack": must be 'RequireDualStack' or 'PreferDualStack' when multiple IP families are specified`,
    ],
    [
      { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'PreferDualStack' },
      'spec.ipFamilies[1]: Invalid value: "IPv6": not configured on this cluster',
    ],
    [
      { ipFamilies: ['IPv4', 'IPv4'], ipFamilyPolicy: 'PreferDualStack' },
      'spec.ipFamilies[1]: Duplicate value: "IPv4"',
    ],
    [
      { ipFamilies: ['IPv5'], ipFamilyPolicy: 'Sometimes' },
      'spec.ipFamilies[0]: Unsupported value: "IPv5": supported values: "IPv4", "IPv6" | spec.ipFamilyPolicy: Unsupported value: "Sometimes": supported values: "PreferDualStack", "RequireDualStack", "SingleStack"',
    ],
    [
      { clusterIP: 'None', selector: { a: 'b' }, ipFamilies: ['IPv6'] },
      'spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster',
    ],
  ])('%j on a server of one family', (spec, text) => {
    expect(server.refusedCreate({ ...spec, ...P })).toEqual({ code: 422, text });
  });

  test.each([
    [80, 'provided port is not in the valid range. The range of valid ports is 30000-32767'],
    [-1, 'provided port is not in the valid range. The range of valid ports is 30000-32767'],
    [30041, 'provided port is already allocated'],
  ])('the node port %i', (nodePort, reason) => {
    server.create({ type: 'NodePort', ports: [{ port: 80, nodePort: 30041 }] }, { name: 'other' });
    expect(server.refusedCreate({ type: 'NodePort', ports: [{ port: 80, nodePort, protocol: 'UDP' }] })).toEqual({
      code: 422,
      text: `spec.ports[0].nodePort: Invalid value: ${nodePort}: ${reason}`,
    });
  });

  it('a taken health check port, with a 500', () => {
    const spec = { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 30047, ...P };
    server.create(spec, { name: 'other' });
    expect(server.refusedCreate(spec)).toEqual({
      code: 500,
      text: 'failed to allocate requested HealthCheck NodePort 30047: provided port is already allocated',
    });
  });

  it('an address for a Service without a name', () => {
    expect(server.refusedCreate(P, { name: '' })).toEqual({
      code: 422,
      text: 'spec.clusterIPs: Invalid value: [""]: failed to allocate IP: IPAddress.networking.k8s.io "10.96.1.1" is invalid: spec.parentRef.name: Required value',
    });
  });

  it('an address when there is none left', () => {
    server = makeServiceServer('10.0.0.0/30');
    server.create(P, { name: 'a' });
    server.create(P, { name: 'b' });
    expect(server.refusedCreate(P)).toEqual({ code: 500, text: 'failed to allocate a serviceIP: range is full' });
  });

  it('is free again after a failed write', () => {
    const spec = {
      type: 'NodePort',
      clusterIP: '10.96.0.7',
      ports: [
        { port: 80, nodePort: 30041 },
        { port: 80, nodePort: 80 },
      ],
    };
    expect(server.refusedCreate(spec).code).toBe(422);
    expect(
      server.refusedCreate({ ...spec, sessionAffinity: 'Cookie', ports: [{ port: 80, nodePort: 30041 }] }).code,
    ).toBe(422);
    server.create({ ...spec, ports: [{ port: 80, nodePort: 30041 }] });
  });
});
