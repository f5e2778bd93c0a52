import { beforeEach, describe, expect, it, test } from 'vitest';
import type { Service } from '../../../../server/api/types.gen.ts';
import {
  KEY_RULE,
  LABEL_RULE,
  makeServiceServer,
  NO_IP,
  P,
  type ServiceServer,
  type Spec,
  serviceDraft,
} from '../../../support/service-server.ts';
import { createByRules, writeContext } from '../../../support/write-rules.ts';

let server: ServiceServer;
beforeEach(() => {
  server = makeServiceServer('10.96.0.0/16');
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
    expect(server.refusedCreate(spec).text).toBe(errors.join(' | '));
  });

  it('of topology annotations that disagree', () => {
    const annotations = {
      'service.kubernetes.io/topology-aware-hints': 'Auto',
      'service.kubernetes.io/topology-mode': 'Disabled',
    };
    expect(server.refusedCreate(P, { annotations }).text).toBe(
      'metadata.annotations[service.kubernetes.io/topology-mode]: Invalid value: "Disabled": must match annotations[service.kubernetes.io/topology-aware-hints] when both are specified',
    );
  });

  it('of the source ranges in the annotation', () => {
    const annotations = { 'service.beta.kubernetes.io/load-balancer-source-ranges': '192.0.2.0/24, x' };
    expect(server.refusedCreate(lb({}), { annotations }).text).toBe(
      `metadata.annotations[service.beta.kubernetes.io/load-balancer-source-ranges]: Invalid value: "x": ${CIDR}`,
    );
  });
});

describe('warnings', () => {
  const warnings = (spec: Spec, metadata = {}) =>
    createByRules(server.definition, serviceDraft(spec, metadata)).warnings;
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
    const service = { ...serviceDraft({ ...spec, ...P }), ...rest } as unknown as Service;
    const found = status()?.validateUpdate?.(service, service, writeContext) ?? [];
    expect(found.map((e) => `${e.field}: ${e.message}`)).toEqual(errors);
  });

  function definitionStatus() {
    const part = server.definition.rules.subresources?.status;
    return part?.kind === 'part' ? part : undefined;
  }
});
