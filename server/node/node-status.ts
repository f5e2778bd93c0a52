import { nodes } from '../api/resource-types.gen.ts';
import type { Node } from '../api/types.gen.ts';
import type { Informer } from '../client/informer.ts';
import type { Controller, ControllerContext } from '../client/run-controller.ts';
import { timestamp } from '../lib/timestamps.ts';
import type { AddressPlan } from './address-plan.ts';
import type { NodePool } from './node-pool.ts';
import { NODE_ANNOTATION, nodeLabels, nodeStatus, readiness, withTransitions } from './node-template.ts';
import { SIMULATION_PREFIX } from './simulation.ts';

export interface NodeStatusOptions {
  pool: NodePool;
  plan: AddressPlan;
  /** How many nodes have been registered: those that come later have the places after them. */
  registered: number;
  /** The kubelet of the node can act, for the first time or again. */
  onReturn(name: string): void;
}

type Mood = 'ready' | 'unready' | 'silent';

/**
 * Follows the nodes that are simulated: takes on those that users create with the annotation `sim.kubeling.dev/node`,
 * and lets nodes be ready, not ready or silent as their annotations say. What somebody else writes into the conditions
 * stays until that changes.
 */
export function nodeStatusController({ pool, plan, registered, onReturn }: NodeStatusOptions): Controller {
  const moods = new Map<string, Mood>();
  let allNodes: Informer<Node>;
  const places = new Map<string, number>();
  const cordons = followCordons();

  return {
    name: 'kubelet-node-status',
    start({ informers }, queue) {
      allNodes = informers.for(nodes);
      allNodes.onEvent(({ type, object }) => {
        const { name } = object.metadata;
        if (type === 'DELETED') forget(name);
        else queue.add(name);
      });
    },
    async reconcile(name, context) {
      let node = allNodes.get(name);
      if (!node || node.metadata.annotations?.[NODE_ANNOTATION] === undefined) return;
      if (!node.status.addresses?.length) node = await takeOn(node, { index: placeOf(name), plan, context });
      const news = cordons.newsOf(node);
      if (news) pool.get(name)?.tell(news);
      const mood = moodOf(node);
      // Registered nodes say that they are ready before anybody looks.
      const before = moods.get(name) ?? (pool.get(name) ? 'ready' : undefined);
      Object.assign(pool.set(node), { isSilent: mood === 'silent', isUnready: mood === 'unready' });
      if (mood === before) return;
      if (mood !== 'silent') {
        await report(node, mood === 'ready', context);
        onReturn(name);
      }
      moods.set(name, mood);
    },
  };

  function forget(name: string): void {
    pool.delete(name);
    moods.delete(name);
    cordons.forget(name);
  }

  function placeOf(name: string): number {
    const place = places.get(name) ?? registered + places.size;
    places.set(name, place);
    return place;
  }

  async function report(node: Node, isReady: boolean, { client, clock }: ControllerContext): Promise<void> {
    const { name } = node.metadata;
    const now = timestamp(clock.now());
    const wanted = nodeStatus({ name, address: '', now }).conditions?.map((condition) =>
      condition.type === 'Ready' ? { ...condition, ...readiness(isReady) } : condition,
    );
    const conditions = withTransitions(wanted ?? [], node.status.conditions);
    await client.update(nodes, { ...node, status: { ...node.status, conditions } }, { subresource: 'status' });
    pool.get(name)?.tell(isReady ? 'NodeReady' : 'NodeNotReady');
  }
}

/** Remembers which nodes are cordoned. */
function followCordons() {
  const cordoned = new Set<string>();
  return {
    /** What has changed since the node was looked at last. */
    newsOf({ metadata: { name }, spec: { unschedulable = false } }: Node): string | undefined {
      if (cordoned.has(name) === unschedulable) return undefined;
      if (unschedulable) cordoned.add(name);
      else cordoned.delete(name);
      return unschedulable ? 'NodeNotSchedulable' : 'NodeSchedulable';
    },
    forget: (name: string) => void cordoned.delete(name),
  };
}

function moodOf({ metadata: { annotations } }: Node): Mood {
  if (annotations?.[`${SIMULATION_PREFIX}heartbeat`] === 'off') return 'silent';
  return annotations?.[`${SIMULATION_PREFIX}ready`] === 'false' ? 'unready' : 'ready';
}

/** Gives a node that a user created what it lacks, and leaves what it has. */
async function takeOn(
  node: Node,
  { index, plan, context: { client, clock } }: { index: number; plan: AddressPlan; context: ControllerContext },
): Promise<Node> {
  const { name } = node.metadata;
  const podCIDR = node.spec.podCIDR ?? plan.podCidr(index);
  const labels = { ...nodeLabels({ name, index }), ...node.metadata.labels };
  const spec = { ...node.spec, ...(podCIDR !== undefined && { podCIDR, podCIDRs: [podCIDR] }) };
  const placed = await client.update(nodes, { ...node, metadata: { ...node.metadata, labels }, spec });
  const usual = nodeStatus({ name, address: plan.nodeAddress(index), now: timestamp(clock.now()) });
  const status = { ...usual, ...givenParts(node.status) };
  return await client.update(nodes, { ...placed, status }, { subresource: 'status' });
}

function givenParts(status: Node['status']): Partial<Node['status']> {
  return Object.fromEntries(
    Object.entries(status).filter(([, value]) => value !== undefined && (!Array.isArray(value) || value.length > 0)),
  );
}
