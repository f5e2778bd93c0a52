import { createHash } from 'node:crypto';
import type { CoreV1EndpointPort, EndpointAddress, EndpointSubset } from '../../api/types.gen.ts';

/** One address on one port, ready or not; `port` is left out for a headless Service without ports. */
export interface AddressOnPort {
  address: EndpointAddress;
  port: CoreV1EndpointPort | undefined;
  ready: boolean;
}

interface Group {
  port: CoreV1EndpointPort | undefined;
  /** Whether it is ready, by address. */
  addresses: Map<EndpointAddress, boolean>;
}

/**
 * Packs addresses into as few subsets as Kubernetes does: ports that are offered by the same addresses share one. The
 * order of addresses, ports and subsets is that of Kubernetes too, by address and by hashes of Go's printed values.
 */
export function repackSubsets(items: readonly AddressOnPort[]): EndpointSubset[] {
  const groups = groupByPort(items);
  const [only] = groups;
  if (only && groups.length === 1) return [subsetOf(only, only.port ? [only.port] : [])];
  const subsets = new Map<string, { group: Group; ports: CoreV1EndpointPort[] }>();
  const numbers = new Map<EndpointAddress, number>();
  for (const group of groups) {
    const key = keyOfAddresses(group, numbers);
    const subset = subsets.get(key) ?? { group, ports: [] };
    if (group.port) subset.ports.push(group.port);
    subsets.set(key, subset);
  }
  const packed = [...subsets.values()].map(({ group, ports }) => subsetOf(group, ports));
  return packed.length < 2 ? packed : sortByText(packed, printedSubset);
}

function groupByPort(items: readonly AddressOnPort[]): Group[] {
  const groups = new Map<string, Group>();
  const addresses = new Map<string, EndpointAddress>();
  for (const { address, port, ready } of items) {
    const id = `${address.ip} ${address.targetRef?.uid ?? ''}`;
    const known = addresses.get(id) ?? address;
    if (known === address) addresses.set(id, address);
    const portKey = port ? `${port.name}/${port.protocol}/${port.port}/${port.appProtocol}` : '';
    let group = groups.get(portKey);
    if (!group) {
      group = { port, addresses: new Map() };
      groups.set(portKey, group);
    }
    // Not ready always trumps ready.
    group.addresses.set(known, ready && group.addresses.get(known) !== false);
  }
  return [...groups.values()];
}

function keyOfAddresses({ addresses }: Group, numbers: Map<EndpointAddress, number>): string {
  const parts: string[] = [];
  for (const [address, ready] of addresses) {
    const number = numbers.get(address) ?? numbers.size;
    numbers.set(address, number);
    parts.push(ready ? `${number}r` : `${number}`);
  }
  return parts.sort().join();
}

function subsetOf({ addresses }: Group, ports: CoreV1EndpointPort[]): EndpointSubset {
  const ready: EndpointAddress[] = [];
  const notReady: EndpointAddress[] = [];
  for (const [address, isReady] of addresses) (isReady ? ready : notReady).push(address);
  return {
    ...(ready.length > 0 && { addresses: ready.sort(byIpAndUid) }),
    ...(notReady.length > 0 && { notReadyAddresses: notReady.sort(byIpAndUid) }),
    ...(ports.length > 0 && { ports: sortByText(ports, printedPort) }),
  };
}

function byIpAndUid(a: EndpointAddress, b: EndpointAddress): number {
  if (a.ip !== b.ip) return a.ip < b.ip ? -1 : 1;
  const [left, right] = [a.targetRef?.uid ?? '', b.targetRef?.uid ?? ''];
  return left < right ? -1 : left > right ? 1 : 0;
}

function sortByText<T>(items: readonly T[], print: (item: T) => string): T[] {
  if (items.length < 2) return [...items];
  const hashed = items.map((item) => ({ item, hash: createHash('md5').update(print(item)).digest('hex') }));
  return hashed.sort((a, b) => (a.hash < b.hash ? -1 : 1)).map(({ item }) => item);
}

function printedPort({ name = '', port, protocol = 'TCP', appProtocol }: CoreV1EndpointPort): string {
  return `(v1.EndpointPort)${portFields(name, port, protocol, appProtocol)}`;
}

function portFields(name: string, port: number, protocol: string, appProtocol: string | undefined): string {
  return `{Name:(string)${name} Port:(int32)${port} Protocol:(v1.Protocol)${protocol} AppProtocol:(*string)${appProtocol ?? '<nil>'}}`;
}

function printedSubset({ addresses, notReadyAddresses, ports = [] }: EndpointSubset): string {
  const list = ports.map((p) => portFields(p.name ?? '', p.port, p.protocol ?? 'TCP', p.appProtocol)).join(' ');
  return `(v1.EndpointSubset){Addresses:([]v1.EndpointAddress)${printedAddresses(addresses)} NotReadyAddresses:([]v1.EndpointAddress)${printedAddresses(notReadyAddresses)} Ports:([]v1.EndpointPort)[${list}]}`;
}

function printedAddresses(addresses: readonly EndpointAddress[] | undefined): string {
  if (!addresses) return '<nil>';
  const printed = addresses.map(({ ip, hostname = '', nodeName, targetRef: t }) => {
    const target = t
      ? `{Kind:(string)${t.kind ?? ''} Namespace:(string)${t.namespace ?? ''} Name:(string)${t.name ?? ''} UID:(types.UID)${t.uid ?? ''} APIVersion:(string) ResourceVersion:(string) FieldPath:(string)}`
      : '<nil>';
    return `{IP:(string)${ip} Hostname:(string)${hostname} NodeName:(*string)${nodeName ?? '<nil>'} TargetRef:(*v1.ObjectReference)${target}}`;
  });
  return `[${printed.join(' ')}]`;
}
