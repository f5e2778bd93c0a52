/** Joins names, addresses and pods to the network that a pod sees. */
import type { Pod } from '../../api/types.gen.ts';
import { type Clock, sleep } from '../../lib/clock.ts';
import { interruptionOf } from '../exec/pipe.ts';
import { openSocket, type PodServers } from './connect-pod.ts';
import { findDestination, type NetworkView } from './find-destination.ts';
import { NetworkError } from './network-error.ts';
import type { DnsMessage, DnsQuestion, NameServer, PodNetwork } from './pod-network.ts';
import { type ClusterResolver, resolverConfig } from './resolver-config.ts';

export interface ClusterNetwork {
  readonly view: NetworkView;
  readonly servers: PodServers;
  readonly resolver: ClusterResolver;
  /** Undefined when the cluster has no DNS server. */
  readonly nameServer: NameServer | undefined;
  /** Where the API server really listens, for those who ask by the address of its Service. */
  readonly apiServer: { host: string; port: number };
  readonly clock: Clock;
}

/** Milliseconds after which who gets no answer gives up. */
const PATIENCE = 5_000;

export function createPodNetwork(pod: () => Pod, cluster: ClusterNetwork): PodNetwork {
  const { view, servers, apiServer } = cluster;
  const isOwn = (address: string) =>
    /^127\./.test(address) || address === '::1' || pod().status.podIPs?.some(({ ip }) => ip === address) === true;
  return {
    address: () => pod().status.podIP,
    resolver: () => resolverConfig(pod(), cluster.resolver),
    query: (server, question, signal) => ask(server, question, { cluster, signal }),
    async connect(address, port, signal) {
      if (isOwn(address)) return servers.connect(pod(), port, address);
      const destination = findDestination({ address, port, client: pod().status.podIP }, view);
      if (destination.kind === 'pod') return servers.connect(destination.pod, destination.port, pod().status.podIP);
      if (destination.kind === 'refused') throw new NetworkError('ECONNREFUSED');
      if (destination.kind === 'outside' && isApiServer(destination, cluster)) return openSocket(apiServer);
      if (destination.kind === 'outside') throw new NetworkError('EHOSTUNREACH');
      return noAnswer(cluster.clock, signal);
    },
    async exchange(address, port, message, signal) {
      const from = pod().status.podIP;
      const destination = isOwn(address)
        ? ({ kind: 'pod', pod: pod(), port } as const)
        : findDestination({ address, port, client: from, protocol: 'UDP' }, view);
      const reply =
        destination.kind === 'pod'
          ? await servers.exchange(destination.pod, destination.port, { message, from })
          : undefined;
      if (destination.kind === 'refused') throw new NetworkError('ECONNREFUSED');
      return reply ?? noAnswer(cluster.clock, signal);
    },
    listenForDatagrams: (port, reply) => servers.listenForDatagrams(pod(), port, reply),
    listen: (port, accept) => servers.listen(pod(), port, accept),
    answersPing: (address) => isOwn(address) || view.isNode(address) || [...view.podsAt(address)].length > 0,
  };
}

/** The endpoints of the Service `kubernetes` have the address at which the API server is reached from outside. */
function isApiServer({ port }: { address: string; port: number }, { apiServer }: ClusterNetwork): boolean {
  return port === apiServer.port;
}

async function noAnswer(clock: Clock, signal: AbortSignal): Promise<never> {
  await sleep(clock, PATIENCE, signal);
  if (signal.aborted) throw interruptionOf(signal);
  throw new NetworkError('ETIMEDOUT');
}

async function ask(
  server: string,
  { name, type }: DnsQuestion,
  { cluster, signal }: { cluster: ClusterNetwork; signal: AbortSignal },
): Promise<DnsMessage> {
  const { nameServer, resolver, view, clock } = cluster;
  const isOfNode = resolver.ofNode.nameservers.includes(server);
  if (!nameServer || !(isOfNode || isClusterDns(server, view, resolver))) return noAnswer(clock, signal);
  if (isOfNode && `.${name}`.toLowerCase().endsWith(`.${resolver.clusterDomain}.`)) return UNKNOWN_NAME;
  const reply = await nameServer.resolve(name, type);
  // Without an upstream there is no world outside of the cluster: a pod hears that such names do not exist.
  return reply.rcode === 'REFUSED' ? UNKNOWN_NAME : reply;
}

const UNKNOWN_NAME: DnsMessage = {
  rcode: 'NXDOMAIN',
  authoritative: false,
  truncated: false,
  answer: [],
  authority: [],
  additional: [],
};

const DNS_PORT = 53;

/** The cluster's DNS is behind its address, and behind Services and pods that say that they are it. */
function isClusterDns(server: string, view: NetworkView, { nameserver }: ClusterResolver): boolean {
  if (server === nameserver) return true;
  const [service] = view.servicesAt(server);
  if (service) return service.spec.ports?.some(({ port }) => port === DNS_PORT) === true;
  return [...view.podsAt(server)].some(({ metadata }) => metadata.labels?.['k8s-app'] === 'kube-dns');
}
