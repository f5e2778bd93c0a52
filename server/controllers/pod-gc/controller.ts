import { isNotFound } from '../../api/errors.ts';
import { keyOf } from '../../api/object.ts';
import { isPodFinished, POD_NODE_INDEX, podNodeIndex } from '../../api/pods.ts';
import { nodes, pods } from '../../api/resource-types.gen.ts';
import type { Node, Pod } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { withDisruption } from '../disruption-target.ts';

/** How long a node has to be missing before its pods are: as kube-controller-manager has it. */
const QUARANTINE = 40_000;

/** Removes pods whose node is no more: nobody else can end them. Keys are names of nodes. */
export function podGarbageCollector(): Controller {
  const missingSince = new Map<string, number>();
  let allNodes: Informer<Node>;
  let allPods: Informer<Pod>;

  return {
    name: 'pod-garbage-collector-controller',
    start({ informers }, queue) {
      allNodes = informers.for(nodes);
      allPods = informers.for(pods);
      allPods.addIndex(POD_NODE_INDEX, podNodeIndex);
      allNodes.onEvent(({ object }) => queue.add(object.metadata.name));
      allPods.onEvent(({ type, object, old }) => {
        const { nodeName } = object.spec;
        if (type === 'DELETED' || !nodeName || nodeName === old?.spec.nodeName) return;
        if (!allNodes.get(nodeName)) queue.add(nodeName);
      });
    },
    async reconcile(name, context) {
      if (allNodes.get(name) || allPods.indexSize(POD_NODE_INDEX, name) === 0) {
        missingSince.delete(name);
        return undefined;
      }
      const now = context.clock.now();
      const since = missingSince.get(name) ?? now;
      missingSince.set(name, since);
      if (now < since + QUARANTINE) return { requeueAfterMs: since + QUARANTINE - now };
      for (const pod of [...allPods.byIndex(POD_NODE_INDEX, name)]) await removeOrphan(pod, context);
      return undefined;
    },
  };
}

async function removeOrphan(pod: Pod, { client, clock, log }: ControllerContext): Promise<void> {
  const { namespace, name, uid } = pod.metadata;
  log.debug({ pod: keyOf(pod) }, 'the node of a pod is no more');
  try {
    if (!isPodFinished(pod)) {
      const why = { reason: 'DeletionByPodGC', message: 'PodGC: node no longer exists' };
      const status = { ...withDisruption(pod, why, clock.now()), phase: 'Failed' as const };
      await client.update(pods, { ...pod, status }, { subresource: 'status' });
    }
    await client.delete(pods, { namespace, name }, { gracePeriodSeconds: 0, preconditions: { uid } });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
