import { isNotFound } from '../../api/errors.ts';
import { keyOf, parseKey } from '../../api/object.ts';
import { endpoints } from '../../api/resource-types.gen.ts';
import type { Endpoints, Service } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';
import { followPodsOfServices, type PodsOfServices } from '../pods-of-services.ts';
import { createTriggerTimes } from '../trigger-times.ts';
import { ENDPOINT_CONTROLLER, MANAGED_BY, planEndpoints } from './plan-endpoints.ts';

/**
 * Keeps the Endpoints of every Service with a selector. As in Kubernetes, Endpoints that someone else changes are put
 * right only when the Service or one of its pods changes next; deleted ones come back at once.
 */
export function endpointsController(): Controller {
  const triggerTimes = createTriggerTimes();
  let joined: PodsOfServices;
  let current: Informer<Endpoints>;

  return {
    name: ENDPOINT_CONTROLLER,
    start({ informers }, queue) {
      current = informers.for(endpoints);
      joined = followPodsOfServices(informers, (key) => queue.add(key));
      current.onEvent(({ type, object }) => {
        // Those that lost their Service while nobody looked are found when they are first seen.
        const isOurs = object.metadata.labels?.[MANAGED_BY] === ENDPOINT_CONTROLLER;
        if (type === 'DELETED' || (type === 'ADDED' && isOurs)) queue.add(keyOf(object));
      });
    },
    async reconcile(key, context) {
      const service = joined.services.get(key);
      if (!service) {
        triggerTimes.forget(key);
        if (current.get(key)) await deleteEndpoints(key, context);
        return;
      }
      if (service.spec.type === 'ExternalName' || !hasSelector(service)) return;
      const pods = joined.select(service);
      const triggerTime = triggerTimes.next(key, service, pods);
      const planned = planEndpoints({ service, pods, current: current.get(key), triggerTime });
      if (planned) await writeEndpoints(planned, service, context);
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

async function writeEndpoints(planned: Planned, service: Service, { client, events }: ControllerContext) {
  const { namespace, name } = service.metadata;
  const isNew = planned.metadata.resourceVersion === undefined;
  try {
    if (isNew) await client.create(endpoints, planned);
    else await client.update(endpoints, planned as Endpoints);
  } catch (error) {
    if (isNew && isNamespaceTerminating(error)) return;
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
