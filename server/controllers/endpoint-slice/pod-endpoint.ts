import { isPodFinished, isPodReady, targetPortOf } from '../../api/pods.ts';
import type { DiscoveryV1EndpointPort, Endpoint, Node, Pod, Service } from '../../api/types.gen.ts';

export type AddressFamily = 'IPv4' | 'IPv6';

/** Whether a slice may speak of the pod at all: it runs, or starts, and has an address. */
export function belongsInSlices(pod: Pod): boolean {
  return !isPodFinished(pod) && Boolean(pod.status.podIP || pod.status.podIPs?.length);
}

/** The pod as an endpoint; undefined when it has no address of the family. */
export function podEndpoint(
  pod: Pod,
  { service, node, family }: { service: Service; node: Node | undefined; family: AddressFamily },
): Endpoint | undefined {
  const { metadata, spec, status } = pod;
  const addresses: string[] = [];
  for (const { ip } of status.podIPs ?? []) if (ip.includes(':') === (family === 'IPv6')) addresses.push(ip);
  if (addresses.length === 0) return undefined;

  const serving = isPodReady(pod);
  const terminating = metadata.deletionTimestamp !== undefined;
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
  const zone = node?.metadata.labels?.['topology.kubernetes.io/zone'];
  const showsHostname = spec.hostname && spec.subdomain === service.metadata.name;
  return {
    addresses,
    conditions: { ready, serving, terminating },
    ...(showsHostname && { hostname: spec.hostname }),
    ...(spec.nodeName && { nodeName: spec.nodeName }),
    targetRef: { kind: 'Pod', namespace: metadata.namespace, name: metadata.name, uid: metadata.uid },
    ...(zone && { zone }),
  };
}

/** The Service's ports as numbers of this pod: those that it does not have are left out. */
export function podPorts(pod: Pod, service: Service): DiscoveryV1EndpointPort[] {
  const ports: DiscoveryV1EndpointPort[] = [];
  for (const servicePort of service.spec.ports ?? []) {
    const port = targetPortOf(pod, servicePort);
    if (port === undefined) continue;
    const { name = '', protocol = 'TCP', appProtocol } = servicePort;
    ports.push({ name, port, protocol, ...(appProtocol !== undefined && { appProtocol }) });
  }
  return ports;
}
