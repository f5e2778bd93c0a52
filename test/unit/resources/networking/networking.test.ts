import { describe, expect, test } from 'vitest';
import type { Ingress } from '../../../../server/api/types.gen.ts';
import { ingressResource } from '../../../../server/resources/networking/ingress.ts';
import { ingressClassResource } from '../../../../server/resources/networking/ingress-class.ts';
import { ipAddressResource } from '../../../../server/resources/networking/ip-address.ts';
import { networkPolicyResource } from '../../../../server/resources/networking/network-policy.ts';
import { serviceCidrResource } from '../../../../server/resources/networking/service-cidr.ts';
import { createByRules, updateByRules } from '../../../support/write-rules.ts';

const named = (spec: object, metadata: object = {}) => ({ metadata: { name: 'a', ...metadata }, spec });

describe('an Ingress', () => {
  const create = (spec: object, metadata?: object) => createByRules(ingressResource, named(spec, metadata));
  const service = { name: 'web', port: { number: 80 } };
  const rule = (path: object, host?: string) => ({
    rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service }, ...path }] } }],
  });
  const PATH = 'spec.rules[0].http.paths[0]';

  test.each<[what: string, spec: object, errors: string[]]>([
    ['nothing', {}, ['spec: Invalid value: null: either `defaultBackend` or `rules` must be specified']],
    ['a path of a service', rule({}, '*.example.com'), []],
    [
      'an address as host and no type of path',
      rule({ pathType: undefined }, '10.0.0.1'),
      [
        'spec.rules[0].host: Invalid value: "10.0.0.1": must be a DNS name, not an IP address',
        `${PATH}.pathType: Required value: pathType must be specified`,
      ],
    ],
    [
      'odd paths',
      rule({ path: '/a//b/..', pathType: 'Exact' }),
      [
        `${PATH}.path: Invalid value: "/a//b/..": must not contain '//'`,
        `${PATH}.path: Invalid value: "/a//b/..": cannot end with '/..'`,
      ],
    ],
    ['a relative path', rule({ path: 'x' }), [`${PATH}.path: Invalid value: "x": must be an absolute path`]],
    [
      'an unknown type of path',
      rule({ pathType: 'Regex' }),
      [`${PATH}.pathType: Unsupported value: "Regex": supported values: "Exact", "ImplementationSpecific", "Prefix"`],
    ],
    [
      'two backends in one',
      rule({ backend: { service, resource: { kind: 'K', name: 'n' } } }),
      [`${PATH}.backend: Invalid value: "": cannot set both resource and service backends`],
    ],
    [
      'two ports in one',
      { defaultBackend: { service: { name: 'web', port: { number: 80, name: 'http' } } } },
      ['spec.defaultBackend: Invalid value: "": cannot set both port name & port number'],
    ],
    [
      'no port',
      { defaultBackend: { service: { name: 'web' } } },
      ['spec.defaultBackend: Required value: port name or number is required'],
    ],
  ])('of %s', (_, spec, errors) => {
    expect(create(spec).errors).toEqual(errors);
  });

  test('may name its class in the old way, with a warning, but not another class', () => {
    const annotations = { 'kubernetes.io/ingress.class': 'old' };
    expect(create(rule({}), { annotations }).warnings).toEqual([
      `annotation "kubernetes.io/ingress.class" is deprecated, please use 'spec.ingressClassName' instead`,
    ]);
    expect(create({ ...rule({}), ingressClassName: 'new' }, { annotations }).errors).toEqual([
      'annotations.kubernetes.io/ingress.class: Invalid value: "old": must match `ingressClassName` when both are specified',
    ]);
  });

  test('shows hosts, addresses and ports', () => {
    const rules = ['a.x', 'b.x', 'c.x', 'd.x'].map((host) => ({ host }));
    const ingress = {
      ...create({ rules, tls: [{}], ingressClassName: 'c' }).object,
      status: { loadBalancer: { ingress: [{ hostname: 'lb' }, { ip: '192.0.2.5' }] } },
    } as Ingress;
    expect(ingressResource.rules.row?.(ingress, { now: 0 }).slice(1, 5)).toEqual([
      'c',
      'a.x,b.x,c.x + 1 more...',
      '192.0.2.5,lb',
      '80, 443',
    ]);
  });
});

