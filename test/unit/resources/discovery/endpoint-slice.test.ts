import { describe, expect, it, test } from 'vitest';
import type { Draft } from '../../../../server/api/object.ts';
import type { EndpointSlice } from '../../../../server/api/types.gen.ts';
import { endpointSliceResource } from '../../../../server/resources/discovery/endpoint-slice.ts';
import { KEY_RULE, LABEL_RULE, NO_IP } from '../../../support/service-server.ts';
import { createByRules, updateByRules } from '../../../support/write-rules.ts';

type Rest = Record<string, unknown>;
const slice = (rest: Rest, metadata = {}) => ({
  metadata: { name: 's', namespace: 'default', ...metadata },
  addressType: 'IPv4',
  endpoints: [],
  ...rest,
});
const write = (rest: Rest) => createByRules(endpointSliceResource, slice(rest));
const one = (rest: Rest) => ({ endpoints: [{ addresses: ['192.0.2.1'], ...rest }] });
const addresses = (...list: string[]) => ({ endpoints: list.map((address) => ({ addresses: [address] })) });
const many = <T>(count: number, make: (i: number) => T) => Array.from({ length: count }, (_, i) => make(i));
const ipOf = (i: number) => `10.1.${i >> 8}.${i & 255}`;

describe('an EndpointSlice', () => {
  it('has null for empty lists, and defaults for its ports', () => {
    expect(write({}).object).toMatchObject({ endpoints: null, ports: null });
    const { object } = write({ ports: [{}, { name: 'b', port: 81 }], ...one({}) });
    expect(object.ports).toEqual([
      { name: '', protocol: 'TCP' },
      { name: 'b', port: 81, protocol: 'TCP' },
    ]);
    expect(object.endpoints).toEqual([{ addresses: ['192.0.2.1'], conditions: {} }]);
  });

  it('loses the deprecated topology', () => {
    expect(write(one({ deprecatedTopology: { a: 'b' } })).object.endpoints?.[0]).not.toHaveProperty(
      'deprecatedTopology',
    );
  });

  test.each<[string, Rest, string[]]>([
    ['no address type', { addressType: undefined }, ['addressType: Required value']],
    [
      'an odd address type',
      { addressType: 'IP', endpoints: [{ addresses: ['x'] }] },
      ['addressType: Unsupported value: "IP": supported values: "FQDN", "IPv4", "IPv6"'],
    ],
    [
      'no addresses',
      { endpoints: [{ addresses: [] }, {}] },
      [
        'endpoints[0].addresses: Required value: must contain at least 1 address',
        'endpoints[1].addresses: Required value: must contain at least 1 address',
      ],
    ],
    [
      'another family',
      addresses('2001:db8::1'),
      ['endpoints[0].addresses: Invalid value: "2001:db8::1": must be an IPv4 address'],
    ],
    [
      'the other family',
      { addressType: 'IPv6', ...addresses('192.0.2.1') },
      ['endpoints[0].addresses: Invalid value: "192.0.2.1": must be an IPv6 address'],
    ],
    [
      'special addresses',
      addresses('127.0.0.1', 'nope'),
      [
        'endpoints[0].addresses[0]: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
        `endpoints[1].addresses[0]: Invalid value: "nope": ${NO_IP}`,
      ],
    ],
    [
      'another spelling of IPv6',
      { addressType: 'IPv6', ...addresses('2001:DB8::0:1') },
      ['endpoints[0].addresses[0]: Invalid value: "2001:DB8::0:1": must be in canonical form ("2001:db8::1")'],
    ],
    ['names', { addressType: 'FQDN', ...addresses('a.example.com', 'b.example.com.') }, []],
    [
      'a name of one segment',
      { addressType: 'FQDN', ...addresses('example') },
      [
        'endpoints[0].addresses[0]: Invalid value: "example": should be a domain with at least two segments separated by dots',
      ],
    ],
    ['two ports of one name', { ports: [{ name: 'a' }, { name: 'a' }] }, ['ports[1].name: Duplicate value: "a"']],
    ['two ports without names', { ports: [{}, {}] }, ['ports[1].name: Duplicate value: ""']],
    [
      'a bad port',
      { ports: [{ name: 'A_b', protocol: 'HTTP', appProtocol: 'a b' }] },
      [
        `ports[0].name: Invalid value: "A_b": ${LABEL_RULE}`,
        'ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
        `ports[0].appProtocol: Invalid value: "a b": ${KEY_RULE}`,
      ],
    ],
    [
      'any port number',
      {
        ports: [
          { name: 'a', port: 0 },
          { name: 'b', port: 70000 },
        ],
      },
      [],
    ],
    ['a bad hostname', one({ hostname: 'A' }), [`endpoints[0].hostname: Invalid value: "A": ${LABEL_RULE}`]],
    [
      'a zone twice',
      one({ hints: { forZones: [{ name: 'z' }, { name: 'z' }] } }),
      ['endpoints[0].hints.forZones[1].name: Duplicate value: "z"'],
    ],
    [
      'a node twice',
      one({ hints: { forNodes: [{ name: 'n' }, { name: 'n' }] } }),
      ['endpoints[0].hints.forNodes[1].name: Duplicate value: "n"'],
    ],
    [
      'nine hints',
      one({ hints: { forZones: many(9, (i) => ({ name: `z${i}` })) } }),
      ['endpoints[0].hints.forZones: Too many: 9: must have at most 8 items'],
    ],
    ['100 addresses', { endpoints: [{ addresses: many(100, ipOf).slice(1) }] }, []],
    [
      '101 addresses',
      { endpoints: [{ addresses: many(101, (i) => `192.0.2.${i + 1}`) }] },
      ['endpoints[0].addresses: Too many: 101: must have at most 100 items'],
    ],
    [
      '1001 endpoints',
      { endpoints: many(1001, (i) => ({ addresses: [ipOf(i)] })) },
      ['endpoints: Too many: 1001: must have at most 1000 items'],
    ],
    [
      '20001 ports',
      { ports: many(20001, (i) => ({ name: `p${i}` })) },
      ['ports: Too many: 20001: must have at most 20000 items'],
    ],
    [
      '20000 ports and 1000 endpoints',
      { ports: many(20000, (i) => ({ name: `p${i}` })), endpoints: many(1000, (i) => ({ addresses: [ipOf(i)] })) },
      [],
    ],
  ])('with %s', (_, rest, errors) => {
    expect(write(rest).errors).toEqual(errors);
  });

  it('of names is deprecated', () => {
    expect(write({ addressType: 'FQDN' }).warnings).toEqual(['spec.addressType: FQDN endpoints are deprecated']);
  });

  it('keeps its address type', () => {
    const old = write(one({})).object;
    const update = (rest: Rest) => updateByRules(endpointSliceResource, slice(rest), { old }).errors;
    expect(update({ addressType: 'IPv6' })).toEqual(['addressType: Invalid value: "IPv6": field is immutable']);
    expect(update({ addressType: undefined })).toEqual([
      'addressType: Required value',
      'addressType: Invalid value: "": field is immutable',
    ]);
  });
});

