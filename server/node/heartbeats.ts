import { isAlreadyExists, isConflict, isNotFound } from '../api/errors.ts';
import { apiVersionOf } from '../api/object.ts';
import { leases, nodes } from '../api/resource-types.gen.ts';
import type { Lease, Node } from '../api/types.gen.ts';
import type { Client } from '../client/client.ts';
import type { Informers } from '../client/informer.ts';
import type { Clock, Timer } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import { microTimestamp, timestamp } from '../lib/timestamps.ts';
import type { NodePool, SimulatedNode } from './node-pool.ts';

/** The kubelet's habits: a lease of 40 s renewed every 10 s, and a word on the node itself every 5 m. */
const LEASE_SECONDS = 40;
const RENEW_INTERVAL = 10_000;
const RENEWALS_A_REPORT = 30;
const LEASE_NAMESPACE = 'kube-node-lease';

export interface HeartbeatOptions {
  client: Client;
  informers: Informers;
  clock: Clock;
  log: Logger;
  pool: NodePool;
}

/** Tells the cluster that the nodes are alive, for as long as they are. */
export function startHeartbeats(options: HeartbeatOptions): AsyncDisposable {
  const { clock } = options;
  const known = new Map<string, Lease>();
  let timer: Timer;
  let beats = 0;
  let underWay: Promise<void> = Promise.resolve();
  let isBeating = false;

  const beat = async () => {
    isBeating = true;
    const reports = beats > 0 && beats % RENEWALS_A_REPORT === 0;
    beats++;
    await Promise.all([...options.pool.all()].map((node) => (node.isSilent ? undefined : beatOf(node, reports))));
    isBeating = false;
  };
  const beatOf = async (node: SimulatedNode, reports: boolean) => {
    const { name } = node;
    try {
      known.set(name, await renew(node, known.get(name), options));
      const object = options.informers.for(nodes).get(name);
      if (reports && object) await report(object, options);
    } catch (err) {
      known.delete(name);
      options.log.debug({ err, node: name }, 'a heartbeat could not be written');
    }
  };
  const next = () => {
    // A beat that takes longer than the interval is not overtaken by the next one.
    if (!isBeating) underWay = beat();
    timer = clock.setTimeout(next, RENEW_INTERVAL, 'upkeep');
  };

  next();
  return {
    async [Symbol.asyncDispose]() {
      timer.cancel();
      await underWay;
    },
  };
}

async function renew(
  node: SimulatedNode,
  lease: Lease | undefined,
  { client, clock }: HeartbeatOptions,
): Promise<Lease> {
  const renewTime = microTimestamp(clock.now());
  if (lease) {
    try {
      return await client.update(leases, { ...lease, spec: { ...lease.spec, renewTime } });
    } catch (error) {
      if (!isConflict(error) && !isNotFound(error)) throw error;
    }
  }
  return await takeLease(client, node, renewTime);
}

async function takeLease(client: Client, { name, uid }: SimulatedNode, renewTime: string): Promise<Lease> {
  const owner = { apiVersion: apiVersionOf(nodes), kind: nodes.kind, name, uid };
  const spec = { holderIdentity: name, leaseDurationSeconds: LEASE_SECONDS, renewTime };
  try {
    return await client.create(leases, {
      metadata: { name, namespace: LEASE_NAMESPACE, ownerReferences: [owner] },
      spec,
    });
  } catch (error) {
    if (!isAlreadyExists(error)) throw error;
  }
  const lease = await client.get(leases, { namespace: LEASE_NAMESPACE, name });
  return await client.update(leases, { ...lease, spec });
}

/** Only the time changes: what the conditions say is left as it is. */
async function report(node: Node, { client, clock }: HeartbeatOptions): Promise<void> {
  const lastHeartbeatTime = timestamp(clock.now());
  const conditions = node.status.conditions?.map((condition) => ({ ...condition, lastHeartbeatTime }));
  await client.update(nodes, { ...node, status: { ...node.status, conditions } }, { subresource: 'status' });
}
