import { isAlreadyExists, isNotFound } from '../api/errors.ts';
import { nodes } from '../api/resource-types.gen.ts';
import { semanticEqual } from '../api/semantic-equal.ts';
import type { Node } from '../api/types.gen.ts';
import type { Client } from '../client/client.ts';
import { retryOnConflict } from '../client/retry-on-conflict.ts';
import { timestamp } from '../lib/timestamps.ts';
import { type AddressPlan, planAddresses } from './address-plan.ts';
import {
  NODE_ANNOTATION,
  type NodeFacts,
  nodeStatus,
  nodeTemplate,
  REGISTERED,
  withTransitions,
} from './node-template.ts';

export interface Registration {
  client: Client;
  /** The network that is divided among the nodes: `10.244.0.0/16`. */
  podCidr: string;
  count: number;
  /** Milliseconds since the epoch. */
  now: number;
}

/**
 * `node-1`, `node-2` … as they are now. Nodes that an earlier start registered beyond `count` go. Rejects with a
 * RangeError when the pod network has no room for them.
 */
export async function registerNodes(registration: Registration): Promise<Node[]> {
  const { client, podCidr, count, now } = registration;
  const plan = planAddresses(podCidr, count);
  const names = Array.from({ length: count }, (_, index) => `node-${index + 1}`);
  const { items } = await client.list(nodes);
  const present = new Set(items.map(({ metadata }) => metadata.name));
  const registered = await Promise.all(
    names.map((name, index) => {
      const facts = factsOf(name, index, { plan, now });
      return present.has(name) ? retryOnConflict(() => comeBack(client, facts)) : registerNode(client, facts);
    }),
  );
  const surplus = items.filter(
    ({ metadata }) => metadata.annotations?.[NODE_ANNOTATION] === REGISTERED && !names.includes(metadata.name),
  );
  await Promise.all(surplus.map(({ metadata }) => deleteNode(client, metadata.name)));
  return registered;
}

function factsOf(name: string, index: number, { plan, now }: { plan: AddressPlan; now: number }): NodeFacts {
  const address = plan.nodeAddress(index);
  return { name, index, address, podCidr: plan.podCidr(index) ?? '', now: timestamp(now) };
}

async function registerNode(client: Client, facts: NodeFacts): Promise<Node> {
  try {
    return await client.create(nodes, nodeTemplate(facts));
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
    return await retryOnConflict(() => comeBack(client, facts));
  }
}

/** A kubelet that starts again says how its node is now, and leaves labels, taints and cordons as they are. */
async function comeBack(client: Client, facts: { name: string; address: string; now: string }): Promise<Node> {
  const node = await client.get(nodes, { name: facts.name });
  const status = nodeStatus(facts);
  const conditions = withTransitions(status.conditions ?? [], node.status.conditions);
  const now = { ...status, conditions };
  if (semanticEqual(now, node.status)) return node;
  return await client.update(nodes, { ...node, status: now }, { subresource: 'status' });
}

async function deleteNode(client: Client, name: string): Promise<void> {
  try {
    await client.delete(nodes, { name });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
