import { createPool, type Pool, type RandomNumber, type ValueRange } from './pool.ts';

/** The ports on which nodes listen for Services. A number is given once, whatever the protocol. */
export interface NodePorts extends Pool<number> {
  readonly first: number;
  readonly last: number;
}

export interface NodePortsOptions {
  first?: number;
  last?: number;
  random: RandomNumber;
}

export function createNodePorts({ first = 30000, last = 32767, random }: NodePortsOptions): NodePorts {
  const size = last - first + 1;
  const range: ValueRange<number> = {
    size,
    staticBand: staticBandOf(size),
    at: (index) => first + index,
    has: (port) => port >= first && port <= last,
  };
  const pool = createPool({ ranges: () => [range], random });
  return { ...pool, first, last };
}

/** A 32nd of the range, at least 16 and at most 128 ports; none in ranges of 16 and fewer (KEP-3668). */
function staticBandOf(size: number): number {
  return size <= 16 ? 0 : Math.max(16, Math.min(128, Math.floor(size / 32)));
}