describe('the generation', () => {
  const old = createByRules(endpointSliceResource, slice(one({}), { labels: { a: 'b' } })).object;
  const counts = ({ metadata, ...rest }: Draft<EndpointSlice>) => {
    const rule = endpointSliceResource.rules.generation;
    const changed = { ...old, ...rest, metadata: { ...old.metadata, ...metadata } };
    return typeof rule === 'function' && rule(changed, old);
  };
  test.each<[string, boolean, Draft<EndpointSlice>]>([
    ['nothing', false, { metadata: {} }],
    ['an annotation', false, { metadata: { annotations: { a: 'b' } } }],
    ['a label', true, { metadata: { labels: { a: 'c' } } }],
    ['the last label', true, { metadata: { labels: undefined } }],
    ['an endpoint', true, { metadata: {}, endpoints: null }],
    ['a port', true, { metadata: {}, ports: [{ name: 'a' }] }],
    ['an empty list of ports', false, { metadata: {}, ports: [] }],
  ])('counts a change of %s: %s', (_, expected, change) => expect(counts(change)).toBe(expected));
});

test.each<[Rest, string, string]>([
  [{}, '<unset>', '<unset>'],
  [{ ports: [{}] }, '<unset>', '<unset>'],
  [{ ports: [{ name: 'http', port: 80 }, { name: 'dns' }], ...addresses('192.0.2.1') }, '80,dns', '192.0.2.1'],
  [{ endpoints: [{ addresses: many(5, ipOf) }] }, '<unset>', '10.1.0.0,10.1.0.1,10.1.0.2 + 2 more...'],
])('%j in a row', (rest, ports, shown) => {
  const row = endpointSliceResource.rules.row?.(write(rest).object, { now: 0 });
  expect(row?.slice(0, 4)).toEqual(['s', 'IPv4', ports, shown]);
});
