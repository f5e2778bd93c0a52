/** Asks a DNS server as a client does, with a codec that is not ours, and tells what it says in zone-file notation. */
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { type DecodedPacket, decode, encode, type Packet } from 'dns-packet';
import { readReply, type TextRecord } from '../../server/dns/read-reply.ts';
import type { SocketAddress } from '../../server/lib/socket-address.ts';

export interface DnsQuery {
  name: string;
  type: string;
  class?: string;
  transport?: 'udp' | 'tcp';
  /** The size that the client says it takes, by an OPT record. */
  edns?: number;
}

export interface DnsReply {
  rcode: string;
  /** Of the header: `aa`, `tc`, `rd`, `ra`, `cd`. */
  flags: string[];
  question: string;
  /** `web.default.svc.cluster.local. 5 IN A 10.96.0.1` */
  answer: string[];
  authority: string[];
  additional: string[];
  /** The OPT record, when there is one. */
  edns: { size: number; extendedRcode: number } | undefined;
  bytes: Buffer;
}

/** `NAME [TYPE]`, A unless said otherwise; a reply that is cut off is asked for again over TCP. */
export async function ask(server: SocketAddress, question: string, options: Partial<DnsQuery> = {}): Promise<DnsReply> {
  const [name = '', type = 'A'] = question.split(' ');
  const query = { name, type, ...options };
  const reply = await askOnce(server, query);
  return reply.flags.includes('tc') ? askOnce(server, { ...query, transport: 'tcp' }) : reply;
}

export async function askOnce(server: SocketAddress, query: DnsQuery): Promise<DnsReply> {
  const { transport = 'udp' } = query;
  return parseReply(await exchange(server, encodeQuery(query), transport));
}

/** Sends any bytes, and waits for bytes to come back; for a silent server for ever. */
export function exchange(server: SocketAddress, bytes: Buffer, transport: 'udp' | 'tcp'): Promise<Buffer> {
  return transport === 'udp' ? exchangeUdp(server, bytes) : exchangeTcp(server, bytes);
}

export function encodeQuery({ name, type, class: qclass = 'IN', edns }: DnsQuery): Buffer {
  const id = Math.floor(Math.random() * 0x10000);
  // The package takes numbers of types that it has no name for.
  const question = { name, type: type.replace('TYPE', 'UNKNOWN_'), class: qclass };
  const opt = { type: 'OPT', name: '.', udpPayloadSize: edns, flags: 0, options: [] };
  const additionals = edns === undefined ? [] : [opt];
  return encode({ type: 'query', id, flags: 0x0100, questions: [question], additionals } as unknown as Packet);
}

export function parseReply(bytes: Buffer): DnsReply {
  const packet: DecodedPacket = decode(bytes);
  const { rcode, answer, authority, additional } = readReply(bytes);
  const opt = packet.additionals?.find((record) => record.type === 'OPT');
  const [question] = packet.questions ?? [];
  return {
    rcode,
    flags: (['aa', 'tc', 'rd', 'ra', 'cd'] as const).filter((flag) => packet[`flag_${flag}`]),
    question: question ? `${question.name}. ${question.type}` : '',
    answer: answer.map(lineOf),
    authority: authority.map(lineOf),
    additional: additional.map(lineOf),
    edns: opt && { size: opt.udpPayloadSize, extendedRcode: opt.extendedRcode },
    bytes,
  };
}

async function exchangeUdp({ host, port }: SocketAddress, bytes: Buffer): Promise<Buffer> {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  try {
    socket.send(bytes, port, host);
    const [reply] = (await once(socket, 'message')) as [Buffer];
    return reply;
  } finally {
    socket.close();
  }
}

async function exchangeTcp({ host, port }: SocketAddress, bytes: Buffer): Promise<Buffer> {
  const socket = connect(port, host);
  socket.write(Buffer.concat([Buffer.from([bytes.length >> 8, bytes.length & 0xff]), bytes]));
  let got = Buffer.alloc(0);
  for await (const piece of socket) {
    got = Buffer.concat([got, piece as Buffer]);
    if (got.length >= 2 && got.length >= 2 + got.readUInt16BE(0)) break;
  }
  socket.destroy();
  return got.subarray(2);
}

function lineOf({ name, type, ttl, data }: TextRecord): string {
  return `${name} ${ttl} IN ${type} ${data}`;
}
