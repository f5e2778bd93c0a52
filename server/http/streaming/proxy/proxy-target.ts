/** Where a request to pods/proxy, services/proxy or nodes/proxy goes. */
import type { Duplex } from 'node:stream';
import { badRequest, notFound, serviceUnavailable } from '../../../api/errors.ts';
import { goQuote } from '../../../api/field-error.ts';
import { endpoints, nodes, pods, services } from '../../../api/resource-types.gen.ts';
import type { EndpointAddress, Endpoints, Pod } from '../../../api/types.gen.ts';
import type { RequestInfo } from '../../request-info.ts';
import type { NodeParts } from '../pod-location.ts';

export interface ProxyParts extends NodeParts {
  /** A random integer below the number. */
  random(below: number): number;
}

export interface ProxyTarget {
  /** `10.244.0.5:8080`, for errors. */
  readonly address: string;
  /** Rejects with an error that has a `code`. */
  connect(): Promise<Duplex>;
}

/** Throws ApiError for what is not there or may not be reached. `info.name` is `NAME`, `NAME:PORT` or `SCHEME:NAME:PORT`. */
export function proxyTarget(parts: ProxyParts, info: RequestInfo): ProxyTarget {
  const wanted = splitName(info);
  if (info.resource === 'nodes') return nodeTarget(parts, wanted);
  if (info.resource === 'services') return serviceTarget(parts, wanted, info);
  return podTarget(parts, wanted, info);
}

interface Wanted {
  scheme: string;
  name: string;
  /** A number or a name; empty when none was asked for. */
  port: string;
}

const KINDS: Readonly<Record<string, string>> = { pods: 'pod', services: 'service', nodes: 'node' };

function splitName({ name: id = '', resource }: RequestInfo): Wanted {
  const parts = id.split(':');
  const [scheme = '', name = '', port = ''] =
    parts.length === 3 ? parts : ['', ...parts, ''].slice(0, parts.length < 3 ? 3 : 0);
  if (name === '' || !['', 'http', 'https'].includes(scheme)) {
    throw badRequest(`invalid ${KINDS[resource]} request ${goQuote(id)}`);
  }
  return { scheme, name, port };
}

function podTarget(parts: ProxyParts, { scheme, name, port }: Wanted, { namespace }: RequestInfo): ProxyTarget {
  const pod = parts.objects.get(pods, { namespace, name });
  if (!pod) throw notFound(pods, name);
  if (!pod.status.podIP) throw badRequest('address not allowed');
  const first = pod.spec.containers.find(({ ports }) => (ports?.length ?? 0) > 0)?.ports?.[0]?.containerPort;
  const chosen = port || String(first ?? (scheme === 'https' ? 443 : 80));
  return { address: `${pod.status.podIP}:${chosen}`, connect: () => connectPod(parts, pod, chosen) };
}

async function connectPod({ runtime }: ProxyParts, { metadata, spec }: Pod, port: string): Promise<Duplex> {
  if (!/^\d+$/.test(port)) throw Object.assign(new Error(`lookup tcp/${port}: unknown port`), { code: 'ENOTFOUND' });
  if (!runtime?.serves(spec.nodeName ?? '')) throw Object.assign(new Error('i/o timeout'), { code: 'ETIMEDOUT' });
  return runtime.connect({ namespace: metadata.namespace ?? '', name: metadata.name }, Number(port));
}

function serviceTarget(parts: ProxyParts, { name, port }: Wanted, info: RequestInfo): ProxyTarget {
  const { objects } = parts;
  const { namespace } = info;
  const service = objects.get(services, { namespace, name });
  if (!service) throw notFound(services, name);
  const portName = /^\d+$/.test(port) ? namedPort(service.spec.ports, { port: Number(port), service: name }) : port;
  const found = objects.get(endpoints, { namespace, name });
  if (!found) throw notFound(endpoints, name);
  if ((found.subsets ?? []).length === 0) throw noEndpoints(name);
  const chosen = chooseEndpoint(parts, found, portName);
  if (!chosen) throw noEndpoints(info.name ?? '');
  const { pod, address } = chosen;
  return { address, connect: () => connectPod(parts, pod, address.slice(address.lastIndexOf(':') + 1)) };
}

function noEndpoints(service: string) {
  return serviceUnavailable(`no endpoints available for service ${goQuote(service)}`);
}

function namedPort(
  ports: readonly { port: number; name?: string | undefined }[] = [],
  { port, service }: { port: number; service: string },
): string {
  const found = ports.find((candidate) => candidate.port === port);
  if (!found) throw serviceUnavailable(`no service port ${port} found for service ${goQuote(service)}`);
  return found.name ?? '';
}

/** Any address that is a pod's, of any subset that has the port. */
function chooseEndpoint({ objects, random }: ProxyParts, { metadata, subsets = [] }: Endpoints, portName: string) {
  for (const { addresses = [], ports = [] } of rotated(subsets ?? [], random)) {
    const port = ports?.find(({ name = '' }) => name === portName)?.port;
    if (port === undefined) continue;
    for (const address of rotated<EndpointAddress>(addresses ?? [], random)) {
      const { targetRef } = address;
      if (targetRef?.kind !== 'Pod') continue;
      const pod = objects.get(pods, { namespace: metadata.namespace, name: targetRef.name ?? '' });
      const isItsOwn = pod?.status.podIPs?.some(({ ip }) => ip === address.ip);
      if (pod && isItsOwn) return { pod, address: `${address.ip}:${port}` };
    }
  }
  return undefined;
}

function rotated<T>(list: readonly T[], random: (below: number) => number): T[] {
  const from = list.length > 0 ? random(list.length) : 0;
  return [...list.slice(from), ...list.slice(0, from)];
}

const KUBELET_PORT = 10250;

function nodeTarget({ objects, runtime }: ProxyParts, { name, port }: Wanted): ProxyTarget {
  const node = objects.get(nodes, { name });
  if (!node) throw notFound(nodes, name);
  const ip = node.status.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? name;
  const own = node.status.daemonEndpoints?.kubeletEndpoint?.Port || KUBELET_PORT;
  const isKubelet = port === '' || port === String(own);
  return {
    address: `${ip}:${port || own}`,
    async connect() {
      if (isKubelet && runtime?.serves(name)) return runtime.connectNode(name);
      throw Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
    },
  };
}
