import { serviceCIDRs } from '../api/resource-types.gen.ts';
import { READY_RANGE, SERVICE_CIDR_FINALIZER } from '../api/service-cidrs.ts';
import type { Client } from '../client/client.ts';
import { ensureObject } from './ensure-object.ts';

const NAME = 'kubernetes';

/** The range that addresses of Services are taken from, as an object of its own. `now` is an RFC 3339 time. */
export async function ensureServiceRange(client: Client, range: { cidr: string; now: string }): Promise<void> {
  await ensureObject(client, serviceCIDRs, {
    metadata: { name: NAME, finalizers: [SERVICE_CIDR_FINALIZER] },
    spec: { cidrs: [range.cidr] },
  });
  const { status } = await client.get(serviceCIDRs, { name: NAME });
  if (status?.conditions?.length) return;
  const body = { status: { conditions: [{ ...READY_RANGE, lastTransitionTime: range.now }] } };
  const patch = { type: 'application/merge-patch+json', body } as const;
  await client.patch(serviceCIDRs, { name: NAME }, patch, { subresource: 'status' });
}
