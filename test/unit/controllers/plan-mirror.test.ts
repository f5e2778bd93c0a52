import { describe, expect, test } from 'vitest';
import type { EndpointSlice } from '../../../server/api/types.gen.ts';
import { type MirrorPlan, planMirror } from '../../../server/controllers/endpoint-slice-mirroring/plan-mirror.ts';
import { makeEndpoints } from './make.ts';

const address = (ip: string) => ({ ip });
const makeSource = (subsets: object[], metadata = {}) => makeEndpoints('web', { subsets: subsets as never, metadata });
const stored = ({ create, update }: MirrorPlan): EndpointSlice[] =>
  [...create, ...update].map(
    (s, i) => ({ ...s, metadata: { ...s.metadata, name: s.metadata.name ?? `web-${i}` } }) as EndpointSlice,
  );
const writes = (p: MirrorPlan) => [p.create.length, p.update.length, p.delete.length];

describe('mirrored slices', () => {
  test('say what the Endpoints say, but for what is only theirs', () => {
    const source = makeSource(
      [
        {
          addresses: [{ ip: '192.0.2.2', nodeName: 'n1', hostname: 'h1', targetRef: { kind: 'Pod', name: 'p' } }],
          notReadyAddresses: [address('192.0.2.3')],
          ports: [{ port: 8080, protocol: 'TCP' }],
        },
      ],
      {
        labels: { app: 'web' },
        annotations: {
          note: 'x',
          'endpoints.kubernetes.io/last-change-trigger-time': '2024-01-01T00:00:00Z',
          'kubectl.kubernetes.io/last-applied-configuration': '{}',
        },
      },
    );
    expect(planMirror(source, []).create).toEqual([
      {
        metadata: {
          generateName: 'web-',
          namespace: 'default',
          labels: {
            app: 'web',
            'kubernetes.io/service-name': 'web',
            'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
          },
          annotations: { note: 'x' },
          ownerReferences: [
            {
              apiVersion: 'v1',
              kind: 'Endpoints',
              name: 'web',
              uid: 'Endpoints-web',
              controller: true,
              blockOwnerDeletion: true,
            },
          ],
        },
        addressType: 'IPv4',
        ports: [{ name: '', port: 8080, protocol: 'TCP' }],
        endpoints: [
          {
            addresses: ['192.0.2.2'],
            conditions: { ready: true },
            hostname: 'h1',
            nodeName: 'n1',
            targetRef: { kind: 'Pod', name: 'p' },
          },
          { addresses: ['192.0.2.3'], conditions: { ready: false } },
        ],
      },
    ]);
  });

  const one = makeSource([{ addresses: [address('192.0.2.1')], ports: [{ port: 80, protocol: 'TCP' }] }]);

  test('are left alone when they are right', () => {
    expect(writes(planMirror(one, stored(planMirror(one, []))))).toEqual([0, 0, 0]);
  });

  test('are one for each family and set of ports', () => {
    const source = makeSource([
      { addresses: [address('192.0.2.1'), address('2001:db8::1')], ports: [{ port: 80 }] },
      { addresses: [address('192.0.2.2')], ports: [{ port: 81 }] },
    ]);
    const shown = planMirror(source, []).create.map((s) => [s.addressType, s.ports?.[0]?.port, s.endpoints?.length]);
    expect(shown).toEqual([
      ['IPv4', 80, 1],
      ['IPv6', 80, 1],
      ['IPv4', 81, 1],
    ]);
  });

  test('keep their name with other ports, and lose their generateName with other labels', () => {
    const slices = stored(planMirror(one, []));
    const ports = makeSource([{ addresses: [address('192.0.2.1')], ports: [{ port: 81, protocol: 'TCP' }] }]);
    expect(planMirror(ports, slices).update[0]?.metadata).toMatchObject({ name: 'web-0', generateName: 'web-' });
    const labelled = makeSource(one.subsets ?? [], { labels: { app: 'two' } });
    const [changed] = planMirror(labelled, slices).update;
    expect(changed?.metadata).toMatchObject({ name: 'web-0', labels: { app: 'two' } });
    expect(changed?.metadata).not.toHaveProperty('generateName');
  });

  test('go when there is nothing to mirror', () => {
    expect(writes(planMirror(makeSource([]), stored(planMirror(one, []))))).toEqual([0, 0, 1]);
  });

  test('skip what is no address and what is too much, and count it', () => {
    const many = Array.from({ length: 1001 }, (_, n) => address(`10.0.${n >> 8}.${n & 255}`));
    const p = planMirror(makeSource([{ addresses: [address('nonsense'), ...many] }]), []);
    expect(p.create[0]?.endpoints).toHaveLength(1000);
    expect([p.invalid, p.skipped]).toEqual([1, 2]);
  });
});
