import { beforeEach, describe, expect, it, test } from 'vitest';
import { createClusterIPs } from '../../../../server/allocators/cluster-ips.ts';
import { createNodePorts } from '../../../../server/allocators/node-ports.ts';
import { ApiError } from '../../../../server/api/errors.ts';
import type { Service } from '../../../../server/api/types.gen.ts';
import { followServices, type ServiceAddresses } from '../../../../server/resources/core/service/follow-services.ts';
import { serviceResource } from '../../../../server/resources/core/service.ts';
import { createByRules, type Outcome, updateByRules, writeContext } from '../../../support/write-rules.ts';

const random = () => 0;
const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const KEY_RULE =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
const NO_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';

let definition: ReturnType<typeof serviceResource>;
let addresses: ServiceAddresses;

function makeServer(...ranges: [string, ...string[]]): void {
  const [first, ...rest] = ranges.map((range) => createClusterIPs({ range, random }));
  const allocators = {
    clusterIPs: [first as NonNullable<typeof first>, ...rest] as const,
    nodePorts: createNodePorts({ random }),
  };
  definition = serviceResource(allocators as Parameters<typeof serviceResource>[0]);
  addresses = followServices(allocators as Parameters<typeof serviceResource>[0]);
}

beforeEach(() => makeServer('10.96.0.0/16'));

const P = { ports: [{ port: 80 }] };
type Spec = Record<string, unknown>;
const draft = (spec: Spec | undefined, metadata: Spec = {}) => ({
  metadata: { name: 'web', namespace: 'default', ...metadata },
  spec,
});

/** As the registry does: the commit is followed before the reservation ends. */
function commit(outcome: Outcome<Service>, old?: Service): Service {
  expect(outcome.errors).toEqual([]);
  if (old) addresses.changed(old, outcome.object);
  else addresses.added(outcome.object);
  outcome.allocation?.confirm?.();
  return outcome.object;
}

const create = (spec: Spec, metadata: Spec = {}) => commit(createByRules(definition, draft(spec, metadata)));
const update = (old: Service, spec: Spec) => commit(updateByRules(definition, { ...old, spec }, { old }), old);
/** A merge patch of the spec; null removes. */
const patch = (old: Service, change: Spec) => update(old, merged(old, change));
const merged = (old: Service, change: Spec): Spec =>
  Object.fromEntries(Object.entries({ ...old.spec, ...change }).filter(([, value]) => value !== null));

function refusal(act: () => Outcome<Service>): { code: number; text: string } {
  try {
    const { errors, allocation } = act();
    allocation?.undo();
    return { code: errors.length > 0 ? 422 : 200, text: errors.join(' | ') };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const causes = error.status.details?.causes?.map((c) => (c.field ? `${c.field}: ${c.message}` : c.message));
    return { code: error.code, text: causes?.join(' | ') ?? error.message };
  }
}
const refusedCreate = (spec: Spec | undefined, metadata: Spec = {}) =>
  refusal(() => createByRules(definition, draft(spec, metadata)));
const refusedPatch = (old: Service, change: Spec) =>
  refusal(() => updateByRules(definition, { ...old, spec: merged(old, change) }, { old }));

