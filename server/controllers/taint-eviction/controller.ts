import { isNotFound } from '../../api/errors.ts';
import { keyOf } from '../../api/object.ts';
import { isPodFinished, POD_NODE_INDEX, podNodeIndex } from '../../api/pods.ts';
import { nodes, pods } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Node, Pod } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { withDisruption } from '../disruption-target.ts';
import { evictionTime } from './plan-eviction.ts';

/** Deletes pods from nodes whose NoExecute taints they do not tolerate, or not for any longer. */
export function taintEvictionController(): Controller {
  /** Since when pods have had to leave: few taints say when they were added. */
  const leaving = new Map<string, number>();
  let allNodes: Informer<Node>;
  let allPods: Informer<Pod>;

  return {
    name: 'taint-eviction-controller',
    start({ informers }, queue) {
      allNodes = informers.for(nodes);
      allPods = informers.for(pods);
      allPods.addIndex(POD_NODE_INDEX, podNodeIndex);
      allNodes.onEvent(({ object, old }) => {
        if (old ? semanticEqual(object.spec.taints, old.spec.taints) : !object.spec.taints) return;
        for (const pod of allPods.byIndex(POD_NODE_INDEX, object.metadata.name)) queue.add(keyOf(pod));
      });
      allPods.onEvent(({ type, object, old }) => {
        if (type === 'DELETED') return void leaving.delete(keyOf(object));
        const isBound = object.spec.nodeName && object.spec.nodeName !== old?.spec.nodeName;
        if (isBound || (old && object.metadata.generation !== old.metadata.generation)) queue.add(keyOf(object));
      });
    },
    async reconcile(key, context) {
      const pod = allPods.get(key);
      if (!pod || pod.metadata.deletionTimestamp !== undefined || isPodFinished(pod)) return undefined;
      const now = context.clock.now();
      const since = leaving.get(key) ?? now;
      const time = evictionTime(pod, allNodes.get(pod.spec.nodeName ?? '')?.spec.taints, since);
      if (time === undefined) {
        if (leaving.delete(key)) say(pod, `Cancelling deletion of Pod ${key}`, context);
        return undefined;
      }
      if (time > now) {
        leaving.set(key, since);
        return { requeueAfterMs: time - now };
      }
      say(pod, `Marking for deletion Pod ${key}`, context);
      await evict(pod, context);
      return undefined;
    },
  };
}

function say(pod: Pod, message: string, { events }: ControllerContext): void {
  events.record(pod, 'Normal', 'TaintManagerEviction', message);
}

async function evict(pod: Pod, { client, clock }: ControllerContext): Promise<void> {
  const { namespace, name, uid } = pod.metadata;
  const message = 'Taint manager: deleting due to NoExecute taint';
  const status = withDisruption(pod, { reason: 'DeletionByTaintManager', message }, clock.now());
  try {
    await client.update(pods, { ...pod, status }, { subresource: 'status' });
    await client.delete(pods, { namespace, name }, { preconditions: { uid } });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
