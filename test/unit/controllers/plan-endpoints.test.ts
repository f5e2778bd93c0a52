import { describe, expect, test } from 'vitest';
import type { Endpoints, Pod } from '../../../server/api/types.gen.ts';
import { addressesOfPod, planEndpoints } from '../../../server/controllers/endpoints/plan-endpoints.ts';
import { makeEndpoints, makePod, makeService } from './make.ts';

const plan = ({ pods = [], service = makeService('web'), ...rest }: Partial<Input>) => {
  const addresses = pods.flatMap((pod) => addressesOfPod(pod, service));
  return planEndpoints({ service, addresses, current: undefined, triggerTime: undefined, ...rest });
};
type Input = Omit<Parameters<typeof planEndpoints>[0], 'addresses'> & { pods: Pod[] };

const ips = (list: { ip: string }[] = []) => list.map((a) => a.ip);
const asStored = (planned: unknown): Endpoints => {
  const { metadata, ...rest } = planned as Endpoints;
  return makeEndpoints('web', { ...rest, metadata });
};

describe('the Endpoints of a Service', () => {
  test('are there also without pods, with its labels and the mark of their maker', () => {
    const service = makeService('web', {}, { labels: { tier: 'front' } });
    const planned = plan({ service });
    expect(planned?.metadata).toEqual({
      name: 'web',
      namespace: 'default',
      labels: { tier: 'front', 'endpoints.kubernetes.io/managed-by': 'endpoint-controller' },
      annotations: {},
    });
    expect(planned).not.toHaveProperty('subsets');
  });

  test('say that a Service is headless', () => {
    const service = makeService('web', { clusterIP: 'None' });
    expect(plan({ service })?.metadata.labels).toHaveProperty(['service.kubernetes.io/headless'], '');
  });

  test('tell ready pods from those that are not, in the order of their addresses', () => {
    const pods = [
      makePod('c', { ip: '10.1.0.3' }),
      makePod('b', { ip: '10.1.0.2', ready: false }),
      makePod('a', { ip: '10.1.0.1' }),
    ];
    const [subset] = plan({ pods })?.subsets ?? [];
    expect(ips(subset?.addresses)).toEqual(['10.1.0.1', '10.1.0.3']);
    expect(ips(subset?.notReadyAddresses)).toEqual(['10.1.0.2']);
    expect(subset?.ports).toEqual([{ port: 8080, protocol: 'TCP' }]);
    expect(subset?.addresses?.[0]).toEqual({
      ip: '10.1.0.1',
      nodeName: 'n1',
      targetRef: { kind: 'Pod', namespace: 'default', name: 'a', uid: 'Pod-a' },
    });
  });

  test.each([
    ['without an address', makePod('a')],
    ['that is done', makePod('a', { ip: '10.1.0.1', phase: 'Succeeded', ready: false })],
    ['that failed', makePod('a', { ip: '10.1.0.1', phase: 'Failed', ready: false })],
    [
      'that is being deleted',
      makePod('a', { ip: '10.1.0.1', metadata: { deletionTimestamp: '2026-01-01T00:00:00Z' } }),
    ],
    ['of the other family', makePod('a', { ip: '2001:db8::1' })],
  ])('leave out a pod %s', (_, pod) => {
    expect(plan({ pods: [pod] })).not.toHaveProperty('subsets');
  });

  test('have pods that terminate or are not ready as addresses when the Service publishes those', () => {
    const service = makeService('web', { publishNotReadyAddresses: true });
    const deleted = { deletionTimestamp: '2026-01-01T00:00:00Z' };
    const pods = [makePod('a', { ip: '10.1.0.1', ready: false }), makePod('b', { ip: '10.1.0.2', metadata: deleted })];
    expect(ips(plan({ service, pods })?.subsets?.[0]?.addresses)).toEqual(['10.1.0.1', '10.1.0.2']);
  });

  test('show the hostname of a pod whose subdomain is the Service', () => {
    const spec = { hostname: 'first', subdomain: 'web' };
    const pods = [
      makePod('a', { ip: '10.1.0.1', spec }),
      makePod('b', { ip: '10.1.0.2', spec: { ...spec, subdomain: 'x' } }),
    ];
    expect(plan({ pods })?.subsets?.[0]?.addresses?.map((a) => a.hostname)).toEqual(['first', undefined]);
  });

  test('have no ports for a headless Service without any, and nothing for another one', () => {
    const pods = [makePod('a', { ip: '10.1.0.1' })];
    const headless = plan({ pods, service: makeService('web', { clusterIP: 'None', ports: [] }) });
    expect(headless?.subsets).toEqual([{ addresses: [expect.objectContaining({ ip: '10.1.0.1' })] }]);
    expect(plan({ pods, service: makeService('web', { ports: [] }) })).not.toHaveProperty('subsets');
  });

  test('put ports of the same addresses together, in the order of Go hashes', () => {
    const service = makeService('dns', {
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 },
        { name: 'dns-tcp', port: 53, protocol: 'TCP', targetPort: 53 },
        { name: 'metrics', port: 9153, protocol: 'TCP', targetPort: 9153 },
      ],
    });
    const subsets = plan({ service, pods: [makePod('a', { ip: '10.1.0.1' })] })?.subsets;
    expect(subsets).toHaveLength(1);
    expect(subsets?.[0]?.ports?.map((p) => p.name)).toEqual(['dns-tcp', 'dns', 'metrics']);
  });

  test('split by the numbers that a named port has in each pod', () => {
    const service = makeService('web', { ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }] });
    const withPort = (containerPort: number) => ({
      containers: [{ name: 'c', ports: [{ name: 'http', containerPort }] }],
    });
    const pods = [
      makePod('a', { ip: '10.1.0.1', spec: withPort(8080) }),
      makePod('b', { ip: '10.1.0.2', spec: withPort(9090) }),
      makePod('c', { ip: '10.1.0.3' }),
    ];
    const shown = plan({ service, pods })?.subsets?.map((s) => [s.ports?.[0]?.port, ips(s.addresses)]);
    expect(shown?.sort()).toEqual([
      [8080, ['10.1.0.1']],
      [9090, ['10.1.0.2']],
    ]);
  });

  test('are not written when nothing changed', () => {
    const pods = [makePod('a', { ip: '10.1.0.1' })];
    const service = makeService('web', { clusterIP: 'None' }, { labels: { tier: 'front' } });
    const current = asStored(plan({ service, pods, triggerTime: '2026-01-01T00:00:00Z' }));
    expect(plan({ service, pods, current })).toBeUndefined();
    expect(plan({ service, pods: [], current })).toBeDefined();
    expect(plan({ service: makeService('web'), pods, current })).toBeDefined();
  });

  test('keep what others wrote beside them, and lose the trigger time with a change that has none', () => {
    const current = makeEndpoints('web', {
      metadata: {
        annotations: { note: 'x', 'endpoints.kubernetes.io/last-change-trigger-time': '2026-01-01T00:00:00Z' },
      },
      subsets: [{ addresses: [{ ip: '10.9.9.9' }] }],
    });
    const planned = plan({ current, pods: [] });
    expect(planned?.metadata).toMatchObject({ resourceVersion: '1', annotations: { note: 'x' } });
    expect(planned).not.toHaveProperty('subsets');
    const again = plan({ current, pods: [makePod('a', { ip: '10.1.0.1' })], triggerTime: '2026-02-01T00:00:00Z' });
    expect(again?.metadata.annotations).toEqual({
      note: 'x',
      'endpoints.kubernetes.io/last-change-trigger-time': '2026-02-01T00:00:00Z',
    });
  });

  test('are cut off at 1000 addresses, ready ones first, and say so', () => {
    const pods = Array.from({ length: 1100 }, (_, n) =>
      makePod(`p${n}`, { ip: `10.1.${n >> 8}.${n & 255}`, ready: n >= 300 }),
    );
    const planned = plan({ pods });
    expect(planned?.metadata.annotations).toEqual({ 'endpoints.kubernetes.io/over-capacity': 'truncated' });
    expect(planned?.subsets?.[0]?.addresses).toHaveLength(800);
    expect(planned?.subsets?.[0]?.notReadyAddresses).toHaveLength(200);
    const current = asStored(planned);
    expect(plan({ pods, current })).toBeUndefined();
    const fewer = plan({ pods: pods.slice(0, 900), current });
    expect(fewer?.metadata.annotations).toEqual({});
  });
});
