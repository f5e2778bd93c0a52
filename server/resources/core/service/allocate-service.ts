import type { Service } from '../../../api/types.gen.ts';
import type { Allocation } from '../../../registry/define-resource.ts';
import { dryRunTakers, realTakers, type Takers } from './address-taker.ts';
import { allocateClusterIps } from './allocate-cluster-ips.ts';
import { allocateHealthCheckPort, allocateNodePorts } from './allocate-node-ports.ts';
import { fillIpFamilies } from './ip-families.ts';
import { alignClusterIps, keepAllocated } from './keep-allocated.ts';
import type { ServiceAllocators } from './service-allocators.ts';

export interface AllocateOptions {
  allocators: ServiceAllocators;
  dryRun: boolean;
}

/**
 * Gives a Service its addresses and ports. What it takes is reserved until the commit, from then on it is in use
 * because the committed Service has it (`followServices`). What an old Service loses is free with the commit, too. One
 * whose spec is the old one has all that it needs.
 */
export function allocateService(
  draft: Service,
  old: Service | undefined,
  { allocators, dryRun }: AllocateOptions,
): Allocation | undefined {
  if (draft.spec === old?.spec) return undefined;
  if (old) keepAllocated(draft, old);
  alignClusterIps(draft, old);
  fillIpFamilies(draft, old, allocators);
  if (dryRun) {
    take(draft, old, { allocators, dryRun, takers: dryRunTakers() });
    return undefined;
  }
  const takers = realTakers();
  try {
    take(draft, old, { allocators, dryRun, takers });
  } catch (error) {
    takers.drop();
    throw error;
  }
  return { confirm: takers.drop, undo: takers.drop };
}

function take(draft: Service, old: Service | undefined, options: AllocateOptions & { takers: Takers }): void {
  const { allocators, takers } = options;
  allocateClusterIps(draft, old, options);
  const ports = takers.nodePorts(allocators.nodePorts);
  allocateNodePorts(draft, old, ports);
  allocateHealthCheckPort(draft, old, ports);
}
