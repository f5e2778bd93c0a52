/** Gives Services of type LoadBalancer an address, as the service controller of a cloud does. */
import { keyOf } from '../../api/object.ts';
import { services } from '../../api/resource-types.gen.ts';
import type { Service } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { parseCidr } from '../../lib/cidr.ts';
import { CLEANUP_FINALIZER, planAddress } from './plan-address.ts';

const BY_ADDRESS = 'load-balancer/by-address';

export interface LoadBalancerOptions {
  /** Where addresses come from: `172.18.255.0/24`. Without it none are given out. */
  cidr?: string | undefined;
}

/** One worker: two Services must not get the same address. */
export function loadBalancerController({ cidr }: LoadBalancerOptions): Controller {
  const range = cidr === undefined ? undefined : parseCidr(cidr);
  let all: Informer<Service>;
  return {
    name: 'service-controller',
    workers: 1,
    start({ informers }, queue) {
      all = informers.for(services);
      all.addIndex(BY_ADDRESS, ({ status }) => (status.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []));
      all.onEvent(({ type, object }) => {
        if (type !== 'DELETED') queue.add(keyOf(object));
      });
    },
    async reconcile(key, context) {
      const service = all.get(key);
      if (!service) return;
      const isTaken = (ip: string) => {
        for (const holder of all.byIndex(BY_ADDRESS, ip)) if (keyOf(holder) !== key) return true;
        return false;
      };
      const plan = planAddress(service, { range, isTaken });
      if (plan.kind === 'assign') await assign(service, plan.ip, context);
      else if (plan.kind === 'release') await release(service, context);
      else if (plan.kind === 'refuse') refuse(service, plan.message, context);
    },
  };
}

async function assign(service: Service, ip: string, { client, events }: ControllerContext): Promise<void> {
  events.record(service, 'Normal', 'EnsuringLoadBalancer', 'Ensuring load balancer');
  const held = await withFinalizers(service, [...others(service), CLEANUP_FINALIZER], client);
  const status = { ...held.status, loadBalancer: { ingress: [{ ip, ipMode: 'VIP' }] } };
  await client.update(services, { ...held, status }, { subresource: 'status' });
  events.record(service, 'Normal', 'EnsuredLoadBalancer', 'Ensured load balancer');
}

/** The status first: the Service may be gone once nothing holds it. */
async function release(service: Service, { client, events }: ControllerContext): Promise<void> {
  events.record(service, 'Normal', 'DeletingLoadBalancer', 'Deleting load balancer');
  const status = { ...service.status, loadBalancer: {} };
  const isClear = (service.status.loadBalancer?.ingress ?? []).length === 0;
  const cleared = isClear ? service : await client.update(services, { ...service, status }, { subresource: 'status' });
  await withFinalizers(cleared, others(service), client);
  events.record(service, 'Normal', 'DeletedLoadBalancer', 'Deleted load balancer');
}

/** Thrown to be tried again: what is in use may become free. */
function refuse(service: Service, reason: string, { events }: ControllerContext): never {
  const message = `failed to ensure load balancer: ${reason}`;
  events.record(service, 'Warning', 'SyncLoadBalancerFailed', `Error syncing load balancer: ${message}`);
  throw new Error(message);
}

function others({ metadata }: Service): string[] {
  return (metadata.finalizers ?? []).filter((name) => name !== CLEANUP_FINALIZER);
}

async function withFinalizers(
  service: Service,
  finalizers: string[],
  client: ControllerContext['client'],
): Promise<Service> {
  if (finalizers.join() === (service.metadata.finalizers ?? []).join()) return service;
  return client.update(services, { ...service, metadata: { ...service.metadata, finalizers } });
}
