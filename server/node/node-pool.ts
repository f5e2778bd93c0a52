import type { Node } from '../api/types.gen.ts';
import type { EventRecorder } from '../client/event-recorder.ts';
import { parseCidr } from '../lib/cidr.ts';
import type { AddressPlan } from './address-plan.ts';
import { createPodIps, type PodIps } from './pod-ips.ts';

/** A node that is simulated here. */
export interface SimulatedNode {
  readonly name: string;
  readonly uid: string;
  readonly addresses: readonly string[];
  readonly podIps: PodIps;
  /** Images that were pulled. */
  readonly images: Set<string>;
  readonly events: EventRecorder;
  /** An event about the node itself; unless said otherwise that this is its status now. */
  tell(reason: string, message?: string): void;
  /** Its kubelet says nothing: no heartbeat, and nothing happens to its pods. */
  isSilent: boolean;
  /** It says that it is not ready: what others say of its pods then is left standing. */
  isUnready: boolean;
}

/** The nodes that are simulated here, by name. */
export interface NodePool {
  get(name: string): SimulatedNode | undefined;
  all(): Iterable<SimulatedNode>;
  /** Takes the node on, if that has not been done. */
  set(node: Node): SimulatedNode;
  delete(name: string): void;
}

export function createNodePool(plan: AddressPlan, eventsOf: (node: string) => EventRecorder): NodePool {
  const nodes = new Map<string, SimulatedNode>();
  return {
    get: (name) => nodes.get(name),
    all: () => nodes.values(),
    set(node) {
      const { name } = node.metadata;
      const known = nodes.get(name) ?? take(node, plan, eventsOf(name));
      nodes.set(name, known);
      return known;
    },
    delete: (name) => void nodes.delete(name),
  };
}

function take({ metadata, spec, status }: Node, plan: AddressPlan, events: EventRecorder): SimulatedNode {
  const addresses = (status.addresses ?? []).filter(({ type }) => type === 'InternalIP').map(({ address }) => address);
  const cidr = parseCidr(spec.podCIDR ?? '') ?? plan.spare();
  if (!cidr) throw new RangeError(`no pod network for node ${metadata.name}`);
  const podIps = createPodIps(cidr, plan.spare);
  const { name, uid } = metadata;
  const tell = (reason: string, message = `Node ${name} status is now: ${reason}`) =>
    events.record(ofKubelet(name), 'Normal', reason, message);
  return { name, uid, addresses, podIps, images: new Set(), events, tell, isSilent: false, isUnready: false };
}

/** A kubelet knows its node by name only, and old programs look for its events by a uid that is the name. */
function ofKubelet(name: string) {
  return { kind: 'Node', metadata: { name, uid: name } };
}
