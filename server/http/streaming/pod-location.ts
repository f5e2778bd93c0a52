/** Which container of which pod a stream is for, decided as an API server does before it asks the node. */
import { badRequest, notFound, statusError } from '../../api/errors.ts';
import type { PodRuntime } from '../../api/pod-runtime.ts';
import { nodes, pods } from '../../api/resource-types.gen.ts';
import type { Node, Pod } from '../../api/types.gen.ts';
import type { ObjectReader } from '../../registry/define-resource.ts';
import type { RequestInfo } from '../request-info.ts';

/** Throws 404. */
export function podOf(objects: ObjectReader, { namespace, name = '' }: RequestInfo): Pod {
  const pod = objects.get(pods, { namespace, name });
  if (!pod) throw notFound(pods, name);
  return pod;
}

/** Throws 400 when the pod has no such container, or several and none was named. */
export function containerOf({ metadata, spec }: Pod, asked: string): string {
  const all = [...(spec.initContainers ?? []), ...spec.containers, ...(spec.ephemeralContainers ?? [])];
  const names = all.map(({ name }) => name);
  if (asked !== '') {
    if (names.includes(asked)) return asked;
    throw badRequest(`container ${asked} is not valid for pod ${metadata.name}`);
  }
  const [first] = spec.containers;
  if (first && spec.containers.length === 1) return first.name;
  const message = `a container name must be specified for pod ${metadata.name}`;
  throw badRequest(first ? `${message}, choose one of: [${names.join(' ')}]` : message);
}

export interface NodeParts {
  objects: ObjectReader;
  runtime: PodRuntime | undefined;
}

/** Throws 400 for a pod without a node, 404 when its node is not there and 500 when it cannot be reached. */
export function nodeOf({ objects, runtime }: NodeParts, { metadata, spec }: Pod): PodRuntime {
  if (!spec.nodeName) throw badRequest(`pod ${metadata.name} does not have a host assigned`);
  const node = objects.get(nodes, { name: spec.nodeName });
  if (!node) throw notFound(nodes, spec.nodeName);
  if (runtime?.serves(spec.nodeName)) return runtime;
  throw statusError(500, '', `error dialing backend: ${dialError(node)}`);
}

const KUBELET_PORT = 10250;

/** What dialling the kubelet of a node comes to that nobody simulates. */
function dialError({ status }: Node): string {
  const address = status.addresses?.find(({ type }) => type === 'InternalIP' || type === 'Hostname')?.address;
  const port = status.daemonEndpoints?.kubeletEndpoint?.Port || KUBELET_PORT;
  return address === undefined
    ? 'no preferred addresses found; known addresses: []'
    : `dial tcp ${address}:${port}: connect: connection refused`;
}
