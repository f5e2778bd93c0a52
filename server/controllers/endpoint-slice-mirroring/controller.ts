import { isNotFound } from '../../api/errors.ts';
import { keyOf } from '../../api/object.ts';
import { endpointSlices, endpoints, services } from '../../api/resource-types.gen.ts';
import type { EndpointSlice, Endpoints, Service } from '../../api/types.gen.ts';
import type { Informer } from '../../client/informer.ts';
import type { Controller, ControllerContext } from '../../client/run-controller.ts';
import { isNamespaceTerminating } from '../namespace-terminating.ts';
import {
  CONTROLLER,
  MANAGED_BY,
  MAX_ADDRESSES_PER_SUBSET,
  type MirrorPlan,
  planMirror,
  SERVICE_NAME,
} from './plan-mirror.ts';

const BY_SERVICE = 'endpointslice-mirroring-controller/service';
const LEADER = 'control-plane.alpha.kubernetes.io/leader';
const SKIP_MIRROR = 'endpointslice.kubernetes.io/skip-mirror';

/** Copies Endpoints that someone writes for a Service without a selector to EndpointSlices. */
export function endpointSliceMirroringController(): Controller {
  let allServices: Informer<Service>;
  let allEndpoints: Informer<Endpoints>;
  let allSlices: Informer<EndpointSlice>;

  return {
    name: 'endpoint-slice-mirroring-controller',
    start({ informers }, queue) {
      allServices = informers.for(services);
      allEndpoints = informers.for(endpoints);
      allSlices = informers.for(endpointSlices);
      allSlices.addIndex(BY_SERVICE, mirroredServiceOf);
      allServices.onEvent(({ type, object, old }) => {
        const changed = type !== 'MODIFIED' || hasSelector(object) !== (old !== undefined && hasSelector(old));
        if (changed && (type === 'MODIFIED' || !hasSelector(object))) queue.add(keyOf(object));
      });
      allEndpoints.onEvent(({ object, old }) => {
        if (isMirrored(object) || (old && isMirrored(old))) queue.add(keyOf(object));
      });
      allSlices.onEvent(({ object, old }) => {
        for (const slice of old ? [object, old] : [object]) mirroredServiceOf(slice).forEach(queue.add);
      });
    },
    async reconcile(key, context) {
      const source = allEndpoints.get(key);
      const service = allServices.get(key);
      const slices = [...allSlices.byIndex(BY_SERVICE, key)];
      const wanted = source && service && isMirrored(source) && !hasSelector(service);
      if (!wanted) return writePlan({ create: [], update: [], delete: slices, invalid: 0, skipped: 0 }, context);
      const plan = planMirror(source, slices);
      reportSkipped(plan, source, context);
      // Nothing new for Endpoints that are going: their slices go with them.
      await writePlan(source.metadata.deletionTimestamp === undefined ? plan : { ...plan, create: [] }, context);
    },
  };
}

function mirroredServiceOf({ metadata }: EndpointSlice): string[] {
  const { [MANAGED_BY]: manager, [SERVICE_NAME]: service } = metadata.labels ?? {};
  return manager === CONTROLLER && service ? [`${metadata.namespace}/${service}`] : [];
}

const hasSelector = ({ spec }: Service): boolean => Object.keys(spec.selector ?? {}).length > 0;

const isMirrored = ({ metadata }: Endpoints): boolean =>
  metadata.labels?.[SKIP_MIRROR] !== 'true' && metadata.annotations?.[LEADER] === undefined;

function reportSkipped({ invalid, skipped }: MirrorPlan, source: Endpoints, { events }: ControllerContext): void {
  if (invalid > 0) {
    const message = `Skipped ${invalid} invalid IP addresses when mirroring to EndpointSlices`;
    events.record(source, 'Warning', 'InvalidIPAddress', message);
  }
  if (skipped > invalid) {
    const message = `A max of ${MAX_ADDRESSES_PER_SUBSET} addresses can be mirrored to EndpointSlices per Endpoints subset. ${skipped} addresses were skipped`;
    events.record(source, 'Warning', 'TooManyAddressesToMirror', message);
  }
}

async function writePlan(plan: MirrorPlan, { client }: ControllerContext): Promise<void> {
  try {
    for (const slice of plan.create) await client.create(endpointSlices, slice);
    for (const slice of plan.update) await client.update(endpointSlices, slice as EndpointSlice);
    for (const { metadata } of plan.delete) await client.delete(endpointSlices, metadata);
  } catch (error) {
    if (!isNotFound(error) && !isNamespaceTerminating(error)) throw error;
  }
}
