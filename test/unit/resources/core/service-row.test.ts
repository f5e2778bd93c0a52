import { beforeEach, expect, test } from 'vitest';
import { makeServiceServer, P, type ServiceServer, type Spec } from '../../../support/service-server.ts';

let server: ServiceServer;
beforeEach(() => {
  server = makeServiceServer('10.96.0.0/16');
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
  const service = server.create(spec, { creationTimestamp: '2026-01-01T00:00:00Z' });
  expect(server.definition.rules.row?.(service, { now: Date.UTC(2026, 0, 1, 0, 0, 1) })).toEqual(['web', ...cells]);
});

test('the row of a LoadBalancer has its addresses in order, then the external ones', () => {
  const service = server.create({ type: 'LoadBalancer', externalIPs: ['192.0.2.1'], ...P });
  const ingress = [{ ip: '192.0.2.3' }, { hostname: 'lb.example.com' }, { ip: '192.0.2.2' }];
  const row = server.definition.rules.row?.({ ...service, status: { loadBalancer: { ingress } } }, { now: 0 });
  expect(row?.[3]).toBe('192.0.2.2,192.0.2.3,lb.example.com,192.0.2.1');
});