describe('a new Service', () => {
  it('gets an address and the defaults', () => {
    expect(create(P)).toMatchObject({
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
    const { spec } = create({
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
    expect(create({ type: 'NodePort', ports }).spec.ports?.map((p) => p.nodePort)).toEqual([30086, 30086]);
    const asked = [
      { name: 't', port: 53 },
      { name: 'u', port: 53, protocol: 'UDP', nodePort: 30042 },
    ];
    expect(create({ type: 'NodePort', ports: asked }).spec.ports?.map((p) => p.nodePort)).toEqual([30042, 30042]);
  });

  it('gets a health check port for local traffic behind a load balancer', () => {
    const { spec } = create({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', ...P });
    expect([spec.ports?.[0]?.nodePort, spec.healthCheckNodePort]).toEqual([30086, 30087]);
    expect(spec.allocateLoadBalancerNodePorts).toBe(true);
  });

  it('gets no node ports that it does not want', () => {
    const { spec } = create({ type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ...P });
    expect(spec.ports?.[0]).not.toHaveProperty('nodePort');
  });

  it('keeps no status', () => {
    const status = { loadBalancer: { ingress: [{ ip: '192.0.2.5' }] } };
    expect(createByRules(definition, { ...draft({ type: 'LoadBalancer', ...P }), status }).object.status).toEqual({
      loadBalancer: {},
    });
  });

  it('of type ExternalName has no address', () => {
    const { spec } = create({ type: 'ExternalName', externalName: 'db.example.com', ports: [{ port: 5432 }] });
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
    expect(create({ clusterIP: 'None', ...spec }).spec).toMatchObject({
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
    expect(create({ ...spec, ...P }).spec.sessionAffinityConfig).toEqual(config);
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
    expect(refusedCreate(spec)).toEqual({ code: 422, text: `spec.clusterIPs: Invalid value: ${message}` });
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
    expect(refusedCreate(spec)).toEqual({ code: 422, text: `spec.clusterIPs[0]: ${message}` });
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
    expect(refusedCreate({ ...spec, ...P })).toEqual({ code: 422, text });
  });

  test.each([
    [80, 'provided port is not in the valid range. The range of valid ports is 30000-32767'],
    [-1, 'provided port is not in the valid range. The range of valid ports is 30000-32767'],
    [30041, 'provided port is already allocated'],
  ])('the node port %i', (nodePort, reason) => {
    create({ type: 'NodePort', ports: [{ port: 80, nodePort: 30041 }] }, { name: 'other' });
    expect(refusedCreate({ type: 'NodePort', ports: [{ port: 80, nodePort, protocol: 'UDP' }] })).toEqual({
      code: 422,
      text: `spec.ports[0].nodePort: Invalid value: ${nodePort}: ${reason}`,
    });
  });

  it('a taken health check port, with a 500', () => {
    const spec = { type: 'LoadBalancer', externalTrafficPolicy: 'Local', healthCheckNodePort: 30047, ...P };
    create(spec, { name: 'other' });
    expect(refusedCreate(spec)).toEqual({
      code: 500,
      text: 'failed to allocate requested HealthCheck NodePort 30047: provided port is already allocated',
    });
  });

  it('an address for a Service without a name', () => {
    expect(refusedCreate(P, { name: '' })).toEqual({
      code: 422,
      text: 'spec.clusterIPs: Invalid value: [""]: failed to allocate IP: IPAddress.networking.k8s.io "10.96.1.1" is invalid: spec.parentRef.name: Required value',
    });
  });

  it('an address when there is none left', () => {
    makeServer('10.0.0.0/30');
    create(P, { name: 'a' });
    create(P, { name: 'b' });
    expect(refusedCreate(P)).toEqual({ code: 500, text: 'failed to allocate a serviceIP: range is full' });
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
    expect(refusedCreate(spec).code).toBe(422);
    expect(refusedCreate({ ...spec, sessionAffinity: 'Cookie', ports: [{ port: 80, nodePort: 30041 }] }).code).toBe(
      422,
    );
    create({ ...spec, ports: [{ port: 80, nodePort: 30041 }] });
  });
});

describe('validation', () => {
  const port = (rest: Spec) => ({ ports: [{ port: 80, ...rest }] });
  const twoPorts = (a: Spec, b: Spec) => ({
    ports: [
      { port: 80, ...a },
      { port: 81, ...b },
    ],
  });
  const lb = (rest: Spec) => ({ type: 'LoadBalancer', ...rest, ...P });
  const ONLY_LB = "Forbidden: may only be used when `type` is 'LoadBalancer'";
  const CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';
  test.each<[string, Spec, string[]]>([
    ['no ports', {}, ['spec.ports: Required value']],
    [
      'a type that is none',
      { type: 'Cluster', ...P },
      [
        'spec.type: Unsupported value: "Cluster": supported values: "ClusterIP", "ExternalName", "LoadBalancer", "NodePort"',
      ],
    ],
    [
      'port 0',
      { ports: [{ port: 0 }] },
      [
        'spec.ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive',
        'spec.ports[0].targetPort: Invalid value: 0: must be between 1 and 65535, inclusive',
      ],
    ],
    ['two ports of one name', twoPorts({ name: 'a' }, { name: 'a' }), ['spec.ports[1].name: Duplicate value: "a"']],
    [
      'two ports without names',
      twoPorts({}, {}),
      ['spec.ports[0].name: Required value', 'spec.ports[1].name: Required value'],
    ],
    [
      'one port twice',
      twoPorts({ name: 'a' }, { name: 'b', port: 80 }),
      [
        'spec.ports[1]: Duplicate value: {"Name":"","Protocol":"TCP","AppProtocol":null,"Port":80,"TargetPort":0,"NodePort":0}',
      ],
    ],
    ['a port for two protocols', twoPorts({ name: 'a' }, { name: 'b', port: 80, protocol: 'UDP' }), []],
    ['a bad port name', port({ name: 'A_b' }), [`spec.ports[0].name: Invalid value: "A_b": ${LABEL_RULE}`]],
    [
      'a bad protocol',
      port({ protocol: 'tcp' }),
      ['spec.ports[0].protocol: Unsupported value: "tcp": supported values: "SCTP", "TCP", "UDP"'],
    ],
    [
      'a bad targetPort number',
      port({ targetPort: 70000 }),
      ['spec.ports[0].targetPort: Invalid value: 70000: must be between 1 and 65535, inclusive'],
    ],
    [
      'a bad targetPort name',
      port({ targetPort: '8080' }),
      ['spec.ports[0].targetPort: Invalid value: "8080": must contain at least one letter (a-z)'],
    ],
    [
      'a bad appProtocol',
      port({ appProtocol: 'a b' }),
      [`spec.ports[0].appProtocol: Invalid value: "a b": ${KEY_RULE}`],
    ],
    [
      'a node port of a ClusterIP Service',
      port({ nodePort: 30044 }),
      ["spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'"],
    ],
    ['a bad selector', { selector: { 'a b': 'c' }, ...P }, [`spec.selector: Invalid value: "a b": ${KEY_RULE}`]],
    [
      'an odd affinity',
      { sessionAffinity: 'Cookie', ...P },
      ['spec.sessionAffinity: Unsupported value: "Cookie": supported values: "ClientIP", "None"'],
    ],
    [
      'an affinity of more than a day',
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86401 } }, ...P },
      [
        'spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 86401: must be greater than 0 and less than 86400',
      ],
    ],
    [
      'an affinity of no time',
      { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } }, ...P },
      [
        'spec.sessionAffinityConfig.clientIP.timeoutSeconds: Invalid value: 0: must be greater than 0 and less than 86400',
      ],
    ],
    [
      'external addresses',
      { externalIPs: ['nope', '127.0.0.1', '192.0.2.1'], ...P },
      [
        `spec.externalIPs[0]: Invalid value: "nope": ${NO_IP}`,
        'spec.externalIPs[1]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
      ],
    ],
    [
      'internalTrafficPolicy',
      { internalTrafficPolicy: 'Near', ...P },
      ['spec.internalTrafficPolicy: Unsupported value: "Near": supported values: "Cluster", "Local"'],
    ],
    [
      'externalTrafficPolicy',
      { type: 'NodePort', externalTrafficPolicy: 'Near', ...P },
      ['spec.externalTrafficPolicy: Unsupported value: "Near": supported values: "Cluster", "Local"'],
    ],
    [
      'externalTrafficPolicy inside',
      { externalTrafficPolicy: 'Local', ...P },
      ['spec.externalTrafficPolicy: Invalid value: "Local": may only be set for externally-accessible services'],
    ],
    [
      'externalTrafficPolicy with external addresses',
      { externalTrafficPolicy: 'Local', externalIPs: ['192.0.2.1'], ...P },
      [],
    ],
    [
      'trafficDistribution',
      { trafficDistribution: '', ...P },
      [
        'spec.trafficDistribution: Unsupported value: "": supported values: "PreferClose", "PreferSameZone", "PreferSameNode"',
      ],
    ],
    ['loadBalancerClass', { loadBalancerClass: 'a/b', ...P }, [`spec.loadBalancerClass: ${ONLY_LB}`]],
    [
      'a bad loadBalancerClass',
      lb({ loadBalancerClass: 'a b' }),
      [`spec.loadBalancerClass: Invalid value: "a b": ${KEY_RULE}`],
    ],
    [
      'source ranges',
      { loadBalancerSourceRanges: ['192.0.2.0/24'], ...P },
      [`spec.LoadBalancerSourceRanges: ${ONLY_LB}`],
    ],
    [
      'bad source ranges',
      lb({ loadBalancerSourceRanges: [' 192.0.2.0/24 ', '192.0.2.0'] }),
      [`spec.LoadBalancerSourceRanges[1]: Invalid value: "192.0.2.0": ${CIDR}`],
    ],
    [
      'allocateLoadBalancerNodePorts',
      { type: 'NodePort', allocateLoadBalancerNodePorts: true, ...P },
      [`spec.allocateLoadBalancerNodePorts: ${ONLY_LB}`],
    ],
    [
      'a health check port',
      { type: 'NodePort', externalTrafficPolicy: 'Local', healthCheckNodePort: 30048, ...P },
      [
        "spec.healthCheckNodePort: Invalid value: 30048: may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'",
      ],
    ],
    [
      'a headless load balancer',
      lb({ clusterIP: 'None' }),
      [`spec.clusterIPs[0]: Invalid value: "None": may not be set to 'None' for LoadBalancer services`],
    ],
    ['an ExternalName without a name', { type: 'ExternalName' }, ['spec.externalName: Required value']],
    [
      'an ExternalName with an address',
      {
        type: 'ExternalName',
        externalName: 'a.b.',
        clusterIP: '10.96.0.9',
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
      },
      ['spec.clusterIPs', 'spec.ipFamilies', 'spec.ipFamilyPolicy'].map(
        (f) => `${f}: Forbidden: may not be set for ExternalName services`,
      ),
    ],
    ['an externalName that is not used', { externalName: 'Any Thing', ...P }, []],
  ])('of %s', (_, spec, errors) => {
    expect(refusedCreate(spec).text).toBe(errors.join(' | '));
  });

  it('of topology annotations that disagree', () => {
    const annotations = {
      'service.kubernetes.io/topology-aware-hints': 'Auto',
      'service.kubernetes.io/topology-mode': 'Disabled',
    };
    expect(refusedCreate(P, { annotations }).text).toBe(
      'metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: "Disabled": must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified',
    );
  });

  it('of the source ranges in the annotation', () => {
    const annotations = { 'service.beta.kubernetes.io/load-balancer-source-ranges': '192.0.2.0/24, x' };
    expect(refusedCreate(lb({}), { annotations }).text).toBe(
      `metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: "x": ${CIDR}`,
    );
  });
});

describe('an update', () => {
  it('that leaves out what was given keeps it', () => {
    const old = create({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 81 },
      ],
    });
    const { spec } = update(old, {
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
    const old = create({ type: 'NodePort', ...P });
    const balancer = patch(old, { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false });
    expect(balancer.spec.ports?.[0]?.nodePort).toBe(30086);
    const without = patch(balancer, P);
    expect(without.spec.ports?.[0]).not.toHaveProperty('nodePort');
    expect(patch(without, { allocateLoadBalancerNodePorts: true }).spec.ports?.[0]?.nodePort).toBe(30086);
  });

  test.each([
    [{ clusterIP: '10.96.0.210' }, '["10.96.0.210"]'],
    [{ clusterIP: '10.96.0.210', clusterIPs: ['10.96.0.210'] }, '["10.96.0.210"]'],
    [{ clusterIP: 'None' }, '["None"]'],
    [{ clusterIP: 'None', clusterIPs: ['None'] }, '["None"]'],
  ])('with %j cannot change the address', (change, value) => {
    expect(refusedPatch(create(P), change)).toEqual({
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
    const old = create(P);
    expect(patch(old, change).spec).toEqual(old.spec);
  });

  it('cannot turn a headless Service into one with an address', () => {
    const change = { clusterIP: '10.96.0.242', clusterIPs: ['10.96.0.242'] };
    expect(refusedPatch(create({ clusterIP: 'None', selector: { a: 'b' } }), { ...change, ...P }).text).toBe(
      'spec.clusterIPs[0]: Invalid value: ["10.96.0.242"]: may not change once set',
    );
  });

  it('cannot change the class of a load balancer', () => {
    const old = create({ type: 'LoadBalancer', loadBalancerClass: 'example.com/lb', ...P });
    const text = (value: string) => `spec.loadBalancerClass: Invalid value: ${value}: may not change once set`;
    expect(refusedPatch(old, { loadBalancerClass: 'example.com/other' }).text).toBe(text('"example.com/other"'));
    expect(refusedPatch(old, { loadBalancerClass: null }).text).toBe(text('null'));
  });

  it('cannot move the health check port', () => {
    const old = create({ type: 'LoadBalancer', externalTrafficPolicy: 'Local', ...P });
    expect(refusedPatch(old, { healthCheckNodePort: 30046 }).text).toBe(
      'spec.healthCheckNodePort: Forbidden: field is immutable',
    );
  });

  it('with one node port for two TCP ports is a 500, as in Kubernetes', () => {
    const old = create({ type: 'NodePort', ...P });
    const ports = [
      { name: 'a', port: 80, nodePort: 30051 },
      { name: 'b', port: 81, nodePort: 30051 },
    ];
    expect(refusedPatch(old, { ports })).toEqual({ code: 500, text: 'duplicate nodePort: {TCP 30051}' });
  });
});

describe('a change of type', () => {
  it('to ClusterIP takes the node ports away', () => {
    const { spec } = patch(create({ type: 'NodePort', ...P }), { type: 'ClusterIP' });
    expect(spec.ports).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }]);
    expect(spec).not.toHaveProperty('externalTrafficPolicy');
  });

  it('to ClusterIP with a new node port is refused', () => {
    const old = create({ type: 'NodePort', ...P });
    expect(refusedPatch(old, { type: 'ClusterIP', ports: [{ port: 80, nodePort: 30053 }] }).text).toBe(
      "spec.ports[0].nodePort: Forbidden: may not be used when `type` is 'ClusterIP'",
    );
  });

  it('from LoadBalancer takes all that only load balancers have', () => {
    const old = create({
      type: 'LoadBalancer',
      loadBalancerClass: 'a/b',
      externalTrafficPolicy: 'Local',
      loadBalancerIP: '192.0.2.1',
      ...P,
    });
    old.status = { loadBalancer: { ingress: [{ ip: '192.0.2.10', ipMode: 'VIP' }] } };
    const { spec, status } = patch(old, { type: 'ClusterIP' });
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
    const old = create({ type: 'LoadBalancer', loadBalancerSourceRanges: ['192.0.2.0/24'], ...P });
    expect(refusedPatch(old, { type: 'ClusterIP' }).code).toBe(422);
  });

  it('to ExternalName gives the address and node ports back', () => {
    const old = create({ type: 'NodePort', clusterIP: '10.96.0.220', ports: [{ port: 80, nodePort: 30054 }] });
    const { spec } = patch(old, { type: 'ExternalName', externalName: 'a.example.com' });
    expect(spec).toEqual({
      externalName: 'a.example.com',
      ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      sessionAffinity: 'None',
      type: 'ExternalName',
    });
    create({ type: 'NodePort', clusterIP: '10.96.0.220', ports: [{ port: 80, nodePort: 30054 }] }, { name: 'next' });
  });

  it('from ExternalName brings an address, or None', () => {
    const old = create({ type: 'ExternalName', externalName: 'a.example.com', selector: { a: 'b' } });
    expect(patch(old, { type: 'ClusterIP', ...P }).spec.clusterIPs).toEqual(['10.96.1.1']);
    expect(patch(old, { type: 'ClusterIP', clusterIP: 'None' }).spec).toMatchObject({
      clusterIPs: ['None'],
      ipFamilies: ['IPv4'],
    });
  });
});

describe('addresses', () => {
  it('are free when the Service is removed', () => {
    const service = create({ type: 'NodePort', clusterIP: '10.96.0.231', ports: [{ port: 80, nodePort: 30061 }] });
    expect(refusedCreate({ clusterIP: '10.96.0.231', ...P }, { name: 'other' }).text).toBe(
      'spec.clusterIPs: Invalid value: ["10.96.0.231"]: failed to allocate IP 10.96.0.231: provided IP is already allocated',
    );
    addresses.removed(service);
    create({ type: 'NodePort', clusterIP: '10.96.0.231', ports: [{ port: 80, nodePort: 30061 }] }, { name: 'other' });
  });

  it('are in use after a restart', () => {
    const service = create({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      clusterIP: '10.96.0.231',
      ports: [{ port: 80, nodePort: 30061 }],
    });
    makeServer('10.96.0.0/16');
    addresses.added(service);
    expect(refusedCreate({ clusterIP: '10.96.0.231', ...P }, { name: 'b' }).code).toBe(422);
    expect(refusedCreate({ type: 'NodePort', ports: [{ port: 80, nodePort: 30061 }] }, { name: 'b' }).code).toBe(422);
    expect(
      refusedCreate(
        { type: 'NodePort', ports: [{ port: 80, nodePort: service.spec.healthCheckNodePort }] },
        { name: 'b' },
      ).code,
    ).toBe(422);
  });

  it('are not taken by a dry run, which shows dummies', () => {
    const dry = (spec: Spec) => createByRules(definition, draft(spec), { dryRun: true }).object.spec;
    expect(dry({ type: 'NodePort', ...P })).toMatchObject({ clusterIP: '10.96.0.0', ports: [{ nodePort: 32769 }] });
    expect(dry({ clusterIP: '10.96.0.212', ...P }).clusterIP).toBe('10.96.0.212');
    create({ clusterIP: '10.96.0.212', ...P });
    expect(dry({ clusterIP: '10.96.0.212', ...P }).clusterIP).toBe('10.96.0.212');
    expect(create({ type: 'NodePort', ...P }, { name: 'b' }).spec.ports?.[0]?.nodePort).toBe(30086);
    expect(() => dry({ type: 'NodePort', ports: [{ port: 80, nodePort: 30086 }] })).toThrow('already allocated');
  });
});

describe('on a dual-stack server', () => {
  beforeEach(() => makeServer('10.96.0.0/16', 'fd00::/64'));

  it('a Service has one family unless it wants two', () => {
    expect(create(P).spec).toMatchObject({ clusterIPs: ['10.96.1.1'], ipFamilies: ['IPv4'] });
    expect(create({ ipFamilyPolicy: 'PreferDualStack', ...P }, { name: 'b' }).spec).toMatchObject({
      clusterIPs: ['10.96.1.2', 'fd00::101'],
      ipFamilies: ['IPv4', 'IPv6'],
    });
    expect(
      create({ ipFamilies: ['IPv6'], ipFamilyPolicy: 'RequireDualStack', ...P }, { name: 'c' }).spec,
    ).toMatchObject({
      clusterIP: 'fd00::102',
      clusterIPs: ['fd00::102', '10.96.1.3'],
    });
  });

  it('the second family comes and goes with the policy', () => {
    const both = patch(create(P), { ipFamilyPolicy: 'RequireDualStack' });
    expect(both.spec.clusterIPs).toEqual(['10.96.1.1', 'fd00::101']);
    const single = patch(both, { ipFamilyPolicy: 'SingleStack' });
    expect(single.spec).toMatchObject({ clusterIPs: ['10.96.1.1'], ipFamilies: ['IPv4'] });
    expect(create({ ipFamilies: ['IPv6'], ...P }, { name: 'b' }).spec.clusterIP).toBe('fd00::101');
  });

  it('the second address cannot just be left out', () => {
    const both = create({ ipFamilyPolicy: 'RequireDualStack', ...P });
    expect(refusedPatch(both, { clusterIPs: ['10.96.1.1'] }).text).toBe(
      `spec.ipFamilyPolicy: Invalid value: "RequireDualStack": must be 'SingleStack' to release the secondary cluster IP`,
    );
  });
});

describe('warnings', () => {
  const warnings = (spec: Spec, metadata = {}) => createByRules(definition, draft(spec, metadata)).warnings;
  test.each<[Spec, string[]]>([
    [P, []],
    [
      { externalIPs: ['192.0.2.1'], ...P },
      ['spec.externalIPs is deprecated and may no longer be implemented in some clusters'],
    ],
    [{ externalName: 'x', ...P }, ['spec.externalName is ignored when spec.type is not "ExternalName"']],
    [
      { type: 'ExternalName', externalName: 'a.b', externalIPs: ['192.0.2.1'] },
      ['spec.externalIPs is ignored when spec.type is "ExternalName"'],
    ],
    [
      { trafficDistribution: 'PreferClose', ...P },
      ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"'],
    ],
    [
      { clusterIP: 'None', sessionAffinity: 'ClientIP', externalIPs: ['192.0.2.1'], loadBalancerIP: '192.0.2.1' },
      ['loadBalancerIP', 'externalIPs', 'SessionAffinity'].map((f) => `spec.${f} is ignored for headless services`),
    ],
  ])('%j', (spec, expected) => expect(warnings(spec)).toEqual(expected));

  it('name the newer topology annotation', () => {
    expect(warnings(P, { annotations: { 'service.kubernetes.io/topology-aware-hints': 'Auto' } })).toEqual([
      'annotation service.kubernetes.io/topology-aware-hints is deprecated, please use service.kubernetes.io/topology-mode instead',
    ]);
  });
});

describe('the status', () => {
  const status = definitionStatus;
  const ingress = (...entries: Spec[]) => ({ status: { loadBalancer: { ingress: entries } } });
  test.each<[string, Spec, Spec, string[]]>([
    [
      'a bad address',
      { type: 'LoadBalancer' },
      ingress({ ip: 'nope', ipMode: 'VIP' }),
      [`status.loadBalancer.ingress[0].ip: Invalid value: "nope": ${NO_IP}`],
    ],
    [
      'no ipMode',
      { type: 'LoadBalancer' },
      ingress({ ip: '192.0.2.1' }),
      ['status.loadBalancer.ingress[0].ipMode: Required value: must be specified when `ip` is set'],
    ],
    [
      'an ipMode alone',
      { type: 'LoadBalancer' },
      ingress({ hostname: 'a.b', ipMode: 'VIP' }),
      ['status.loadBalancer.ingress[0].ipMode: Forbidden: may not be specified when `ip` is not set'],
    ],
    [
      'an odd ipMode',
      { type: 'LoadBalancer' },
      ingress({ ip: '192.0.2.1', ipMode: 'Odd' }),
      ['status.loadBalancer.ingress[0].ipMode: Unsupported value: "Odd": supported values: "Proxy", "VIP"'],
    ],
    [
      'an address for a name',
      { type: 'LoadBalancer' },
      ingress({ hostname: '192.0.2.1' }),
      ['status.loadBalancer.ingress[0].hostname: Invalid value: "192.0.2.1": must be a DNS name, not an IP address'],
    ],
    [
      'an ingress elsewhere',
      { type: 'ClusterIP' },
      ingress({ ip: '192.0.2.1' }),
      ["status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'"],
    ],
  ])('with %s is refused', (_, spec, rest, errors) => {
    const service = { ...draft({ ...spec, ...P }), ...rest } as unknown as Service;
    const found = status()?.validateUpdate?.(service, service, writeContext) ?? [];
    expect(found.map((e) => `${e.field}: ${e.message}`)).toEqual(errors);
  });

  function definitionStatus() {
    const part = definition.rules.subresources?.status;
    return part?.kind === 'part' ? part : undefined;
  }
});

test.each<[string, Spec, unknown[]]>([
  [
    'ClusterIP',
    {
      selector: { tier: 'b', app: 'a' },
      ports: [
        { name: 'a', port: 80 },
        { name: 'b', port: 53, protocol: 'UDP' },
      ],
    },
    ['ClusterIP', '10.96.1.1', '<none>', '80/TCP,53/UDP', '1s', 'app=a,tier=b'],
  ],
  ['NodePort', { type: 'NodePort', ...P }, ['NodePort', '10.96.1.1', '<none>', '80:30086/TCP', '1s', '<none>']],
  [
    'a waiting LoadBalancer',
    { type: 'LoadBalancer', allocateLoadBalancerNodePorts: false, ...P },
    ['LoadBalancer', '10.96.1.1', '<pending>', '80/TCP', '1s', '<none>'],
  ],
  [
    'ExternalName',
    { type: 'ExternalName', externalName: 'db.example.com' },
    ['ExternalName', '<none>', 'db.example.com', '<none>', '1s', '<none>'],
  ],
  ['headless', { clusterIP: 'None' }, ['ClusterIP', 'None', '<none>', '<none>', '1s', '<none>']],
  [
    'external addresses',
    { externalIPs: ['192.0.2.4', '192.0.2.5'], ...P },
    ['ClusterIP', '10.96.1.1', '192.0.2.4,192.0.2.5', '80/TCP', '1s', '<none>'],
  ],
])('the row of %s', (_, spec, cells) => {
  const service = create(spec, { creationTimestamp: '2026-01-01T00:00:00Z' });
  expect(definition.rules.row?.(service, { now: Date.UTC(2026, 0, 1, 0, 0, 1) })).toEqual(['web', ...cells]);
});

test('the row of a LoadBalancer has its addresses in order, then the external ones', () => {
  const service = create({ type: 'LoadBalancer', externalIPs: ['192.0.2.1'], ...P });
  const ingress = [{ ip: '192.0.2.3' }, { hostname: 'lb.example.com' }, { ip: '192.0.2.2' }];
  const row = definition.rules.row?.({ ...service, status: { loadBalancer: { ingress } } }, { now: 0 });
  expect(row?.[3]).toBe('192.0.2.2,192.0.2.3,lb.example.com,192.0.2.1');
});
