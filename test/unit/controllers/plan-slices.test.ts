import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Endpoint, EndpointSlice, Node, Pod } from '../../../server/api/types.gen.ts';
import {
  planSlices,
  type SlicesInput,
  type SlicesPlan,
} from '../../../server/controllers/endpoint-slice/plan-slices.ts';
import { describePod } from '../../../server/controllers/endpoint-slice/pod-endpoint.ts';
import { makeNode, makePod, makeService } from './make.ts';

const service = makeService('web');
const nodes: Record<string, Node> = { n1: makeNode('n1', 'zone-a'), n2: makeNode('n2', 'zone-b') };

const plan = ({ pods = [], ...input }: Partial<Omit<SlicesInput, 'pods'>> & { pods?: Pod[] }): SlicesPlan => {
  const described = pods.map((pod) => describePod(pod, input.service ?? service, nodes[pod.spec.nodeName ?? '']));
  return planSlices({ service, pods: described, slices: [], triggerTime: undefined, ...input });
};

let names = 0;
/** The slices after the plan was carried out. */
function apply(slices: readonly EndpointSlice[], p: SlicesPlan): EndpointSlice[] {
  const gone = new Set(p.delete.map((s) => s.metadata.name));
  const changed = new Map(p.update.map((s) => [s.metadata.name, s]));
  const created = p.create.map(
    (s) => ({ ...s, metadata: { ...s.metadata, name: `web-${++names}`, uid: `u${names}` } }) as EndpointSlice,
  );
  return [
    ...slices.filter((s) => !gone.has(s.metadata.name)).map((s) => changed.get(s.metadata.name) ?? s),
    ...created,
  ];
}

const makePods = (count: number, from = 0): Pod[] =>
  Array.from({ length: count }, (_, i) =>
    makePod(`p${from + i}`, { ip: `10.1.${(from + i) >> 8}.${(from + i) & 255}` }),
  );
const endpointsOf = (slices: readonly { endpoints?: Endpoint[] | null | undefined }[]) =>
  slices.flatMap((s) => s.endpoints ?? []);
const writes = (p: SlicesPlan) => p.create.length + p.update.length + p.delete.length;
const sizes = (slices: readonly EndpointSlice[]) => slices.map((s) => s.endpoints?.length ?? 0);

