import type { DiscoveryV1EndpointPort } from '../api/types.gen.ts';
import { fnv128a } from '../lib/fnv.ts';

/** The ports in the order in which Kubernetes writes them: that of a hash of Go's printed values. */
export function sortSlicePorts(ports: readonly DiscoveryV1EndpointPort[]): DiscoveryV1EndpointPort[] {
  if (ports.length < 2) return [...ports];
  const hashed = ports.map((port) => ({ port, hash: fnv128a(printed(port)) }));
  return hashed.sort((a, b) => (a.hash < b.hash ? -1 : 1)).map(({ port }) => port);
}

function printed({ name, protocol, port, appProtocol }: DiscoveryV1EndpointPort): string {
  const show = (value: unknown) => value ?? '<nil>';
  return `(v1.EndpointPort){Name:(*string)${show(name)} Protocol:(*v1.Protocol)${show(protocol)} Port:(*int32)${show(port)} AppProtocol:(*string)${show(appProtocol)}}`;
}

/** Equal for equal sets of ports: slices are grouped by it. */
export function keyOfPorts(ports: readonly DiscoveryV1EndpointPort[] | null | undefined): string {
  if (!ports || ports.length === 0) return '';
  if (ports.length === 1) return keyOfPort(ports[0] as DiscoveryV1EndpointPort);
  return ports.map(keyOfPort).sort().join();
}

function keyOfPort({ name, protocol, port, appProtocol }: DiscoveryV1EndpointPort): string {
  return `${name ?? ''}/${protocol ?? ''}/${port ?? ''}/${appProtocol ?? ''}`;
}
