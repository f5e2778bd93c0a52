import { isNotFound } from '../../api/errors.ts';
import { ipAddresses, serviceCIDRs } from '../../api/resource-types.gen.ts';
import { READY_RANGE, SERVICE_CIDR_FINALIZER } from '../../api/service-cidrs.ts';
import type { Condition, IPAddress, ServiceCIDR } from '../../api/types.gen.ts';
import type { Client } from '../../client/client.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller } from '../../client/run-controller.ts';
import { timestamp } from '../../lib/timestamps.ts';
import { isStillNeeded } from './is-still-needed.ts';

/** For so long after its deletion a range stays, so that all allocators have heard of it; in milliseconds. */
const GRACE = 10_000;

const IN_USE = {
  type: 'Ready',
  status: 'False',
  reason: 'Terminating',
  message: 'There are still IPAddresses referencing the ServiceCIDR, please remove them or create a new ServiceCIDR',
} as const;

/** Lets a range of Service addresses go only when no Service has an address that no other range has (KEP-1880). */
export function serviceCidrController(): Controller {
  let ranges: Informer<ServiceCIDR>;
  let addresses: Informer<IPAddress>;
  return {
    name: 'service-cidr-controller',
    start({ informers }, queue) {
      ranges = informers.for(serviceCIDRs);
      addresses = informers.for(ipAddresses);
      const lookAtLeaving = () => {
        for (const { metadata } of ranges.list()) if (metadata.deletionTimestamp) queue.add(metadata.name);
      };
      ranges.onEvent(({ type, object }) => {
        if (type !== 'MODIFIED') lookAtLeaving();
        if (type !== 'DELETED') queue.add(object.metadata.name);
      });
      addresses.onEvent(({ type }) => {
        if (type !== 'MODIFIED') lookAtLeaving();
      });
    },
    async reconcile(name, { client, clock }) {
      const range = ranges.get(name);
      if (!range) return undefined;
      const now = clock.now();
      const { deletionTimestamp } = range.metadata;
      try {
        if (!deletionTimestamp) await settle(client, range, now);
        else if (isStillNeeded(range, { ranges: ranges.list(), addresses: addresses.list() })) {
          await report(client, range, { ...IN_USE, lastTransitionTime: timestamp(now) });
        } else {
          const rest = Date.parse(deletionTimestamp) + GRACE - now;
          if (rest > 0) return { requeueAfterMs: rest };
          await letGo(client, range);
        }
      } catch (error) {
        if (!isNotFound(error)) throw error;
      }
      return undefined;
    },
  };
}

async function settle(client: Client, range: ServiceCIDR, now: number): Promise<void> {
  const { name, finalizers = [] } = range.metadata;
  if (!finalizers.includes(SERVICE_CIDR_FINALIZER)) {
    const body = { metadata: { finalizers: [SERVICE_CIDR_FINALIZER] } };
    await client.patch(serviceCIDRs, { name }, { type: 'application/strategic-merge-patch+json', body });
  }
  await report(client, range, { ...READY_RANGE, lastTransitionTime: timestamp(now) });
}

/** What is said already is not said again. */
async function report(client: Client, { metadata, status }: ServiceCIDR, condition: Condition): Promise<void> {
  const known = status.conditions?.find(({ type }) => type === condition.type);
  if (known?.status === condition.status && known.reason === condition.reason) return;
  const others = (status.conditions ?? []).filter(({ type }) => type !== condition.type);
  const body = { status: { conditions: [...others, condition] } };
  const patch = { type: 'application/merge-patch+json', body } as const;
  await client.patch(serviceCIDRs, { name: metadata.name }, patch, { subresource: 'status' });
}

async function letGo(client: Client, { metadata: { name, finalizers = [] } }: ServiceCIDR): Promise<void> {
  if (!finalizers.includes(SERVICE_CIDR_FINALIZER)) return;
  const body = { metadata: { '$deleteFromPrimitiveList/finalizers': [SERVICE_CIDR_FINALIZER] } };
  await client.patch(serviceCIDRs, { name }, { type: 'application/strategic-merge-patch+json', body });
}