describe('the slices of a Service', () => {
  test('begin with an empty one that belongs to the Service', () => {
    const p = plan({
      service: makeService('web', {}, { labels: { tier: 'front' } }),
      triggerTime: '2026-01-01T00:00:00Z',
    });
    expect(p.create).toEqual([
      {
        metadata: {
          generateName: 'web-',
          namespace: 'default',
          labels: {
            tier: 'front',
            'kubernetes.io/service-name': 'web',
            'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
          },
          annotations: { 'endpoints.kubernetes.io/last-change-trigger-time': '2026-01-01T00:00:00Z' },
          ownerReferences: [
            {
              apiVersion: 'v1',
              kind: 'Service',
              name: 'web',
              uid: 'Service-web',
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        },
        addressType: 'IPv4',
        ports: [],
        endpoints: [],
      },
    ]);
    expect(writes(plan({ slices: apply([], plan({})) }))).toBe(0);
  });

  test('hold what a client needs to know of a pod', () => {
    const pod = makePod('a', { ip: '10.1.0.1', spec: { hostname: 'first', subdomain: 'web' } });
    const [slice] = plan({ pods: [pod] }).create;
    expect(slice?.ports).toEqual([{ name: '', port: 8080, protocol: 'TCP' }]);
    expect(slice?.endpoints).toEqual([
      {
        addresses: ['10.1.0.1'],
        conditions: { ready: true, serving: true, terminating: false },
        hostname: 'first',
        nodeName: 'n1',
        targetRef: { kind: 'Pod', namespace: 'default', name: 'a', uid: 'Pod-a' },
        zone: 'zone-a',
      },
    ]);
  });

  const deleted = { deletionTimestamp: '2026-01-01T00:00:00Z' };
  test.each([
    [
      'not ready',
      makePod('a', { ip: '10.1.0.1', ready: false }),
      false,
      { ready: false, serving: false, terminating: false },
    ],
    [
      'terminating',
      makePod('a', { ip: '10.1.0.1', metadata: deleted }),
      false,
      { ready: false, serving: true, terminating: true },
    ],
    [
      'not ready but published',
      makePod('a', { ip: '10.1.0.1', ready: false }),
      true,
      { ready: true, serving: false, terminating: false },
    ],
    [
      'terminating but published',
      makePod('a', { ip: '10.1.0.1', metadata: deleted }),
      true,
      { ready: true, serving: true, terminating: true },
    ],
  ])('tell the conditions of a pod that is %s', (_, pod, publishNotReadyAddresses, conditions) => {
    const p = plan({ service: makeService('web', { publishNotReadyAddresses }), pods: [pod] });
    expect(endpointsOf(p.create)[0]?.conditions).toEqual(conditions);
  });

  test('leave out a pod whose node is not there, unless pods are published that are not ready', () => {
    const pods = [makePod('a', { ip: '10.1.0.1', spec: { nodeName: 'nowhere' } })];
    const p = plan({ pods });
    expect(endpointsOf(p.create)).toEqual([]);
    expect(p.withoutNode).toEqual(pods);
    const published = plan({ pods, service: makeService('web', { publishNotReadyAddresses: true }) });
    expect(endpointsOf(published.create)).toHaveLength(1);
  });

  test('have a set for each set of ports, also for pods that have none of them', () => {
    const named = makeService('web', { ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'http' }] });
    const withPort = (containerPort: number) => ({
      containers: [{ name: 'c', ports: [{ name: 'http', containerPort }] }],
    });
    const pods = [
      makePod('a', { ip: '10.1.0.1', spec: withPort(8080) }),
      makePod('b', { ip: '10.1.0.2', spec: withPort(9090) }),
      makePod('c', { ip: '10.1.0.3' }),
    ];
    const p = plan({ service: named, pods });
    expect(p.create.map((s) => [s.ports?.map((x) => x.port), endpointsOf([s]).map((e) => e.addresses[0])])).toEqual([
      [[8080], ['10.1.0.1']],
      [[9090], ['10.1.0.2']],
      [[], ['10.1.0.3']],
    ]);
  });

  test('take over the empty slice when the first pod comes: one write', () => {
    const slices = apply([], plan({}));
    const p = plan({ slices, pods: makePods(1) });
    expect([p.create, p.delete].flat()).toEqual([]);
    expect(p.update[0]?.metadata).toMatchObject({ name: slices[0]?.metadata.name, generateName: 'web-' });
    expect(p.update[0]?.metadata.resourceVersion).toBeUndefined();
  });

  test('cost one write for one changed pod of 5000', () => {
    const pods = makePods(5000);
    const slices = apply([], plan({ pods }));
    expect(slices).toHaveLength(50);
    const changed = pods.with(2345, makePod('p2345', { ip: '10.1.9.41', ready: false }));
    const p = plan({ slices, pods: changed });
    expect([p.create.length, p.update.length, p.delete.length]).toEqual([0, 1, 0]);
    expect(endpointsOf(p.update)).toHaveLength(100);
  });

  test('fill slices that are written anyway before others', () => {
    const first = apply([], plan({ pods: makePods(150) }));
    expect(sizes(first)).toEqual([100, 50]);
    // Three of the first slice go and two come: only the first is written.
    const pods = [...makePods(147, 3), ...makePods(2, 500)];
    const p = plan({ slices: first, pods });
    expect(p.update.map((s) => s.metadata.name)).toEqual([first[0]?.metadata.name]);
    expect(sizes(apply(first, p))).toEqual([99, 50]);
  });

  test('put new pods where they fit best, else into new slices', () => {
    const first = apply([], plan({ pods: makePods(150) }));
    const some = apply(first, plan({ slices: first, pods: makePods(190) }));
    expect(sizes(some)).toEqual([100, 90]);
    const more = plan({ slices: some, pods: makePods(210) });
    expect([more.create.length, more.update.length]).toEqual([1, 0]);
  });

  test('follow the labels of the Service, but not those that are theirs', () => {
    const slices = apply([], plan({ pods: makePods(1) }));
    const labelled = makeService('web', {}, { labels: { color: 'red', 'kubernetes.io/service-name': 'mine' } });
    const p = plan({ slices, pods: makePods(1), service: labelled });
    expect(p.update[0]?.metadata.labels).toMatchObject({ color: 'red', 'kubernetes.io/service-name': 'web' });
    expect(writes(plan({ slices: apply(slices, p), pods: makePods(1), service: labelled }))).toBe(0);
  });

  test('of an earlier Service of the same name are deleted, not taken over', () => {
    const slices = apply([], plan({ pods: makePods(1), service: makeService('web', {}, { uid: 'earlier' }) }));
    const p = plan({ slices, pods: makePods(1) });
    expect([p.create.length, p.update.length, p.delete.length]).toEqual([1, 0, 1]);
  });

  test('of a family that the Service no longer has go', () => {
    const dual = makeService('web', { ipFamilies: ['IPv4', 'IPv6'] });
    const pod = makePod('a', { ip: '10.1.0.1' });
    pod.status.podIPs?.push({ ip: '2001:db8::1' });
    const slices = apply([], plan({ service: dual, pods: [pod] }));
    expect(slices.map((s) => s.addressType)).toEqual(['IPv4', 'IPv6']);
    expect(plan({ slices, pods: [pod] }).delete.map((s) => s.addressType)).toEqual(['IPv6']);
  });

  test('keep their trigger time only as long as they are not written', () => {
    const slices = apply([], plan({ pods: makePods(1), triggerTime: '2026-01-01T00:00:00Z' }));
    const p = plan({ slices, pods: makePods(2) });
    expect(p.update[0]?.metadata.annotations).toEqual({});
  });

  test.each([
    ['PreferClose', { forZones: [{ name: 'zone-a' }] }],
    ['PreferSameZone', { forZones: [{ name: 'zone-a' }] }],
    ['PreferSameNode', { forZones: [{ name: 'zone-a' }], forNodes: [{ name: 'n1' }] }],
  ])('give hints for %s, and take them back', (trafficDistribution, hints) => {
    const pods = [...makePods(1), makePod('b', { ip: '10.1.9.9', ready: false })];
    const plain = apply([], plan({ pods }));
    const close = makeService('web', { trafficDistribution });
    const hinted = apply(plain, plan({ service: close, pods, slices: plain }));
    expect(endpointsOf(hinted).map((e) => e.hints)).toEqual([hints, undefined]);
    expect(writes(plan({ service: close, pods, slices: hinted }))).toBe(0);
    expect(endpointsOf(plan({ pods, slices: hinted }).update).every((e) => e.hints === undefined)).toBe(true);
  });
});

test('whatever happens to the pods, the slices hold each once, at most 100 a slice, and then rest', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 300 })), {
    maxLength: 6,
  });
  fc.assert(
    fc.property(steps, (ranges) => {
      let slices: EndpointSlice[] = [];
      for (const [from, count] of ranges) {
        const pods = makePods(count, from);
        slices = apply(slices, plan({ slices, pods }));
        const held = endpointsOf(slices).map((e) => e.targetRef?.name);
        expect(held.sort()).toEqual(pods.map((p) => p.metadata.name).sort());
        expect(Math.max(...sizes(slices))).toBeLessThanOrEqual(100);
        expect(writes(plan({ slices, pods }))).toBe(0);
      }
    }),
    { numRuns: 30 },
  );
});
