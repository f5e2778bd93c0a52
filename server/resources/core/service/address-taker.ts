import type { ClusterIPs } from '../../../allocators/cluster-ips.ts';
import type { NodePorts } from '../../../allocators/node-ports.ts';
import type { Pool } from '../../../allocators/pool.ts';

/** How one write takes values from a pool; a dry run only looks as if it did. */
export interface Taker<V> {
  /** Undefined when the value is ours now, the reason in Kubernetes' words when it cannot be. */
  take(value: V): string | undefined;
  /** Undefined when nothing is free. */
  takeNext(): V | undefined;
}

export interface Takers {
  clusterIPs(pool: ClusterIPs): Taker<string>;
  nodePorts(pool: NodePorts): Taker<number>;
}

export const RANGE_IS_FULL = 'range is full';
const NO_SUCH_NETWORK = 'the provided network does not match the current range';

/** Takes for good, until `drop` is called for all that was taken. */
export function realTakers(): Takers & { drop(): void } {
  const drops: (() => void)[] = [];
  return {
    clusterIPs: (pool) =>
      realTaker(pool, drops, { taken: 'provided IP is already allocated', outside: NO_SUCH_NETWORK }),
    nodePorts: (pool) => realTaker(pool, drops, { taken: PORT_TAKEN, outside: portOutside(pool) }),
    drop() {
      for (const drop of drops.splice(0)) drop();
    },
  };
}

/**
 * A dry run shows what Kubernetes shows: an address that was asked for, taken or not, or else the network's own address;
 * a node port that was asked for unless it is taken, or else one from outside the range.
 */
export function dryRunTakers(): Takers {
  const ports: number[] = [];
  return {
    clusterIPs: (pool) => ({
      take: (ip) => (pool.has(ip) ? undefined : NO_SUCH_NETWORK),
      takeNext: () => pool.networkAddress,
    }),
    nodePorts: (pool) => ({
      take(port) {
        if (pool.isTaken(port) || ports.includes(port)) return PORT_TAKEN;
        ports.push(port);
        return undefined;
      },
      takeNext() {
        const port = Math.max(...(ports.length > 0 ? ports : [pool.last + 1])) + 1;
        ports.push(port);
        return port;
      },
    }),
  };
}

const PORT_TAKEN = 'provided port is already allocated';

function portOutside({ first, last }: NodePorts): string {
  return `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
}

function realTaker<V>(pool: Pool<V>, drops: (() => void)[], texts: { taken: string; outside: string }): Taker<V> {
  return {
    take(value) {
      const outcome = pool.reserve(value);
      if (outcome !== 'reserved') return texts[outcome];
      drops.push(() => pool.drop(value));
      return undefined;
    },
    takeNext() {
      const value = pool.reserveNext();
      if (value !== undefined) drops.push(() => pool.drop(value));
      return value;
    },
  };
}
