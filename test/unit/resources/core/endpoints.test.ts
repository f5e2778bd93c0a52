import { describe, expect, it, test } from 'vitest';
import { endpointsResource } from '../../../../server/resources/core/endpoints.ts';
import { KEY_RULE, LABEL_RULE, NO_IP } from '../../../support/service-server.ts';
import { createByRules } from '../../../support/write-rules.ts';

const write = (subsets: unknown, labels = {}) =>
  createByRules(endpointsResource, { metadata: { name: 'web', namespace: 'default', labels }, subsets });
const at = (ip: string) => [{ addresses: [{ ip }], ports: [{ port: 80 }] }];
const A = [{ ip: '192.0.2.1' }];

describe('Endpoints', () => {
  it('are kept as written, with protocol TCP', () => {
    const subsets = [
      { addresses: [{ ip: '192.0.2.9' }, { ip: '192.0.2.1' }, { ip: '192.0.2.9' }], ports: [{ port: 80 }] },
    ];
    expect(write(subsets).object.subsets).toEqual([{ ...subsets[0], ports: [{ port: 80, protocol: 'TCP' }] }]);
  });

  test.each<[string, unknown, string[]]>([
    [
      'no address',
      [{ addresses: [{}] }],
      [
        `subsets[0].addresses[0].ip: Invalid value: "": ${NO_IP}`,
        'subsets[0].addresses[0].ip: Invalid value: "": must be a valid IP address',
      ],
    ],
    [
      'a loopback address',
      at('127.0.0.1'),
      [
        'subsets[0].addresses[0].ip: Invalid value: "127.0.0.1": may not be in the loopback range (127.0.0.0/8, ::1/128)',
      ],
    ],
    [
      'leading zeros',
      at('192.000.002.001'),
      ['subsets[0].addresses[0].ip: Invalid value: "192.000.002.001": must not have leading 0s'],
    ],
    ['IPv6 and multicast', [{ addresses: [{ ip: '2001:db8::1' }, { ip: '239.1.2.3' }] }], []],
    [
      'an address that is not ready',
      [{ notReadyAddresses: [{ ip: '0.0.0.0' }] }],
      ['subsets[0].notReadyAddresses[0].ip: Invalid value: "0.0.0.0": may not be unspecified (0.0.0.0)'],
    ],
    [
      'an empty subset',
      [{ ports: [{ port: 80 }] }],
      ['subsets[0]: Required value: must specify `addresses` or `notReadyAddresses`'],
    ],
    ['no subsets', undefined, []],
    [
      'port 0',
      [{ addresses: A, ports: [{ port: 0 }] }],
      ['subsets[0].ports[0].port: Invalid value: 0: must be between 1 and 65535, inclusive'],
    ],
    [
      'two ports without names',
      [{ addresses: A, ports: [{ port: 80 }, { port: 81 }] }],
      ['subsets[0].ports[0].name: Required value', 'subsets[0].ports[1].name: Required value'],
    ],
    [
      'two ports of one name',
      [
        {
          addresses: A,
          ports: [
            { name: 'a', port: 80 },
            { name: 'a', port: 81 },
          ],
        },
      ],
      [],
    ],
    [
      'a bad port',
      [{ addresses: A, ports: [{ name: 'A_', port: 80, protocol: 'HTTP', appProtocol: 'a b' }] }],
      [
        `subsets[0].ports[0].name: Invalid value: "A_": ${LABEL_RULE}`,
        'subsets[0].ports[0].protocol: Unsupported value: "HTTP": supported values: "SCTP", "TCP", "UDP"',
        `subsets[0].ports[0].appProtocol: Invalid value: "a b": ${KEY_RULE}`,
      ],
    ],
    [
      'a dotted hostname',
      [{ addresses: [{ ip: '192.0.2.1', hostname: 'a.b' }] }],
      ['subsets[0].addresses[0].hostname: Invalid value: "a.b": must not contain dots'],
    ],
  ])('with %s', (_, subsets, errors) => {
    expect(write(subsets).errors).toEqual(errors);
  });

  it('with IPv6 in another spelling are accepted with a warning, unless the controller wrote them', () => {
    expect(write(at('2001:DB8:0:0::1')).warnings).toEqual([
      'subsets[0].addresses[0].ip: IPv6 address "2001:DB8:0:0::1" should be in RFC 5952 canonical format ("2001:db8::1")',
    ]);
    const ours = { 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' };
    expect(write(at('2001:DB8:0:0::1'), ours).warnings).toEqual([]);
  });

  test.each<[unknown, string]>([
    [undefined, '<none>'],
    [[{ notReadyAddresses: A }], ''],
    [[{ addresses: A }], '192.0.2.1'],
    [[{ addresses: [{ ip: '2001:db8::1' }], ports: [{ port: 80 }] }], '[2001:db8::1]:80'],
    [
      [
        {
          addresses: [{ ip: '192.0.2.1' }, { ip: '192.0.2.2' }],
          ports: [
            { name: 'a', port: 80 },
            { name: 'b', port: 81 },
          ],
        },
      ],
      '192.0.2.1:80,192.0.2.2:80,192.0.2.1:81 + 1 more...',
    ],
  ])('%j in a row', (subsets, cell) => {
    expect(endpointsResource.rules.row?.(write(subsets).object, { now: 0 })?.[1]).toBe(cell);
  });
});
