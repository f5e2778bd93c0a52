import { type DomainName, nameBelow } from './domain-name.ts';
import type { Host } from './host.ts';
import type { Answer, NameRecord, ResourceRecord, SoaRecord } from './message.ts';
import type { ServiceIndex } from './service-index.ts';

/** What the zones that this server speaks for have in common. */
export interface ZoneOptions {
  index: ServiceIndex;
  /** Of all records but that of the version, in seconds. */
  ttl: number;
  /** Where this server can be asked, for NS records. */
  addresses: readonly Host[];
}

/** A question about a name in a zone. */
export interface ZoneQuestion {
  /** The name in full, as it was asked. */
  name: DomainName;
  type: number;
  /** The zone, in the case of the question. */
  zone: DomainName;
  /** What is left of the zone, in lower case. */
  labels: readonly string[];
}

/** CoreDNS says the same, whatever its TTL. */
const SOA_TIMES = { refresh: 7200, retry: 1800, expire: 86400 };
const MAX_SOA_TTL = 300;

export function positive(answer: readonly ResourceRecord[], additional: readonly ResourceRecord[] = []): Answer {
  return { rcode: 'NOERROR', authoritative: true, answer, authority: [], additional };
}

/** NODATA: the name is there, but not with this type. */
export function noData(options: ZoneOptions, zone: DomainName): Answer {
  return negative('NOERROR', soaRecord(options, zone));
}

export function noSuchName(options: ZoneOptions, zone: DomainName): Answer {
  return negative('NXDOMAIN', soaRecord(options, zone));
}

export function soaRecord({ index, ttl }: ZoneOptions, zone: DomainName): SoaRecord {
  return {
    type: 'SOA',
    owner: zone,
    ttl: Math.min(ttl, MAX_SOA_TTL),
    primary: nameBelow(zone, 'ns', 'dns'),
    mailbox: nameBelow(zone, 'hostmaster'),
    numbers: [index.serial, SOA_TIMES.refresh, SOA_TIMES.retry, SOA_TIMES.expire, ttl],
  };
}

export interface NameServer {
  name: DomainName;
  hosts: readonly Host[];
}

/** The Service of the cluster's DNS where there is one, as in most clusters, or else this server itself. */
export function nameServer({ index, addresses }: ZoneOptions, zone: DomainName): NameServer {
  const service = index.service('kube-system/kube-dns');
  if (service?.kind !== 'addresses') return { name: nameBelow(zone, 'ns', 'dns'), hosts: addresses };
  return { name: nameBelow(zone, 'kube-dns', 'kube-system', 'svc'), hosts: service.hosts };
}

export function nameServerAnswer(options: ZoneOptions, { name, zone }: ZoneQuestion): Answer {
  const server = nameServer(options, zone);
  const { ttl } = options;
  const record: NameRecord = { type: 'NS', owner: name, ttl, target: server.name };
  return positive([record], addressRecords(server.hosts, { owner: server.name, ttl }));
}

export function addressRecords(
  hosts: Iterable<Host>,
  { owner, ttl }: { owner: DomainName; ttl: number },
): ResourceRecord[] {
  const records: ResourceRecord[] = [];
  for (const host of hosts) {
    if (host.type !== 'CNAME') records.push({ type: host.type, owner, ttl, address: host.address });
  }
  return records;
}

function negative(rcode: 'NOERROR' | 'NXDOMAIN', soa: SoaRecord): Answer {
  return { rcode, authoritative: true, answer: [], authority: [soa], additional: [] };
}
