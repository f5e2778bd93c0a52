import { serviceCIDRs } from '../api/resource-types.gen.ts';
import { READY_RANGE, SERVICE_CIDR_FINALIZER } from '../api/service-cidrs.ts';
import type { Client } from '../client/client.ts';
import { ensureObject } from './ensure-object.ts';

const NAME = 'kubernetes';

/** The range that addresses of Services are taken from, as an object of its own. */
export function ensureServiceRange(client: Client, cidr: string): Promise<void> {
  return ensureObject(client, serviceCIDRs, {
    metadata: { name: NAME, finalizers: [SERVICE_CIDR_FINALIZER] },
    spec: { cidrs: [cidr] },
  });
}

/** Says of it that addresses come from it. `now` is an RFC 3339 time. */
export async function readyServiceRange(client: Client, now: string): Promise<void> {
  const { status } = await client.get(serviceCIDRs, { name: NAME });
  if (status?.conditions?.length) return;
  const body = { status: { conditions: [{ ...READY_RANGE, lastTransitionTime: now }] } };
  const patch = { type: 'application/merge-patch+json', body } as const;
  await client.patch(serviceCIDRs, { name: NAME }, patch, { subresource: 'status' });
}
