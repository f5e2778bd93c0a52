import { internalError } from '../../../api/errors.ts';
import { invalid } from '../../../api/field-error.ts';
import type { Service } from '../../../api/types.gen.ts';
import { RANGE_IS_FULL, type Takers } from './address-taker.ts';
import { isUnchangedPreferDualStack } from './ip-families.ts';
import { clusterIpsOf, refuseInvalid, type ServiceAllocators } from './service-allocators.ts';
import { NO_CLUSTER_IP, needsClusterIp } from './service-traits.ts';

interface Options {
  allocators: ServiceAllocators;
  takers: Takers;
  dryRun: boolean;
}

/** Gives an address for each of `ipFamilies` that has none, or the one asked for. */
export function allocateClusterIps(draft: Service, old: Service | undefined, options: Options): void {
  const from = firstToAllocate(draft, old);
  if (from !== undefined) allocate(draft, { from, ...options });
}

/** The first address never changes, so an update can only bring a second one, with a second family. */
function firstToAllocate(draft: Service, old: Service | undefined): number | undefined {
  if (!needsClusterIp(draft) || draft.spec.clusterIPs?.[0] === NO_CLUSTER_IP) return undefined;
  if (!old || !needsClusterIp(old)) return 0;
  if (old.spec.clusterIPs?.[0] === NO_CLUSTER_IP || isUnchangedPreferDualStack(draft, old)) return undefined;
  return old.spec.ipFamilies?.length === 1 && draft.spec.ipFamilies?.length === 2 ? 1 : undefined;
}

function allocate(draft: Service, { from, allocators, takers, dryRun }: Options & { from: number }): void {
  const { spec } = draft;
  const families = spec.ipFamilies ?? [];
  const addresses = families.map((_, i) => spec.clusterIPs?.[i] ?? '');
  spec.clusterIPs = addresses;
  for (const [i, family] of families.entries()) {
    const pool = clusterIpsOf(allocators, family);
    if (i < from || !pool) continue;
    const taker = takers.clusterIPs(pool);
    const asked = addresses[i] as string;
    const address = asked || taker.takeNext();
    if (address === undefined) throw internalError(`failed to allocate a serviceIP: ${RANGE_IS_FULL}`);
    if (!dryRun) refuseNameless(draft, { asked, address });
    if (asked) refuse(draft, ` ${asked}`, taker.take(asked));
    addresses[i] = address;
  }
  spec.clusterIP = addresses[0];
}

/** Kubernetes notes the owner of each address in an object of its own, which wants a name. */
function refuseNameless(draft: Service, { asked, address }: { asked: string; address: string }): void {
  if (draft.metadata.name) return;
  const reason = `IPAddress.networking.k8s.io "${address}" is invalid: spec.parentRef.name: Required value`;
  refuse(draft, asked && ` ${asked}`, reason);
}

function refuse(draft: Service, ip: string, reason: string | undefined): void {
  if (reason === undefined) return;
  const detail = `failed to allocate IP${ip}: ${reason}`;
  refuseInvalid(draft, [invalid('spec.clusterIPs', draft.spec.clusterIPs, detail)]);
}
