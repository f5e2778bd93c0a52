import type { Draft } from '../../api/object.ts';
import { isPodFinished, isPodReady, targetPortOf } from '../../api/pods.ts';
import { semanticEqual } from '../../api/semantic-equal.ts';
import type { EndpointAddress, EndpointSubset, Endpoints, Pod, Service, ServicePort } from '../../api/types.gen.ts';
import { withTriggerTime } from '../trigger-times.ts';
import { type AddressOnPort, repackSubsets } from './repack-subsets.ts';
import { truncateSubsets } from './truncate-subsets.ts';

export const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
export const ENDPOINT_CONTROLLER = 'endpoint-controller';
const HEADLESS = 'service.kubernetes.io/headless';
const OVER_CAPACITY = 'endpoints.kubernetes.io/over-capacity';

export interface EndpointsInput {
  service: Service;
  /** What each pod that the Service selects gives; see `addressesOfPod`. */
  addresses: readonly AddressOnPort[];
  current: Endpoints | undefined;
  /** RFC 3339; see TriggerTimes. */
  triggerTime: string | undefined;
}

/** The Endpoints as they should be written; undefined when they are right as they are. */
export function planEndpoints(input: EndpointsInput): (Endpoints | Draft<Endpoints>) | undefined {
  const { service, current, triggerTime } = input;
  const { subsets, truncated } = truncateSubsets(repackSubsets(input.addresses));
  const labels = labelsFor(service);
  if (current && isRight(current, { subsets, labels, truncated })) return undefined;

  const { [OVER_CAPACITY]: _, ...annotations } = withTriggerTime(current?.metadata.annotations, triggerTime);
  const metadata = {
    ...(current?.metadata ?? { name: service.metadata.name, namespace: service.metadata.namespace }),
    labels: isHeadless(service) ? { ...labels, [HEADLESS]: '' } : labels,
    annotations: truncated ? { ...annotations, [OVER_CAPACITY]: 'truncated' } : annotations,
  };
  const { subsets: _old, ...rest } = current ?? {};
  return { ...rest, metadata, ...(subsets.length > 0 && { subsets }) };
}

interface Desired {
  subsets: EndpointSubset[];
  labels: Record<string, string>;
  truncated: boolean;
}

function isRight({ metadata, subsets }: Endpoints, desired: Desired): boolean {
  // Kubernetes does not look at the headless label here.
  const { [HEADLESS]: _, ...labels } = metadata.labels ?? {};
  const isMarked = metadata.annotations?.[OVER_CAPACITY] !== undefined;
  return (
    isMarked === desired.truncated && semanticEqual(labels, desired.labels) && semanticEqual(subsets, desired.subsets)
  );
}

function labelsFor({ metadata }: Service): Record<string, string> {
  const { [HEADLESS]: _, ...labels } = metadata.labels ?? {};
  return { ...labels, [MANAGED_BY]: ENDPOINT_CONTROLLER };
}

function isHeadless({ spec }: Service): boolean {
  return spec.clusterIP === undefined || spec.clusterIP === '' || spec.clusterIP === 'None';
}

/** The pod's address on each port of the Service that it has. */
export function addressesOfPod(pod: Pod, service: Service): AddressOnPort[] {
  const publish = service.spec.publishNotReadyAddresses === true;
  if (isPodFinished(pod) || (pod.metadata.deletionTimestamp !== undefined && !publish)) return [];
  const address = addressOf(pod, service);
  if (!address) return [];
  const ready = publish || isPodReady(pod);
  return portsOf(pod, service).map((port) => ({ address, port, ready }));
}

function portsOf(pod: Pod, { spec }: Service): AddressOnPort['port'][] {
  const ports = spec.ports ?? [];
  // A headless Service may have no ports; another one without ports has no endpoints.
  if (ports.length === 0) return spec.clusterIP === 'None' ? [undefined] : [];
  return ports.flatMap((port) => {
    const number = targetPortOf(pod, port);
    return number === undefined ? [] : [endpointPort(port, number)];
  });
}

function endpointPort({ name, protocol = 'TCP', appProtocol }: ServicePort, port: number) {
  return { ...(name && { name }), port, protocol, ...(appProtocol !== undefined && { appProtocol }) };
}

/** Undefined when the pod has no address of the Service's family. */
function addressOf({ metadata, spec, status }: Pod, service: Service): EndpointAddress | undefined {
  const isIpv6 = (service.spec.ipFamilies?.[0] ?? 'IPv4') === 'IPv6';
  const ip = status.podIPs?.find((p) => p.ip.includes(':') === isIpv6)?.ip;
  if (ip === undefined) return undefined;
  const showsHostname = spec.hostname && spec.subdomain === service.metadata.name;
  return {
    ip,
    ...(showsHostname && { hostname: spec.hostname }),
    ...(spec.nodeName !== undefined && { nodeName: spec.nodeName }),
    targetRef: { kind: 'Pod', namespace: metadata.namespace, name: metadata.name, uid: metadata.uid },
  };
}
