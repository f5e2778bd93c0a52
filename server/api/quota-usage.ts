import type { ApiObject, ResourceType } from './object.ts';
import { addQuantities, compareQuantities, parseQuantity, type Quantity, ZERO_QUANTITY } from './quantity.ts';
import type { Container, PersistentVolumeClaim, Pod, ResourceRequirements, Service } from './types.gen.ts';

/** Amounts by the names that quotas have for them: `pods`, `requests.cpu`, `count/deployments.apps`. */
export type Usage = Record<string, Quantity>;

const ONE = parseQuantity('1');

/** Resources that quotas count under their bare name too. */
const COUNTED: ReadonlySet<string> = new Set([
  'configmaps',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
]);

/** What one object uses of what quotas limit. `now` is in milliseconds since the epoch. */
export function usageOf(type: ResourceType, object: ApiObject, now: number): Usage {
  const name = type.group === '' ? type.plural : `${type.plural}.${type.group}`;
  const usage: Usage = { [`count/${name}`]: ONE };
  if (type.group !== '') return usage;
  if (COUNTED.has(type.plural)) usage[type.plural] = ONE;
  if (type.plural === 'pods') return { ...usage, ...podUsage(object as Pod, now) };
  if (type.plural === 'services') return { ...usage, ...serviceUsage(object as Service) };
  if (type.plural === 'persistentvolumeclaims') return { ...usage, ...claimUsage(object as PersistentVolumeClaim) };
  return usage;
}

export function addUsage(total: Usage, usage: Usage): Usage {
  const sum: Usage = { ...total };
  for (const [name, amount] of Object.entries(usage)) sum[name] = addQuantities(sum[name] ?? ZERO_QUANTITY, amount);
  return sum;
}

/** Finished pods, and those that should be gone by now, use nothing but their place in the store. */
function podUsage({ metadata, spec, status }: Pod, now: number): Usage {
  if (status?.phase === 'Succeeded' || status?.phase === 'Failed') return {};
  const { deletionTimestamp, deletionGracePeriodSeconds = 0 } = metadata;
  if (deletionTimestamp && Date.parse(deletionTimestamp) + deletionGracePeriodSeconds * 1000 < now) return {};
  const requests = podAmounts(spec, ({ requests }) => requests);
  const limits = podAmounts(spec, ({ limits }) => limits);
  const usage: Usage = { pods: ONE };
  for (const [name, amount] of Object.entries(requests)) {
    if (name === 'cpu' || name === 'memory' || name === 'ephemeral-storage') usage[name] = amount;
    if (name.startsWith('hugepages-')) usage[name] = amount;
    usage[`requests.${name}`] = amount;
  }
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) {
    const amount = limits[name];
    if (amount) usage[`limits.${name}`] = amount;
  }
  return usage;
}

type Pick = (resources: ResourceRequirements) => Record<string, string> | undefined;

/** All containers together, or more where an init container, which runs alone, needs more. */
function podAmounts(spec: Pod['spec'], pick: Pick): Usage {
  const of = ({ resources }: Container): Usage => quantities(resources && pick(resources));
  const isSidecar = ({ restartPolicy }: Container) => restartPolicy === 'Always';
  const init = spec.initContainers ?? [];
  let total = [...spec.containers, ...init.filter(isSidecar)].map(of).reduce(addUsage, {});
  let sidecars: Usage = {};
  for (const container of init) {
    if (isSidecar(container)) sidecars = addUsage(sidecars, of(container));
    total = largest(total, isSidecar(container) ? sidecars : addUsage(sidecars, of(container)));
  }
  const ofPod = quantities(spec.resources && pick(spec.resources));
  return addUsage({ ...total, ...ofPod }, quantities(spec.overhead));
}

function quantities(texts: Readonly<Record<string, string>> | undefined): Usage {
  return Object.fromEntries(Object.entries(texts ?? {}).map(([name, text]) => [name, parseQuantity(text)]));
}

function largest(a: Usage, b: Usage): Usage {
  const result: Usage = { ...a };
  for (const [name, amount] of Object.entries(b)) {
    if (!result[name] || compareQuantities(result[name], amount) < 0) result[name] = amount;
  }
  return result;
}

function serviceUsage({ spec }: Service): Usage {
  const { type = 'ClusterIP', ports = [], allocateLoadBalancerNodePorts } = spec;
  if (type === 'NodePort') return { 'services.nodeports': parseQuantity(String(ports.length)) };
  if (type !== 'LoadBalancer') return {};
  const taken = allocateLoadBalancerNodePorts === false ? ports.filter(({ nodePort }) => nodePort) : ports;
  return { 'services.loadbalancers': ONE, 'services.nodeports': parseQuantity(String(taken.length)) };
}

function claimUsage({ metadata, spec, status }: PersistentVolumeClaim): Usage {
  const storageClass = metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec.storageClassName;
  const wanted = spec.resources?.requests?.storage;
  const granted = status?.allocatedResources?.storage;
  const usage: Usage = {};
  if (wanted !== undefined) {
    const [a, b] = [parseQuantity(wanted), parseQuantity(granted ?? '0')];
    usage['requests.storage'] = compareQuantities(a, b) < 0 ? b : a;
  }
  if (!storageClass) return usage;
  const prefix = `${storageClass}.storageclass.storage.k8s.io/`;
  const ofClass: Usage = { [`${prefix}persistentvolumeclaims`]: ONE };
  if (usage['requests.storage']) ofClass[`${prefix}requests.storage`] = usage['requests.storage'];
  return { ...usage, ...ofClass };
}
