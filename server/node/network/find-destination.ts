/** An address and a port in the cluster → what answers there, as kube-proxy and the pod network would have it. */
import type { EndpointSlice, Pod, Service } from '../../api/types.gen.ts';
import { fnv32a } from '../../lib/fnv.ts';

/** What the network looks at. */
export interface NetworkView {
  /** Pods that have this address. */
  podsAt(address: string): Iterable<Pod>;
  /** Services that are reached by this address: cluster IPs, external IPs, load balancers. */
  servicesAt(address: string): Iterable<Service>;
  /** All of them: for node ports. */
  services(): Iterable<Service>;
  slicesOf(service: Service): Iterable<EndpointSlice>;
  isNode(address: string): boolean;
  /** A random integer below the number. */
  random(below: number): number;
}

export type Destination =
  | { kind: 'pod'; pod: Pod; port: number }
  /** Something outside of the cluster's simulation, such as the API server. */
  | { kind: 'outside'; address: string; port: number }
  | { kind: 'refused' }
  /** Nobody answers. */
  | { kind: 'silent' };

const REFUSED: Destination = { kind: 'refused' };
const SILENT: Destination = { kind: 'silent' };

export interface Call {
  address: string;
  port: number;
  /** The address of who calls. */
  client: string | undefined;
  /** TCP when left out. */
  protocol?: 'TCP' | 'UDP';
}

export function findDestination(call: Call, view: NetworkView): Destination {
  const { address, port } = call;
  const [service, ...others] = view.servicesAt(address);
  if (service) {
    const all = [service, ...others];
    const isAsked = (candidate: ServicePort) => candidate.port === port;
    const found = all.find(({ spec }) => portOf(spec.ports, isAsked, call));
    if (!found) return SILENT;
    const servicePort = portOf(found.spec.ports, isAsked, call);
    return endpointOf(found, servicePort, { call, view });
  }
  const pods = [...view.podsAt(address)].filter(isRunning);
  if (view.isNode(address)) return onNode(call, pods, view);
  const [pod] = pods;
  return pod ? { kind: 'pod', pod, port } : { kind: 'outside', address, port };
}

function isRunning({ status, metadata }: Pod): boolean {
  return status.phase === 'Running' || (status.phase === 'Pending' && metadata.deletionTimestamp === undefined);
}

type ServicePort = NonNullable<Service['spec']['ports']>[number];

function portOf(
  ports: readonly ServicePort[] | undefined,
  fits: (port: ServicePort) => boolean,
  { protocol = 'TCP' }: Pick<Call, 'protocol'>,
): ServicePort | undefined {
  return ports?.find((port) => (port.protocol ?? 'TCP') === protocol && fits(port));
}

function onNode(call: Call, pods: readonly Pod[], view: NetworkView): Destination {
  const { address, port } = call;
  for (const service of view.services()) {
    const found = portOf(service.spec.ports, ({ nodePort }) => nodePort === port, call);
    if (found) return endpointOf(service, found, { call, view });
  }
  const own = pods.find(({ spec }) =>
    spec.containers.some(({ ports }) => ports?.some((one) => one.containerPort === port)),
  );
  return own ? { kind: 'pod', pod: own, port } : { kind: 'outside', address, port };
}

function endpointOf(
  service: Service,
  port: ServicePort | undefined,
  { call: { client }, view }: { call: Call; view: NetworkView },
): Destination {
  const places = placesOf(service, port, view);
  const isSticky = service.spec.sessionAffinity === 'ClientIP' && client !== undefined;
  const place = isSticky ? keptPlace(places, client) : places[view.random(Math.max(1, places.length))];
  if (!place) return REFUSED;
  const [pod] = [...view.podsAt(place.address)].filter(isRunning);
  return pod ? { kind: 'pod', pod, port: place.port } : { kind: 'outside', ...place };
}

/** The ready endpoints; those that are going away but still serve when there is no other (KEP-1669). */
function placesOf(service: Service, port: ServicePort | undefined, view: NetworkView): Place[] {
  const ready: Place[] = [];
  const serving: Place[] = [];
  for (const { endpoints, ports } of view.slicesOf(service)) {
    const number = ports?.find(({ name = '' }) => name === (port?.name ?? ''))?.port;
    if (number == null) continue;
    for (const { addresses: [address = ''] = [], conditions } of endpoints ?? []) {
      if (conditions?.ready !== false) ready.push({ address, port: number });
      else if (conditions.serving && conditions.terminating) serving.push({ address, port: number });
    }
  }
  return ready.length > 0 ? ready : serving;
}

interface Place {
  address: string;
  port: number;
}

/** The same for a client as long as it is there, whichever others come and go: the one that goes best with it. */
function keptPlace(places: readonly Place[], client: string): Place | undefined {
  const affinity = ({ address, port }: Place) => fnv32a(`${address} ${port} ${client}`);
  return places.reduce<Place | undefined>(
    (best, place) => (!best || affinity(place) > affinity(best) ? place : best),
    undefined,
  );
}