describe('an IngressClass', () => {
  const parameters = { apiGroup: 'example.com', kind: 'Params', name: 'p' };
  const create = (spec: object) => createByRules(ingressClassResource, named(spec));

  test.each<[spec: object, errors: string[]]>([
    [{ controller: 'example.com/ctl', parameters }, []],
    [
      { controller: 'no-domain' },
      ['spec.controller: Invalid value: "no-domain": must be a domain-prefixed path (such as "acme.io/foo")'],
    ],
    [
      { controller: 'a.io/b', parameters: { ...parameters, scope: 'Namespace' } },
      ["spec.parameters.namespace: Required value: `parameters.scope` is set to 'Namespace'"],
    ],
    [
      { controller: 'a.io/b', parameters: { ...parameters, namespace: 'x' } },
      ["spec.parameters.namespace: Forbidden: `parameters.scope` is set to 'Cluster'"],
    ],
  ])('of %j', (spec, errors) => {
    expect(create(spec).errors).toEqual(errors);
  });

  test('keeps its controller', () => {
    const { object: old } = create({ controller: 'a.io/b' });
    expect(updateByRules(ingressClassResource, named({ controller: 'a.io/c' }), { old }).errors).toEqual([
      'spec.controller: Invalid value: "a.io/c": field is immutable',
    ]);
  });
});

describe('a NetworkPolicy', () => {
  const create = (spec: object) => createByRules(networkPolicyResource, named({ podSelector: {}, ...spec }));

  test.each<[spec: object, types: string[]]>([
    [{}, ['Ingress']],
    [{ egress: [{}] }, ['Ingress', 'Egress']],
    [{ policyTypes: ['Egress'] }, ['Egress']],
  ])('with %j is about %j', (spec, types) => {
    expect(create(spec).object.spec?.policyTypes).toEqual(types);
  });

  test('takes a port without a protocol for TCP', () => {
    expect(create({ ingress: [{ ports: [{ port: 80 }] }] }).object.spec?.ingress?.[0]?.ports).toEqual([
      { protocol: 'TCP', port: 80 },
    ]);
  });

  test('is refused with all that is wrong, ports before peers', () => {
    const from = [{ ipBlock: { cidr: '10.0.0.1', except: ['11.0.0.0/8'] }, podSelector: {} }, {}];
    const ports = [{ port: 80, endPort: 70 }, { protocol: 'ICMP' }, { port: 'http', endPort: 90 }, { endPort: 90 }];
    expect(create({ ingress: [{ from, ports }] }).errors).toEqual([
      'spec.ingress[0].ports[0].endPort: Invalid value: 80: must be greater than or equal to `port`',
      'spec.ingress[0].ports[1].protocol: Unsupported value: "ICMP": supported values: "TCP", "UDP", "SCTP"',
      'spec.ingress[0].ports[2].endPort: Invalid value: 90: may not be specified when `port` is non-numeric',
      'spec.ingress[0].ports[3].endPort: Invalid value: 90: may not be specified when `port` is not specified',
      'spec.ingress[0].from[0].ipBlock.cidr: Invalid value: "10.0.0.1": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)',
      'spec.ingress[0].from[0]: Forbidden: may not specify both ipBlock and another peer',
      'spec.ingress[0].from[1]: Required value: must specify a peer',
    ]);
  });

  test('excepts only parts of its block', () => {
    const ipBlock = { cidr: '10.0.0.0/8', except: ['10.1.0.0/16', '10.0.0.0/8', '11.0.0.0/16'] };
    expect(create({ egress: [{ to: [{ ipBlock }] }] }).errors).toEqual([
      'spec.egress[0].to[0].ipBlock.except[1]: Invalid value: "10.0.0.0/8": must be a strict subset of `cidr`',
      'spec.egress[0].to[0].ipBlock.except[2]: Invalid value: "11.0.0.0/16": must be a strict subset of `cidr`',
    ]);
  });
});

test.each<[name: string, errors: string[]]>([
  ['10.96.0.1', []],
  ['fd00::1', []],
  ['fd00::01', ['must be a canonical format IP address']],
  ['10.96.0.01', ['ParseAddr("10.96.0.01"): unable to parse IP']],
])('an IPAddress named %s', (name, errors) => {
  expect(ipAddressResource.rules.validateName?.(name, { prefix: false })).toEqual(errors);
});

test.each<[cidrs: string[], errors: string[]]>([
  [['10.96.0.0/16', 'fd00::/108'], []],
  [[], ['spec.cidrs: Required value: at least one CIDR required']],
  [
    ['10.96.0.0/16', '10.97.0.0/16'],
    [
      'spec: Invalid value: {"CIDRs":["10.96.0.0/16","10.97.0.0/16"]}: may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64',
    ],
  ],
])('a ServiceCIDR of %j', (cidrs, errors) => {
  expect(createByRules(serviceCidrResource, named({ cidrs })).errors).toEqual(errors);
});
