import type { Cidr } from '../lib/cidr.ts';
import { formatIp, parseIp } from '../lib/ip-address.ts';

/** The addresses of the pods of one node. One that is given back is the last to be given out again. */
export interface PodIps {
  /** The same for the same pod each time; undefined when there is none left. */
  of(uid: string): string | undefined;
  /** A pod that was here before has this one. */
  keep(uid: string, ip: string): void;
  release(uid: string): void;
}

/** The addresses of a network that pods can have: the first is the network itself, the second the node's bridge. */
const FIRST = 2n;

interface Block {
  readonly cidr: Cidr;
  readonly used: Set<bigint>;
  /** Where to look for a free one: it only goes round. */
  next: bigint;
}

/** `more` gives further networks when those there are have no room left. */
export function createPodIps(first: Cidr, more: () => Cidr | undefined): PodIps {
  const blocks: Block[] = [blockOf(first)];
  const given = new Map<string, { ip: string; block: Block; value: bigint }>();

  const take = (uid: string, block: Block): string | undefined => {
    const value = nextFree(block);
    if (value === undefined) return undefined;
    const ip = formatIp({ family: block.cidr.family, value });
    block.used.add(value);
    block.next = value + 1n;
    given.set(uid, { ip, block, value });
    return ip;
  };

  return {
    of(uid) {
      const known = given.get(uid);
      if (known) return known.ip;
      for (const block of blocks) {
        const ip = take(uid, block);
        if (ip !== undefined) return ip;
      }
      const cidr = more();
      if (!cidr) return undefined;
      blocks.push(blockOf(cidr));
      return take(uid, blocks.at(-1) as Block);
    },
    keep(uid, ip) {
      const value = parseIp(ip)?.value;
      const block = value !== undefined && blocks.find(({ cidr }) => value >= cidr.network && value <= cidr.last);
      if (!block || given.has(uid)) return;
      block.used.add(value);
      if (value >= block.next) block.next = value + 1n;
      given.set(uid, { ip, block, value });
    },
    release(uid) {
      const known = given.get(uid);
      known?.block.used.delete(known.value);
      given.delete(uid);
    },
  };
}

function blockOf(cidr: Cidr): Block {
  return { cidr, used: new Set(), next: cidr.network + FIRST };
}

// IPv4 keeps the last address for broadcasts.
function nextFree({ cidr, used, next }: Block): bigint | undefined {
  const [from, to] = [cidr.network + FIRST, cidr.last - (cidr.family === 4 ? 1n : 0n)];
  if (BigInt(used.size) > to - from) return undefined;
  for (let value = next > to ? from : next; ; value = value === to ? from : value + 1n) {
    if (!used.has(value)) return value;
  }
}
