import { isAlreadyExists, isNotFound } from '../../api/errors.ts';
import { IS_MANAGED_BY, MANAGER_OF_ADDRESSES } from '../../api/ip-addresses.ts';
import { keyOf } from '../../api/object.ts';
import { ipAddresses, services } from '../../api/resource-types.gen.ts';
import type { IPAddress, Service } from '../../api/types.gen.ts';
import type { Client } from '../../client/client.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller } from '../../client/run-controller.ts';
import { sameValue } from '../../lib/same-value.ts';
import { addressesOf, ipAddressOf } from './ip-address-of.ts';

const OF_SERVICE = 'ip-address/of-service';
const BY_ADDRESS = 'ip-address/by-address';

/**
 * Notes each cluster IP as an object, IPAddress, that refers to its Service (KEP-1880). In Kubernetes these objects are
 * what an address is taken by; here it is the Services themselves, and the objects follow.
 */
export function ipAddressController(): Controller {
  let all: Informer<Service>;
  let addresses: Informer<IPAddress>;
  return {
    name: 'ipallocator-repair-controller',
    start({ informers }, queue) {
      all = informers.for(services);
      addresses = informers.for(ipAddresses);
      all.addIndex(BY_ADDRESS, addressesOf);
      addresses.addIndex(OF_SERVICE, (address) => [serviceOf(address) ?? []].flat());
      all.onEvent(({ object, old }) => {
        if (!old || !sameValue(old.spec.clusterIPs, object.spec.clusterIPs)) queue.add(keyOf(object));
      });
      addresses.onEvent(({ type, object }) => {
        const service = serviceOf(object);
        if (service !== undefined) queue.add(service);
        if (type !== 'DELETED') return;
        for (const heir of all.byIndex(BY_ADDRESS, object.metadata.name)) queue.add(keyOf(heir));
      });
    },
    async reconcile(key, { client }) {
      const service = all.get(key);
      const wanted = service ? addressesOf(service) : [];
      for (const { metadata } of [...addresses.byIndex(OF_SERVICE, key)]) {
        if (!wanted.includes(metadata.name)) await remove(client, metadata.name);
      }
      for (const ip of service ? wanted : []) {
        if (!addresses.get(ip)) await add(client, ip, service as Service);
      }
    },
  };
}

/** Of one that we keep: the key of its Service. */
function serviceOf({ metadata, spec: { parentRef } }: IPAddress): string | undefined {
  if (metadata.labels?.[IS_MANAGED_BY] !== MANAGER_OF_ADDRESSES) return undefined;
  return `${parentRef.namespace}/${parentRef.name}`;
}

async function add(client: Client, ip: string, service: Service): Promise<void> {
  try {
    await client.create(ipAddresses, ipAddressOf(ip, service));
  } catch (error) {
    // Somebody else's, which keeps the address from being given out, but not from having been.
    if (!isAlreadyExists(error)) throw error;
  }
}

async function remove(client: Client, name: string): Promise<void> {
  try {
    await client.delete(ipAddresses, { name });
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
