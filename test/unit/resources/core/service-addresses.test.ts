import { beforeEach, describe, expect, it } from 'vitest';
import { makeServiceServer, P, type ServiceServer, type Spec, serviceDraft } from '../../../support/service-server.ts';
import { createByRules } from '../../../support/write-rules.ts';

let server: ServiceServer;
beforeEach(() => {
  server = makeServiceServer('10.96.0.0/16');
});

describe('addresses', () => {
  it('are free when the Service is removed', () => {
    const service = server.create({
      type: 'NodePort',
      clusterIP: '10.96.0.231',
      ports: [{ port: 80, nodePort: 30061 }],
    });
    expect(server.refusedCreate({ clusterIP: '10.96.0.231', ...P }, { name: 'other' }).text).toBe(
      'spec.clusterIPs: Invalid value: ["10.96.0.231"]: failed to allocate IP 10.96.0.231: provided IP is already allocated',
    );
    server.addresses.removed(service);
    server.create(
      { type: 'NodePort', clusterIP: '10.96.0.231', ports: [{ port: 80, nodePort: 30061 }] },
      { name: 'other' },
    );
  });

  it('are in use after a restart', () => {
    const service = server.create({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      clusterIP: '10.96.0.231',
      ports: [{ port: 80, nodePort: 30061 }],
    });
    server = makeServiceServer('10.96.0.0/16');
    server.addresses.added(service);
    expect(server.refusedCreate({ clusterIP: '10.96.0.231', ...P }, { name: 'b' }).code).toBe(422);
    expect(server.refusedCreate({ type: 'NodePort', ports: [{ port: 80, nodePort: 30061 }] }, { name: 'b' }).code).toBe(
      422,
    );
    expect(
      server.refusedCreate(
        { type: 'NodePort', ports: [{ port: 80, nodePort: service.spec.healthCheckNodePort }] },
        { name: 'b' },
      ).code,
    ).toBe(422);
  });

  it('are not taken by a dry run, which shows dummies', () => {
    const dry = (spec: Spec) => createByRules(server.definition, serviceDraft(spec), { dryRun: true }).object.spec;
    expect(dry({ type: 'NodePort', ...P })).toMatchObject({ clusterIP: '10.96.0.0', ports: [{ nodePort: 32769 }] });
    expect(dry({ clusterIP: '10.96.0.212', ...P }).clusterIP).toBe('10.96.0.212');
    server.create({ clusterIP: '10.96.0.212', ...P });
    expect(dry({ clusterIP: '10.96.0.212', ...P }).clusterIP).toBe('10.96.0.212');
    expect(server.create({ type: 'NodePort', ...P }, { name: 'b' }).spec.ports?.[0]?.nodePort).toBe(30086);
    expect(() => dry({ type: 'NodePort', ports: [{ port: 80, nodePort: 30086 }] })).toThrow('already allocated');
  });
});

describe('on a dual-stack server', () => {
  beforeEach(() => (server = makeServiceServer('10.96.0.0/16', 'fd00::/64')));

  it('a Service has one family unless it wants two', () => {
    expect(server.create(P).spec).toMatchObject({ clusterIPs: ['10.96.1.1'], ipFamilies: ['IPv4'] });
    expect(server.create({ ipFamilyPolicy: 'PreferDualStack', ...P }, { name: 'b' }).spec).toMatchObject({
      clusterIPs: ['10.96.1.2', 'fd00::101'],
      ipFamilies: ['IPv4', 'IPv6'],
    });
    expect(
      server.create({ ipFamilies: ['IPv6'], ipFamilyPolicy: 'RequireDualStack', ...P }, { name: 'c' }).spec,
    ).toMatchObject({
      clusterIP: 'fd00::102',
      clusterIPs: ['fd00::102', '10.96.1.3'],
    });
  });

  it('the second family comes and goes with the policy', () => {
    const both = server.patch(server.create(P), { ipFamilyPolicy: 'RequireDualStack' });
    expect(both.spec.clusterIPs).toEqual(['10.96.1.1', 'fd00::101']);
    const single = server.patch(both, { ipFamilyPolicy: 'SingleStack' });
    expect(single.spec).toMatchObject({ clusterIPs: ['10.96.1.1'], ipFamilies: ['IPv4'] });
    expect(server.create({ ipFamilies: ['IPv6'], ...P }, { name: 'b' }).spec.clusterIP).toBe('fd00::101');
  });

  it('the second address cannot just be left out', () => {
    const both = server.create({ ipFamilyPolicy: 'RequireDualStack', ...P });
    expect(server.refusedPatch(both, { clusterIPs: ['10.96.1.1'] }).text).toBe(
      `spec.ipFamilyPolicy: Invalid value: "RequireDualStack": must be 'SingleStack' to release the secondary cluster IP`,
    );
  });
});
