/** Reads replies: those of upstream servers, and ours for those who ask in process. */
import { type DecodedPacket, decode, type Answer as Packet } from 'dns-packet';
import { formatIp, parseIp } from '../lib/ip-address.ts';

/** A record as zone files write it. */
export interface TextRecord {
  /** With its last dot. */
  name: string;
  type: string;
  /** In seconds. */
  ttl: number;
  /** `10.96.0.1`, `0 100 80 web.default.svc.cluster.local.`, `"1.1.0"` … */
  data: string;
}

export interface DnsReply {
  /** NOERROR, NXDOMAIN, REFUSED … */
  rcode: string;
  authoritative: boolean;
  truncated: boolean;
  answer: TextRecord[];
  authority: TextRecord[];
  additional: TextRecord[];
}

/** Throws for bytes that are no DNS message. */
export function readReply(bytes: Buffer): DnsReply {
  // The types of the package know the rcode only as part of the flags.
  const packet = decode(bytes) as DecodedPacket & { rcode: string };
  return {
    rcode: packet.rcode,
    authoritative: packet.flag_aa,
    truncated: packet.flag_tc,
    answer: recordsOf(packet.answers),
    authority: recordsOf(packet.authorities),
    additional: recordsOf(packet.additionals),
  };
}

function recordsOf(records: readonly Packet[] | undefined): TextRecord[] {
  return (records ?? []).flatMap((record) => {
    if (record.type === 'OPT') return [];
    const ttl = 'ttl' in record ? (record.ttl ?? 0) : 0;
    return [{ name: dotted(record.name), type: typeOf(record.type), ttl, data: dataOf(record) }];
  });
}

function dataOf(record: Packet): string {
  switch (record.type) {
    case 'A':
      return record.data;
    case 'AAAA': {
      const ip = parseIp(record.data);
      return ip ? formatIp(ip) : record.data;
    }
    case 'CNAME':
    case 'PTR':
    case 'NS':
    case 'DNAME':
      return dotted(record.data);
    case 'SRV': {
      const { priority, weight, port, target } = record.data;
      return `${priority ?? 0} ${weight ?? 0} ${port} ${dotted(target)}`;
    }
    case 'MX':
      return `${record.data.preference ?? 0} ${dotted(record.data.exchange)}`;
    case 'TXT':
      return [record.data].flat().map(quoted).join(' ');
    case 'SOA': {
      const { mname, rname, serial, refresh, retry, expire, minimum } = record.data;
      return [dotted(mname), dotted(rname), serial, refresh, retry, expire, minimum].join(' ');
    }
    default:
      return opaque('data' in record ? record.data : undefined);
  }
}

function quoted(text: string | Buffer): string {
  return `"${text.toString('latin1').replace(/["\\]/g, '\\$&')}"`;
}

/** RFC 3597, 5: bytes of a type that is not known. */
function opaque(data: unknown): string {
  return Buffer.isBuffer(data) ? `\\# ${data.length} ${data.toString('hex')}` : JSON.stringify(data ?? '');
}

function dotted(name: string): string {
  return name === '.' || name === '' ? '.' : `${name}.`;
}

/** `UNKNOWN_65` → `TYPE65`. */
function typeOf(type: string): string {
  return type.replace('UNKNOWN_', 'TYPE');
}
