import type { ApiObject } from '../../../server/api/object.ts';
import type { Endpoints, Node, Pod, Service } from '../../../server/api/types.gen.ts';

type Loose<T> = { [K in keyof T]?: T[K] | Record<string, unknown> };

/** Objects as they come from the server, with what a test does not care about filled in. */
export function make<T extends ApiObject>(kind: string, name: string, rest: Loose<T> = {}): T {
  const { metadata, ...fields } = rest as { metadata?: object };
  return {
    apiVersion: 'v1',
    kind,
    metadata: { name, namespace: 'default', uid: `${kind}-${name}`, resourceVersion: '1', ...metadata },
    ...fields,
  } as T;
}

export function makeService(name: string, spec: Partial<Service['spec']> = {}, metadata = {}): Service {
  return make<Service>('Service', name, {
    metadata: { creationTimestamp: '2026-01-01T00:00:00Z', ...metadata },
    spec: {
      clusterIP: '10.96.0.1',
      ipFamilies: ['IPv4'],
      selector: { app: 'web' },
      ports: [{ port: 80, protocol: 'TCP', targetPort: 8080 }],
      ...spec,
    },
    status: {},
  });
}

interface PodOptions {
  ip?: string;
  ready?: boolean;
  phase?: Pod['status']['phase'];
  spec?: Partial<Pod['spec']>;
  metadata?: Partial<Pod['metadata']>;
  since?: string;
}

export function makePod(name: string, options: PodOptions = {}): Pod {
  const { ip, ready = true, phase = 'Running', spec, metadata, since } = options;
  return make<Pod>('Pod', name, {
    metadata: { labels: { app: 'web' }, ...metadata },
    spec: { containers: [{ name: 'c' }], nodeName: 'n1', ...spec },
    status: {
      phase,
      ...(ip && { podIP: ip, podIPs: [{ ip }] }),
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', ...(since && { lastTransitionTime: since }) }],
    },
  });
}

export function makeNode(name: string, zone?: string): Node {
  const labels = zone === undefined ? {} : { 'topology.kubernetes.io/zone': zone };
  return make<Node>('Node', name, { metadata: { namespace: undefined, labels }, spec: {}, status: {} });
}

export const makeEndpoints = (name: string, rest: Loose<Endpoints> = {}): Endpoints => make('Endpoints', name, rest);
