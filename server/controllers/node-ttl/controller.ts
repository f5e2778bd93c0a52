import { isNotFound } from '../../api/errors.ts';
import { nodes } from '../../api/resource-types.gen.ts';
import type { Node } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller } from '../../client/run-controller.ts';

const ANNOTATION = 'node.alpha.kubernetes.io/ttl';

/** Up to how many nodes their kubelets may keep objects for how long. */
const SECONDS_BY_NODES: readonly (readonly [nodes: number, seconds: number])[] = [
  [100, 0],
  [500, 15],
  [1000, 30],
  [2000, 60],
  [Number.POSITIVE_INFINITY, 300],
];

/** Tells each node for how many seconds it may rely on what it has read: the more nodes there are, the longer. */
export function nodeTtlController(): Controller {
  let allNodes: Informer<Node>;
  return {
    name: 'ttl-controller',
    start({ informers }, queue) {
      allNodes = informers.for(nodes);
      allNodes.onEvent(({ type, object }) => {
        if (type !== 'DELETED') queue.add(object.metadata.name);
      });
    },
    async reconcile(name, { client }) {
      const node = allNodes.get(name);
      const ttl = String(secondsFor([...allNodes.list()].length));
      if (!node || node.metadata.annotations?.[ANNOTATION] === ttl) return;
      const body = { metadata: { annotations: { [ANNOTATION]: ttl } } };
      try {
        await client.patch(nodes, { name }, { type: 'application/strategic-merge-patch+json', body });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  };
}

function secondsFor(count: number): number {
  return SECONDS_BY_NODES.find(([most]) => count <= most)?.[1] ?? 0;
}
