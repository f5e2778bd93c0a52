import type { Container, Node, ObjectMeta, Pod, PodSpec, PodStatus } from '../../server/api/types.gen.ts';

/** A pod as the API answers it, with one container unless said otherwise. */
export function makePod(
  name: string,
  { metadata, spec, status }: { metadata?: Partial<ObjectMeta>; spec?: Partial<PodSpec>; status?: PodStatus } = {},
): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'default', uid: `uid-${name}`, generation: 1, ...metadata },
    spec: {
      containers: [makeContainer('main')],
      restartPolicy: 'Always',
      schedulerName: 'default-scheduler',
      terminationGracePeriodSeconds: 30,
      ...spec,
    },
    status: { phase: 'Pending', qosClass: 'BestEffort', ...status },
  };
}

export function makeContainer(name: string, more: Partial<Container> = {}): Container {
  return { name, image: 'nginx:1.27', imagePullPolicy: 'IfNotPresent', resources: {}, ...more };
}

/** A schedulable node with room for ten pods, 4 cpus and 8 GiB. */
export function makeNode(
  name: string,
  { labels, ...more }: Partial<Node> & { labels?: Record<string, string> } = {},
): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: `uid-${name}`, labels: { 'kubernetes.io/hostname': name, ...labels } },
    spec: {},
    status: { allocatable: { cpu: '4', memory: '8Gi', pods: '10' } },
    ...more,
  };
}
