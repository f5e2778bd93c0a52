import type { EndpointSubset } from '../../api/types.gen.ts';

/** More addresses than this are cut off, since Kubernetes 1.22. */
const CAPACITY = 1000;

/** Keeps what fits, each subset in proportion, and ready addresses before those that are not. */
export function truncateSubsets(subsets: EndpointSubset[]): { subsets: EndpointSubset[]; truncated: boolean } {
  const ready = count(subsets, 'addresses');
  const notReady = count(subsets, 'notReadyAddresses');
  if (ready + notReady <= CAPACITY) return { subsets, truncated: false };
  return ready > CAPACITY
    ? { subsets: share(subsets, 'addresses', ready, CAPACITY).map(withoutNotReady), truncated: true }
    : { subsets: share(subsets, 'notReadyAddresses', notReady, CAPACITY - ready), truncated: true };
}

type Part = 'addresses' | 'notReadyAddresses';

function count(subsets: readonly EndpointSubset[], part: Part): number {
  return subsets.reduce((sum, subset) => sum + (subset[part]?.length ?? 0), 0);
}

function share(subsets: readonly EndpointSubset[], part: Part, total: number, room: number): EndpointSubset[] {
  let left = room;
  return subsets.map((subset) => {
    const addresses = subset[part] ?? [];
    const kept = addresses.slice(0, Math.min(left, Math.ceil((addresses.length / total) * room)));
    left -= kept.length;
    const { [part]: _, ...rest } = subset;
    return kept.length === 0 ? rest : { ...rest, [part]: kept };
  });
}

function withoutNotReady({ notReadyAddresses: _, ...rest }: EndpointSubset): EndpointSubset {
  return rest;
}
