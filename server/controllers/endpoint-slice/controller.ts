import { isConflict, isNotFound } from '../../api/errors.ts';
import { parseKey } from '../../api/object.ts';
import { endpointSlices, nodes } from '../../api/resource-types.gen.ts';
import type { EndpointSlice, Node, Pod, Service } from '../../api/types.gen.ts';
import type { Informer, InformerEvent } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import type { WorkQueue } from '../../client/work-queue.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';
import { createPodCache, yieldTurns } from '../pod-cache.ts';
import { followPodsOfServices, type PodsOfServices } from '../pods-of-services.ts';
import { createTriggerTimes } from '../trigger-times.ts';
import { planSlices, type SlicesPlan } from './plan-slices.ts';
import { type DescribedPod, describePod } from './pod-endpoint.ts';
import { CONTROLLER, MANAGED_BY, SERVICE_NAME } from './slice-metadata.ts';

const BY_SERVICE = 'endpointslice-controller/service';
const BY_NODE = 'endpointslice-controller/node';

/** Changes of Services with more pods than this are taken together while the process is busy. */
const PODS_PER_TURN = 500;

/** Keeps the EndpointSlices of every Service with a selector, and puts right at once what others change in them. */
export function endpointSliceController(): Controller {
  const triggerTimes = createTriggerTimes();
  const cache = createPodCache<DescribedPod>({
    compute: (pod, service) => describePod(pod, service, nodeOf(pod)),
    stampOf: (pod) => zoneOf(nodeOf(pod)),
  });
  /** Services of which more than a slice has changed since they were reconciled. */
  const stale = new Set<string>();
  /** The slices of each Service as they were left, by name and resourceVersion. */
  const left = new Map<string, Map<string, string | undefined>>();
  let joined: PodsOfServices;
  let allSlices: Informer<EndpointSlice>;
  let allNodes: Informer<Node>;

  const nodeOf = (pod: Pod): Node | undefined => allNodes.get(pod.spec.nodeName ?? '');
  const slicesOf = (key: string): EndpointSlice[] =>
    [...allSlices.byIndex(BY_SERVICE, key)].filter((slice) => slice.metadata.deletionTimestamp === undefined);

  const areAsLeft = (key: string): boolean => {
    const known = left.get(key);
    const slices = slicesOf(key);
    return (
      known?.size === slices.length &&
      slices.every(({ metadata }) => known.get(metadata.name) === metadata.resourceVersion)
    );
  };

  return {
    name: 'endpoint-slice-controller',
    start({ informers }, queue) {
      const enqueue = (key: string) => {
        stale.add(key);
        queue.add(key);
      };
      allSlices = informers.for(endpointSlices);
      allNodes = informers.for(nodes);
      allSlices.addIndex(BY_SERVICE, (slice) => serviceKeyOf(slice) ?? []);
      joined = followPodsOfServices(informers, enqueue);
      joined.pods.addIndex(BY_NODE, (pod) => (pod.spec.nodeName ? [pod.spec.nodeName] : []));
      allSlices.onEvent((event) => queueServicesOf(event, queue));
      allNodes.onEvent(({ type, object }) => {
        // Its pods were left out as long as it was not there.
        if (type !== 'ADDED') return;
        for (const pod of joined.pods.byIndex(BY_NODE, object.metadata.name)) joined.servicesOf(pod).forEach(enqueue);
      });
    },
    async reconcile(key, context) {
      const service = joined.services.get(key);
      if (!service) {
        for (const known of [triggerTimes, cache]) known.forget(key);
        left.delete(key);
        stale.delete(key);
        return;
      }
      if (service.spec.type === 'ExternalName' || Object.keys(service.spec.selector ?? {}).length === 0) return;
      if (!stale.has(key) && areAsLeft(key)) return;
      await yieldTurns(joined.podsOf(key).size / PODS_PER_TURN);
      stale.delete(key);
      try {
        const view = cache.look(key, service, joined.podsOf(key));
        const triggerTime = triggerTimes.next(key, service, view);
        const slices = slicesOf(key);
        const plan = planSlices({ service, pods: view.entries, slices, triggerTime });
        reportMissingNodes(plan, service, context);
        const written = await writePlan(plan, service, context);
        left.set(key, versionsAfter(slices, plan, written));
      } catch (error) {
        stale.add(key);
        throw error;
      }
    },
  };
}

/** Undefined without a node, '' when it is in no zone. */
function zoneOf(node: Node | undefined): string | undefined {
  return node && (node.metadata.labels?.['topology.kubernetes.io/zone'] ?? '');
}

function serviceKeyOf({ metadata }: EndpointSlice): string[] | undefined {
  const { [MANAGED_BY]: manager, [SERVICE_NAME]: service } = metadata.labels ?? {};
  return manager === CONTROLLER && service ? [`${metadata.namespace}/${service}`] : undefined;
}

function queueServicesOf({ object, old }: InformerEvent<EndpointSlice>, queue: WorkQueue): void {
  for (const slice of old ? [object, old] : [object]) serviceKeyOf(slice)?.forEach(queue.add);
}

/** What others write meanwhile is not in it, so that it is noticed. */
function versionsAfter(before: EndpointSlice[], plan: SlicesPlan, written: EndpointSlice[]) {
  const versions = new Map<string, string | undefined>();
  for (const { metadata } of [...before, ...written]) versions.set(metadata.name, metadata.resourceVersion);
  for (const { metadata } of plan.delete) versions.delete(metadata.name);
  return versions;
}

function reportMissingNodes({ withoutNode }: SlicesPlan, service: Service, { events }: ControllerContext): void {
  if (withoutNode.length === 0) return;
  const name = `${service.metadata.namespace}/${service.metadata.name}`;
  const texts = withoutNode.map(
    (pod) => `skipping Pod ${pod.metadata.name} for Service ${name}: Node ${pod.spec.nodeName ?? ''} Not Found`,
  );
  const detail = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`;
  reportFailure(service, detail ?? '', events);
}

function reportFailure(service: Service, detail: string, events: ControllerContext['events']): void {
  const name = `${service.metadata.namespace}/${service.metadata.name}`;
  const message = `Error updating Endpoint Slices for Service ${name}: ${detail}`;
  events.record(service, 'Warning', 'FailedToUpdateEndpointSlices', message);
}

async function writePlan(
  plan: SlicesPlan,
  service: Service,
  { client, events }: ControllerContext,
): Promise<EndpointSlice[]> {
  const name = `${service.metadata.namespace}/${service.metadata.name}`;
  let step = `create EndpointSlice for Service ${name}`;
  try {
    // Nothing new for a Service that is going: its slices go with it.
    const wanted = service.metadata.deletionTimestamp === undefined ? plan.create : [];
    const created = await Promise.all(wanted.map((slice) => client.create(endpointSlices, slice)));
    step = `update EndpointSlice for Service ${name}`;
    const updated = await Promise.all(plan.update.map((slice) => client.update(endpointSlices, slice)));
    step = `delete EndpointSlice for Service ${name}`;
    await Promise.all(plan.delete.map((slice) => deleteSlice(slice, client)));
    return [...created, ...updated];
  } catch (error) {
    if (isNamespaceTerminating(error)) return [];
    const text = error instanceof Error ? error.message : String(error);
    if (!isConflict(error)) reportFailure(service, `failed to ${step}: ${text}`, events);
    throw error;
  }
}

async function deleteSlice({ metadata }: EndpointSlice, client: ControllerContext['client']): Promise<void> {
  try {
    await client.delete(endpointSlices, parseKey(`${metadata.namespace}/${metadata.name}`));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}
