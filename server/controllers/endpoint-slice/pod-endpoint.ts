import { isPodFinished, isPodReady, targetPortOf } from '../../api/pods.ts';
import type {
  DiscoveryV1EndpointPort,
  Endpoint,
  EndpointConditions,
  Node,
  Pod,
  PodIP,
  Service,
  ServicePort,
} from '../../api/types.gen.ts';
import { keyOfPorts } from '../slice-ports.ts';

export type AddressFamily = 'IPv4' | 'IPv6';

const FAMILIES: readonly AddressFamily[] = ['IPv4', 'IPv6'];

/** What a pod means for the slices of a Service; undefined when they may not speak of it. */
export type DescribedPod =
  | {
      pod: Pod;
      ports: DiscoveryV1EndpointPort[];
      /** See `keyOfPorts`. */
      portsKey: string;
      endpoints: Partial<Record<AddressFamily, Endpoint>> | 'no node';
    }
  | undefined;

export function describePod(pod: Pod, service: Service, node: Node | undefined): DescribedPod {
  if (!belongsInSlices(pod)) return undefined;
  const ports = podPorts(pod, service);
  const portsKey = keyOfPorts(ports);
  // Where pods are published that are not ready, they need no node either.
  if (!node && !service.spec.publishNotReadyAddresses) return { pod, ports, portsKey, endpoints: 'no node' };
  const endpoints: Partial<Record<AddressFamily, Endpoint>> = {};
  for (const family of FAMILIES) {
    const endpoint = podEndpoint(pod, { service, node, family });
    if (endpoint) endpoints[family] = endpoint;
  }
  return { pod, ports, portsKey, endpoints };
}

/** Whether a slice may speak of the pod at all: it runs, or starts, and has an address. */
function belongsInSlices(pod: Pod): boolean {
  return !isPodFinished(pod) && Boolean(pod.status.podIP || pod.status.podIPs?.length);
}

/** One value for all endpoints of which the same is true. */
const CONDITIONS: readonly EndpointConditions[] = Array.from({ length: 8 }, (_, bits) =>
  Object.freeze({ ready: (bits & 1) > 0, serving: (bits & 2) > 0, terminating: (bits & 4) > 0 }),
);

/** The pod as an endpoint; undefined when it has no address of the family. */
function podEndpoint(
  pod: Pod,
  { service, node, family }: { service: Service; node: Node | undefined; family: AddressFamily },
): Endpoint | undefined {
  const { metadata, spec, status } = pod;
  const addresses = addressesOf(status.podIPs ?? [], family);
  if (addresses.length === 0) return undefined;

  const serving = isPodReady(pod);
  const terminating = metadata.deletionTimestamp !== undefined;
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone'];
  const showsHostname = spec.hostname && spec.subdomain === service.metadata.name;
  return {
    addresses,
    conditions: CONDITIONS[Number(ready) + 2 * Number(serving) + 4 * Number(terminating)] as EndpointConditions,
    ...(showsHostname && { hostname: spec.hostname }),
    ...(spec.nodeName && { nodeName: spec.nodeName }),
    targetRef: { kind: 'Pod', namespace: metadata.namespace, name: metadata.name, uid: metadata.uid },
    ...(zone && { zone }),
  };
}

function addressesOf(podIPs: readonly PodIP[], family: AddressFamily): string[] {
  const addresses = podIPs.map(({ ip }) => ip);
  const isWanted = (ip: string) => ip.includes(':') === (family === 'IPv6');
  // One array of each pod stays: `filter` makes room for many more.
  return addresses.every(isWanted) ? addresses : addresses.filter(isWanted);
}

/** The Service's ports as numbers of this pod: those that it does not have are left out. */
function podPorts(pod: Pod, service: Service): DiscoveryV1EndpointPort[] {
  const ports = (service.spec.ports ?? []).map((port) => podPort(pod, port));
  return ports.every(isThere) ? ports : ports.filter(isThere);
}

function podPort(pod: Pod, servicePort: ServicePort): DiscoveryV1EndpointPort | undefined {
  const port = targetPortOf(pod, servicePort);
  if (port === undefined) return undefined;
  const { name = '', protocol = 'TCP', appProtocol } = servicePort;
  return { name, port, protocol, ...(appProtocol !== undefined && { appProtocol }) };
}

const isThere = <T>(value: T | undefined): value is T => value !== undefined;
