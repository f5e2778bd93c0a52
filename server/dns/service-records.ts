import { type DomainName, nameBelow } from './domain-name.ts';
import type { Target } from './find-targets.ts';
import type { AddressRecord, SrvRecord } from './message.ts';

export interface ServiceRecords {
  answer: SrvRecord[];
  /** The addresses of the names that the SRV records point to. */
  additional: AddressRecord[];
}

/** One SRV record for each port of each name, and one address record for each address of it. */
export function serviceRecords(
  targets: readonly Target[],
  { name, zone, ttl }: { name: DomainName; zone: DomainName; ttl: number },
): ServiceRecords {
  // What ExternalName leads to has no ports that we know.
  const internal = targets.filter(({ host }) => host.type !== 'CNAME');
  const weight = weightOf(internal.length);
  const answer = new Map<string, SrvRecord>();
  const additional = new Map<string, AddressRecord>();
  for (const { host, port, labels } of internal) {
    if (port === undefined || host.type === 'CNAME') continue;
    const target = nameBelow(zone, ...labels);
    answer.set(`${port} ${target}`, { type: 'SRV', owner: name, ttl, priority: 0, weight, port, target });
    additional.set(`${host.text} ${target}`, { type: host.type, owner: target, ttl, address: host.address });
  }
  return { answer: [...answer.values()], additional: [...additional.values()] };
}

/** CoreDNS divides 100 by all that a name stands for, also by what then is not said (once more). */
function weightOf(count: number): number {
  return Math.max(1, Math.floor((100 / (100 * count)) * 100));
}
