import { type Cidr, formatCidr, parseCidr, subnet } from '../lib/cidr.ts';
import { ADDRESS_BITS, formatIp, parseIp } from '../lib/ip-address.ts';

/** How the pod network is divided among nodes, and what addresses nodes themselves have. */
export interface AddressPlan {
  /** The pod network of the node of this place; undefined when there are not so many. */
  podCidr(index: number): string | undefined;
  /** A network that no node has yet, for one whose own is full. */
  spare(): Cidr | undefined;
  nodeAddress(index: number): string;
}

/** A /24 for each node, as kube-controller-manager does it, or a /64 of IPv6; smaller where the network is too small. */
const NODE_PREFIX = { 4: 24, 6: 64 } as const;
/** Where kind puts its nodes: a private network that nobody else here uses. */
const NODE_NETWORK = '172.18.0.0';

/** Throws a RangeError when the pod network has no room for so many nodes. */
export function planAddresses(podCidr: string, nodes: number): AddressPlan {
  const network = parseCidr(podCidr);
  if (!network) throw new RangeError(`not a network: ${podCidr}`);
  const bits = Math.ceil(Math.log2(Math.max(2, nodes)));
  const prefix = Math.max(NODE_PREFIX[network.family], network.prefixLength + bits);
  // A node needs some addresses that it can give to pods.
  if (prefix > Number(ADDRESS_BITS[network.family]) - 2) {
    throw new RangeError(`the pod network ${podCidr} has no room for ${nodes} nodes`);
  }
  const blocks = 2 ** Math.min(prefix - network.prefixLength, 30);
  let taken = nodes;
  let last = blocks;
  return {
    podCidr(index) {
      if (index >= last) return undefined;
      taken = Math.max(taken, index + 1);
      const cidr = subnet(network, prefix, index);
      return cidr && formatCidr(cidr);
    },
    spare: () => (last > taken ? subnet(network, prefix, --last) : undefined),
    nodeAddress: (index) => formatIp({ family: 4, value: (parseIp(NODE_NETWORK)?.value ?? 0n) + BigInt(index + 2) }),
  };
}
