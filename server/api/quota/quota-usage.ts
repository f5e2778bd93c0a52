import { containerLimits, containerRequests } from '../container-amounts.ts';
import type { ApiObject } from '../object.ts';
import { parseQuantity, type Quantity } from '../quantity.ts';
import type { PersistentVolumeClaim, Pod, PodSpec, Service } from '../types.gen.ts';
import { addAmounts, pieces, type QuotaAmounts } from './quota-amounts.ts';

const OF_CLASS = '.storageclass.storage.k8s.io/';
/** Kinds that have a quota by their bare name, besides `count/NAME`. */
const BARE = ['configmaps', 'secrets', 'replicationcontrollers', 'resourcequotas'];

/** The resource whose objects are counted under this name of a quota: `pods`, `deployments.apps`. */
export function countedResource(name: string): string {
  if (name.startsWith('count/')) return name.slice('count/'.length);
  if (name === 'services' || name.startsWith('services.')) return 'services';
  const isStorage = name === 'requests.storage' || name === 'persistentvolumeclaims' || name.includes(OF_CLASS);
  if (isStorage) return 'persistentvolumeclaims';
  return BARE.includes(name) ? name : 'pods';
}

/** What one object takes; `resource` is its plural and group, such as `jobs.batch`. */
export function usageOf(resource: string, object: ApiObject): QuotaAmounts {
  const counted: QuotaAmounts = new Map(pieces(`count/${resource}`));
  switch (resource) {
    case 'pods':
      return addAmounts(counted, podUsage(object as Pod));
    case 'services':
      return addAmounts(counted, serviceUsage(object as Service));
    case 'persistentvolumeclaims':
      return addAmounts(counted, claimUsage(object as PersistentVolumeClaim));
    default:
      return BARE.includes(resource) ? addAmounts(counted, new Map(pieces(resource))) : counted;
  }
}

/** A pod that has ended takes nothing but a place in the list. */
function podUsage({ spec, status }: Pod): QuotaAmounts {
  if (!spec || status?.phase === 'Failed' || status?.phase === 'Succeeded') return new Map();
  const requests = withOverhead(spec, {
    ...entriesOf(containerRequests(spec)),
    ...quantities(spec.resources?.requests),
  });
  const limits = withOverhead(spec, { ...entriesOf(containerLimits(spec)), ...quantities(spec.resources?.limits) });
  return computeUsage(requests, limits);
}

type Amounts = Readonly<Record<string, Quantity>>;

/** By every name under which quotas may limit them. */
export function computeUsage(requests: Amounts, limits: Amounts): QuotaAmounts {
  const usage = new Map<string, Quantity>(pieces('pods'));
  for (const [name, amount] of Object.entries(requests)) {
    usage.set(`requests.${name}`, amount);
    if (!name.includes('/')) usage.set(name, amount);
  }
  for (const [name, amount] of Object.entries(limits)) {
    if (['cpu', 'memory', 'ephemeral-storage'].includes(name)) usage.set(`limits.${name}`, amount);
  }
  return usage;
}

function withOverhead({ overhead }: PodSpec, amounts: Amounts): Amounts {
  if (!overhead) return amounts;
  return Object.fromEntries(
    addAmounts(new Map(Object.entries(amounts)), new Map(Object.entries(quantities(overhead)))),
  );
}

function entriesOf(amounts: QuotaAmounts): Amounts {
  return Object.fromEntries(amounts);
}

export function quantities(amounts: Readonly<Record<string, string>> | undefined): Amounts {
  return Object.fromEntries(Object.entries(amounts ?? {}).map(([name, text]) => [name, parseQuantity(text)]));
}

function serviceUsage({ spec }: Service): QuotaAmounts {
  const usage = new Map<string, Quantity>(pieces('services'));
  const ports = spec?.ports ?? [];
  const { type } = spec ?? {};
  if (type === 'LoadBalancer') usage.set('services.loadbalancers', parseQuantity('1'));
  const open = spec?.allocateLoadBalancerNodePorts === false ? ports.filter(({ nodePort }) => nodePort) : ports;
  if (type === 'LoadBalancer' || type === 'NodePort') {
    const count = type === 'NodePort' ? ports.length : open.length;
    usage.set('services.nodeports', parseQuantity(String(count)));
  }
  return usage;
}

function claimUsage({ spec, metadata }: PersistentVolumeClaim): QuotaAmounts {
  const size = parseQuantity(spec?.resources?.requests?.storage ?? '0');
  const usage = new Map<string, Quantity>([...pieces('persistentvolumeclaims'), ['requests.storage', size]]);
  const name = metadata?.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? spec?.storageClassName;
  if (!name) return usage;
  return new Map([
    ...usage,
    ...pieces(`${name}${OF_CLASS}persistentvolumeclaims`),
    [`${name}${OF_CLASS}requests.storage`, size],
  ]);
}
