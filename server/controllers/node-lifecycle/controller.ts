import { findCondition } from '../../api/conditions.ts';
import { isNotFound } from '../../api/errors.ts';
import { POD_NODE_INDEX, podNodeIndex } from '../../api/pods.ts';
import { leases, nodes, pods } from '../../api/resource-types.gen.ts';
import type { Lease, Node, Pod } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { planEvictionTaints, planSilence } from './plan-node.ts';
import { createSilenceWatch, LOOK_INTERVAL } from './silence.ts';

/** Not the name of a node: the key that stands for a look at all of them. */
const LOOK = '';

const NEWS: Readonly<Record<string, (name: string) => { reason: string; message: string }>> = {
  ADDED: (name) => ({ reason: 'RegisteredNode', message: `Registered Node ${name} in Controller` }),
  DELETED: (name) => ({ reason: 'RemovingNode', message: `Removing Node ${name} from Controller` }),
};

/** Judges nodes by what is heard from them, and marks those that are not ready so that their pods are evicted. */
export function nodeLifecycleController(): Controller {
  const silence = createSilenceWatch();
  let allNodes: Informer<Node>;
  let allLeases: Informer<Lease>;
  let allPods: Informer<Pod>;
  let wake: (name: string) => void = () => {};
  const leaseOf = (name: string) => allLeases.get(`kube-node-lease/${name}`);

  return {
    name: 'node-controller',
    start({ informers, events }, queue) {
      allNodes = informers.for(nodes);
      allLeases = informers.for(leases);
      allPods = informers.for(pods);
      allPods.addIndex(POD_NODE_INDEX, podNodeIndex);
      allNodes.onEvent(({ type, object }) => {
        const { name } = object.metadata;
        const news = NEWS[type]?.(name);
        if (news) events.record(object, 'Normal', news.reason, `Node ${name} event: ${news.message}`);
        if (type === 'DELETED') silence.forget(name);
        else queue.add(name);
      });
      wake = (name) => queue.add(name);
      queue.add(LOOK);
    },
    async reconcile(name, context) {
      if (name === LOOK) {
        lookAround();
        return { requeueAfterMs: LOOK_INTERVAL, purpose: 'upkeep' };
      }
      const node = allNodes.get(name);
      if (!node) return undefined;
      try {
        const heard = silence.isSilent(node, leaseOf(name)) ? await markUnknown(node, context) : node;
        const marked = await markForEviction(heard, context);
        if (isUnready(marked)) await markPods(allPods.byIndex(POD_NODE_INDEX, name), context);
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
      return undefined;
    },
  };

  function lookAround(): void {
    for (const node of allNodes.list()) {
      const { name } = node.metadata;
      if (silence.look(node, leaseOf(name))) wake(name);
    }
  }
}

async function markUnknown(node: Node, { client, clock, events }: ControllerContext): Promise<Node> {
  const conditions = planSilence(node, timestamp(clock.now()));
  if (!conditions) return node;
  const { name } = node.metadata;
  events.record(node, 'Normal', 'NodeNotReady', `Node ${name} status is now: NodeNotReady`);
  return await client.update(nodes, { ...node, status: { ...node.status, conditions } }, { subresource: 'status' });
}

async function markForEviction(node: Node, { client, clock }: ControllerContext): Promise<Node> {
  const taints = planEvictionTaints(node, timestamp(clock.now()));
  return taints ? await client.update(nodes, { ...node, spec: { ...node.spec, taints } }) : node;
}

function isUnready({ status }: Node): boolean {
  const ready = findCondition(status.conditions, 'Ready');
  return ready !== undefined && ready.status !== 'True';
}

/** Pods of a node that is not ready are not ready themselves, whatever their kubelet last said. */
async function markPods(onNode: Iterable<Pod>, { client, clock, events }: ControllerContext): Promise<void> {
  const lastTransitionTime = timestamp(clock.now());
  for (const pod of [...onNode]) {
    const ready = findCondition(pod.status.conditions, 'Ready');
    if (ready?.status !== 'True') continue;
    const unready = { ...ready, status: 'False', lastTransitionTime };
    const conditions = pod.status.conditions?.map((condition) => (condition === ready ? unready : condition));
    await client.update(pods, { ...pod, status: { ...pod.status, conditions } }, { subresource: 'status' });
    events.record(pod, 'Warning', 'NodeNotReady', 'Node is not ready');
  }
}
