/** The cluster's objects, indexed by the addresses by which the network knows them. */
import { endpointSlices, nodes, pods, services } from '../../api/resource-types.gen.ts';
import type { EndpointSlice, Pod, Service } from '../../api/types.gen.ts';
import type { Informers } from '../../client/informer.ts';
import type { NetworkView } from './find-destination.ts';

const BY_POD_IP = 'address of the pod';
const BY_SERVICE_IP = 'addresses of the Service';
const BY_SERVICE = 'Service of the slice';

export function clusterView(informers: Informers, random: (below: number) => number): NetworkView {
  const allPods = informers.for(pods);
  const allServices = informers.for(services);
  const allSlices = informers.for(endpointSlices);
  const allNodes = informers.for(nodes);
  allPods.addIndex(BY_POD_IP, podAddresses);
  allServices.addIndex(BY_SERVICE_IP, serviceAddresses);
  allSlices.addIndex(BY_SERVICE, serviceOf);
  return {
    random,
    podsAt: (address) => allPods.byIndex(BY_POD_IP, address),
    servicesAt: (address) => allServices.byIndex(BY_SERVICE_IP, address),
    services: () => allServices.list(),
    slicesOf: ({ metadata }) => allSlices.byIndex(BY_SERVICE, `${metadata.namespace}/${metadata.name}`),
    isNode: (address) =>
      [...allNodes.list()].some(({ status }) => status.addresses?.some((known) => known.address === address)),
  };
}

function podAddresses({ status }: Pod): string[] {
  return status.podIPs?.flatMap(({ ip }) => ip ?? []) ?? [];
}

function serviceAddresses({ spec, status }: Service): string[] {
  const ingress = status.loadBalancer?.ingress?.flatMap(({ ip }) => ip ?? []) ?? [];
  return [...(spec.clusterIPs ?? []), ...(spec.externalIPs ?? []), ...ingress].filter((address) => address !== 'None');
}

function serviceOf({ metadata }: EndpointSlice): string[] {
  const name = metadata.labels?.['kubernetes.io/service-name'];
  return name === undefined ? [] : [`${metadata.namespace}/${name}`];
}
