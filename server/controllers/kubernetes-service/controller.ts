import { isNotFound } from '../../api/errors.ts';
import type { ApiObject, Draft, ResourceType } from '../../api/object.ts';
import { endpointSlices, endpoints, services } from '../../api/resource-types.gen.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { Client } from '../../client/client.ts';
import type { Controller } from '../../client/run-controller.ts';
import { kubernetesObjects, type ServerAddress } from './kubernetes-objects.ts';

const KEY = { namespace: 'default', name: 'kubernetes' };

/** Keeps the Service `kubernetes` and its endpoints; they come back when they are deleted. */
export function kubernetesServiceController(server: ServerAddress): Controller {
  return {
    name: 'kubernetes-service-controller',
    workers: 1,
    start({ informers }, queue) {
      for (const type of [services, endpoints, endpointSlices] as readonly ResourceType[]) {
        informers.for(type).onEvent(({ object }) => {
          if (object.metadata?.name === KEY.name && object.metadata.namespace === KEY.namespace) queue.add(KEY.name);
        });
      }
      queue.add(KEY.name);
    },
    reconcile: (_, { client }) => reconcileKubernetesService(client, server),
  };
}

/** Writes what is missing or wrong. Also for the start of a server: then the Service is there before anyone asks. */
export async function reconcileKubernetesService(client: Client, server: ServerAddress): Promise<void> {
  const { service, endpoints: subsets, slice } = kubernetesObjects(server);
  const { ports } = service.spec;
  await Promise.all([
    // The cluster IP of a Service cannot change, and the rest of it is defaults.
    ensure(client, services, service, (found) => ({
      ...found,
      spec: { ...found.spec, type: 'ClusterIP' as const, ports },
    })),
    ensure(client, endpoints, subsets, (found) => ({ ...found, subsets: subsets.subsets })),
    ensure(client, endpointSlices, slice, (found) =>
      found.addressType === slice.addressType
        ? { ...found, endpoints: slice.endpoints, ports: slice.ports }
        : undefined,
    ),
  ]);
}

/** What cannot be corrected is made anew. */
async function ensure<T extends ApiObject>(
  client: Client,
  type: ResourceType<T>,
  draft: Draft<T>,
  correct: (found: T) => T | undefined,
): Promise<void> {
  const found = await find(client, type);
  const corrected = found && correct(found);
  if (found && !corrected) await client.delete(type, KEY);
  if (!corrected) await client.create(type, draft);
  else if (!semanticEqual(corrected, found)) await client.update(type, corrected);
}

async function find<T extends ApiObject>(client: Client, type: ResourceType<T>): Promise<T | undefined> {
  try {
    return await client.get(type, KEY);
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
