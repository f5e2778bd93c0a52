import { isNotFound } from '../../api/errors.ts';
import { nodes } from '../../api/resource-types.gen.ts';
import type { Node } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller } from '../../client/run-controller.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { planTaints } from './plan-taints.ts';

/** Keeps pods away from nodes that are not ready, under pressure or cordoned. */
export function nodeTaintsController(): Controller {
  let allNodes: Informer<Node>;
  return {
    name: 'node-lifecycle-controller',
    start({ informers }, queue) {
      allNodes = informers.for(nodes);
      allNodes.onEvent(({ type, object }) => {
        if (type !== 'DELETED') queue.add(object.metadata.name);
      });
    },
    async reconcile(name, { client, clock }) {
      const node = allNodes.get(name);
      const taints = node && planTaints(node, timestamp(clock.now()));
      if (!node || !taints) return;
      try {
        await client.update(nodes, { ...node, spec: { ...node.spec, taints } });
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
    },
  };
}
