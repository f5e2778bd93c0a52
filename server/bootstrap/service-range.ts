import { serviceCIDRs } from '../api/resource-types.gen.ts';
import type { Client } from '../client/client.ts';
import { ensureObject } from './ensure-object.ts';

const NAME = 'kubernetes';

/** The range that addresses of Services are taken from, as an object of its own. `now` is an RFC 3339 time. */
export async function ensureServiceRange(client: Client, range: { cidr: string; now: string }): Promise<void> {
  await ensureObject(client, serviceCIDRs, { metadata: { name: NAME }, spec: { cidrs: [range.cidr] } });
  const { status } = await client.get(serviceCIDRs, { name: NAME });
  if (status?.conditions?.length) return;
  const message = 'Kubernetes default Service CIDR is ready';
  const ready = { type: 'Ready', status: 'True', reason: '', message, lastTransitionTime: range.now };
  const body = { status: { conditions: [ready] } };
  const patch = { type: 'application/merge-patch+json', body } as const;
  await client.patch(serviceCIDRs, { name: NAME }, patch, { subresource: 'status' });
}
