import { isNotFound } from '../../api/errors.ts';
import { keyOf, parseKey } from '../../api/object.ts';
import { endpoints } from '../../api/resource-types.gen.ts';
import type { Endpoints, Service } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';
import { createPodCache, yieldTurns } from '../pod-cache.ts';
import { followPodsOfServices, type PodsOfServices } from '../pods-of-services.ts';
import { createTriggerTimes } from '../trigger-times.ts';
import { addressesOfPod, ENDPOINT_CONTROLLER, MANAGED_BY, planEndpoints } from './plan-endpoints.ts';

/** All addresses are written at once, so changes of large Services are better taken together. */
const PODS_PER_TURN = 50;

/**
 * Keeps the Endpoints of every Service with a selector. As in Kubernetes, Endpoints that someone else changes are put
 * right only when the Service or one of its pods changes next; deleted ones come back at once.
 */
export function endpointsController(): Controller {
  const triggerTimes = createTriggerTimes();
  const cache = createPodCache({ compute: addressesOfPod });
  /** The Endpoints as they were left, by resourceVersion. */
  const left = new Map<string, string | undefined>();
  let joined: PodsOfServices;
  let current: Informer<Endpoints>;

  const keep = async (key: string, service: Service, context: ControllerContext) => {
    const view = cache.look(key, service, joined.podsOf(key));
    const known = current.get(key);
    if (view.isSame && known && left.get(key) === known.metadata.resourceVersion) return;
    left.delete(key);
    const triggerTime = triggerTimes.next(key, service, view);
    const planned = planEndpoints({ service, addresses: view.entries.flat(), current: known, triggerTime });
    const written = planned ? await writeEndpoints(planned, service, context) : known;
    left.set(key, written?.metadata.resourceVersion);
  };

  return {
    name: ENDPOINT_CONTROLLER,
    start({ informers }, queue) {
      current = informers.for(endpoints);
      joined = followPodsOfServices(informers, (key) => queue.add(key));
      current.onEvent(({ type, object }) => {
        // Those that lost their Service while nobody looked are found when they are first seen. Our own are not looked
        // at again when they appear: what a user has changed meanwhile stays until a pod or the Service changes.
        const isOurs = object.metadata.labels?.[MANAGED_BY] === ENDPOINT_CONTROLLER;
        const isLeft = type === 'ADDED' && isOurs && !joined.services.get(keyOf(object));
        if (type === 'DELETED' || isLeft) queue.add(keyOf(object));
      });
    },
    async reconcile(key, context) {
      const service = joined.services.get(key);
      if (!service) {
        for (const known of [triggerTimes, cache]) known.forget(key);
        left.delete(key);
        if (current.get(key)) await deleteEndpoints(key, context);
      } else if (service.spec.type !== 'ExternalName' && hasSelector(service)) {
        await yieldTurns(joined.podsOf(key).size / PODS_PER_TURN);
        await keep(key, service, context);
      }
    },
  };
}

const hasSelector = ({ spec }: Service): boolean => Object.keys(spec.selector ?? {}).length > 0;

async function deleteEndpoints(key: string, { client }: ControllerContext): Promise<void> {
  try {
    await client.delete(endpoints, parseKey(key));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

type Planned = NonNullable<ReturnType<typeof planEndpoints>>;

async function writeEndpoints(
  planned: Planned,
  service: Service,
  { client, events }: ControllerContext,
): Promise<Endpoints | undefined> {
  const { namespace, name } = service.metadata;
  const isNew = planned.metadata.resourceVersion === undefined;
  try {
    if (isNew) return await client.create(endpoints, planned);
    return await client.update(endpoints, planned as Endpoints);
  } catch (error) {
    if (isNew && isNamespaceTerminating(error)) return undefined;
    const text = error instanceof Error ? error.message : String(error);
    if (isNew) {
      const message = `Failed to create endpoint for service ${namespace}/${name}: ${text}`;
      events.record(
        { apiVersion: 'v1', kind: 'Endpoints', ...(planned as Endpoints) },
        'Warning',
        'FailedToCreateEndpoint',
        message,
      );
    } else {
      const message = `Failed to update endpoint ${namespace}/${name}: ${text}`;
      events.record(planned as Endpoints, 'Warning', 'FailedToUpdateEndpoint', message);
    }
    throw error;
  }
}
