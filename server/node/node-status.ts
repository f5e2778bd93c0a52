import { findCondition } from '../api/conditions.ts';
import { nodes } from '../api/resource-types.gen.ts';
import type { Node } from '../api/types.gen.ts';
import type { Informer } from '../client/informer.ts';
import type { Controller, ControllerContext } from '../client/run-controller.ts';
import { timestamp } from '../lib/timestamps.ts';
import type { AddressPlan } from './address-plan.ts';
import type { NodePool } from './node-pool.ts';
import { NODE_ANNOTATION, nodeLabels, nodeStatus, readiness } from './node-template.ts';
import { SIMULATION_PREFIX } from './simulation.ts';

export interface NodeStatusOptions {
  pool: NodePool;
  plan: AddressPlan;
  /** How many nodes have been registered: those that come later have the places after them. */
  registered: number;
  /** The pods of the node can be acted for. */
  onNode(name: string): void;
}

/**
 * Follows the nodes that are simulated: takes on those that users create with the annotation `sim.kubeling.dev/node`,
 * and makes them ready or not as the annotation `sim.kubeling.dev/ready` says. What somebody else writes into the
 * conditions stays until that annotation changes.
 */
export function nodeStatusController({ pool, plan, registered, onNode }: NodeStatusOptions): Controller {
  const wanted = new Map<string, boolean>();
  let allNodes: Informer<Node>;
  let places = registered;

  const takeOn = async (node: Node, { client, clock }: ControllerContext) => {
    const index = places++;
    const { name } = node.metadata;
    const podCIDR = node.spec.podCIDR ?? plan.podCidr(index);
    const labels = { ...nodeLabels({ name, index }), ...node.metadata.labels };
    const spec = { ...node.spec, ...(podCIDR !== undefined && { podCIDR, podCIDRs: [podCIDR] }) };
    const placed = await client.update(nodes, { ...node, metadata: { ...node.metadata, labels }, spec });
    const usual = nodeStatus({ name, address: plan.nodeAddress(index), now: timestamp(clock.now()) });
    const status = { ...usual, ...definedParts(node.status) };
    pool.set(await client.update(nodes, { ...placed, status }, { subresource: 'status' }));
    onNode(name);
  };

  return {
    name: 'kubelet-node-status',
    start({ informers }, queue) {
      allNodes = informers.for(nodes);
      allNodes.onEvent(({ type, object }) => {
        const { name } = object.metadata;
        if (type !== 'DELETED') return queue.add(name);
        pool.delete(name);
        wanted.delete(name);
        return undefined;
      });
    },
    async reconcile(name, context) {
      const node = allNodes.get(name);
      if (!node || node.metadata.annotations?.[NODE_ANNOTATION] === undefined) return;
      if (!node.status.addresses?.length || !pool.get(name)) return takeOnOrResume(node, context);
      const before = pool.get(name)?.isSilent;
      if (pool.set(node).isSilent !== before) onNode(name);
      await followReadiness(node, context);
    },
  };

  async function takeOnOrResume(node: Node, context: ControllerContext): Promise<void> {
    if (!node.status.addresses?.length) return takeOn(node, context);
    pool.set(node);
    onNode(node.metadata.name);
  }

  async function followReadiness(node: Node, { client, clock }: ControllerContext): Promise<void> {
    const { name, annotations } = node.metadata;
    const isWanted = annotations?.[`${SIMULATION_PREFIX}ready`] !== 'false';
    if ((wanted.get(name) ?? true) === isWanted) return;
    const now = timestamp(clock.now());
    const old = findCondition(node.status.conditions, 'Ready');
    const ready = { type: 'Ready', lastHeartbeatTime: now, lastTransitionTime: now, ...readiness(isWanted) };
    const conditions = (node.status.conditions ?? []).map((condition) => (condition === old ? ready : condition));
    await client.update(nodes, { ...node, status: { ...node.status, conditions } }, { subresource: 'status' });
    wanted.set(name, isWanted);
  }
}

/** What a user gave the node of itself: capacity, addresses. */
function definedParts(status: Node['status']): Partial<Node['status']> {
  return Object.fromEntries(
    Object.entries(status).filter(([, value]) => value !== undefined && (!Array.isArray(value) || value.length > 0)),
  );
}
