/** The vocabulary of DNS messages: RFC 1035, 2782 (SRV), 3596 (AAAA), 6891 (EDNS0). */
import type { DomainName } from './domain-name.ts';

export const TYPES = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  TXT: 16,
  AAAA: 28,
  SRV: 33,
  OPT: 41,
  IXFR: 251,
  AXFR: 252,
} as const;

export const CLASS_IN = 1;

export const RCODES = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  BADVERS: 16,
} as const;

export type Rcode = keyof typeof RCODES;

export const HEADER_LENGTH = 12;
/** Of an OPT record without options. */
export const OPT_LENGTH = 11;

/** Bits of the second 16 bits of a header. */
export const FLAGS = {
  response: 0x8000,
  opcode: 0x7800,
  authoritative: 0x0400,
  truncated: 0x0200,
  recursionDesired: 0x0100,
  recursionAvailable: 0x0080,
  checkingDisabled: 0x0010,
  rcode: 0x000f,
} as const;

export interface Question {
  /** In the case in which it was asked. */
  name: DomainName;
  type: number;
  class: number;
}

export interface Edns {
  version: number;
  /** How many bytes of UDP the client takes. */
  size: number;
  /** DNSSEC wanted: said back, and no more. */
  dnssecOk: boolean;
}

export interface Query {
  id: number;
  flags: number;
  question: Question;
  edns?: Edns;
  /** As it came. */
  bytes: Buffer;
  transport: Transport;
}

export type Transport = 'udp' | 'tcp';

export type AddressRecord = { type: 'A' | 'AAAA'; owner: DomainName; ttl: number; address: Uint8Array };
export type NameRecord = { type: 'CNAME' | 'PTR' | 'NS'; owner: DomainName; ttl: number; target: DomainName };
export type SrvRecord = {
  type: 'SRV';
  owner: DomainName;
  ttl: number;
  priority: number;
  weight: number;
  port: number;
  target: DomainName;
};
export type TxtRecord = { type: 'TXT'; owner: DomainName; ttl: number; text: string };
export type SoaRecord = {
  type: 'SOA';
  owner: DomainName;
  ttl: number;
  primary: DomainName;
  mailbox: DomainName;
  /** serial, refresh, retry, expire, minimum. */
  numbers: readonly [number, number, number, number, number];
};
export type ResourceRecord = AddressRecord | NameRecord | SrvRecord | TxtRecord | SoaRecord;

/** What we say ourselves. */
export interface Answer {
  rcode: Rcode;
  authoritative: boolean;
  answer: readonly ResourceRecord[];
  authority: readonly ResourceRecord[];
  additional: readonly ResourceRecord[];
}

/** An answer without records and without authority. */
export function bareAnswer(rcode: Rcode): Answer {
  return { rcode, authoritative: false, answer: [], authority: [], additional: [] };
}
