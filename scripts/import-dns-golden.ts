/**
 * Turns what a real CoreDNS answered into the data of test/parity/dns/: `tsx scripts/import-dns-golden.ts FOLDER`, where
 * FOLDER holds `cases.json` and `objects.json`.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeYaml } from '../server/api/yaml/write-yaml.ts';
import { type DnsCase, printDnsCases } from '../test/parity/dns-case.ts';

interface RecordedCase {
  name: string;
  q: [name: string, type: string, qclass?: string];
  rcode: string;
  answer: string[];
  additional?: string[];
  aa?: boolean;
  authorityHasSOA?: boolean;
  soaOwner?: string;
  truncatedOverUdp?: boolean;
}

interface RecordedObject {
  metadata: { labels: Record<string, string> };
}

const MARK = 'dns-holdout';

const folder = process.argv[2];
if (folder === undefined) throw new Error('usage: tsx scripts/import-dns-golden.ts FOLDER');
const target = join(import.meta.dirname, '..', 'test', 'parity', 'dns');
mkdirSync(target, { recursive: true });

const cases = read<RecordedCase[]>('cases.json').map(convertCase);
const objects = read<RecordedObject[]>('objects.json').map(convertObject);
writeFileSync(join(target, 'cases.txt'), printDnsCases(cases));
writeFileSync(join(target, 'objects.yaml'), objects.map(writeYaml).join('---\n'));

/** The recording's own names have a prefix that says nothing to us. */
function read<T>(file: string): T {
  const text = readFileSync(join(folder as string, file), 'utf8');
  return JSON.parse(text.replaceAll(`${MARK}.example.org`, 'by-hand.example.org').replace(/\bhd-/gi, ''));
}

function convertCase({ name, q: [asked, type, qclass = 'IN'], rcode, answer, ...recorded }: RecordedCase): DnsCase {
  const { aa, truncatedOverUdp, authorityHasSOA, soaOwner = '*', additional = [] } = recorded;
  const size = truncatedOverUdp === undefined ? [] : [truncatedOverUdp ? 'tc' : 'whole'];
  return {
    about: name.replaceAll('-', ' '),
    ask: [asked, qclass, type].join(' '),
    rcode,
    flags: [...(aa ? ['aa'] : []), ...size],
    answer,
    ...(authorityHasSOA && { soa: soaOwner }),
    additional,
  };
}

/** Without the label by which the recording finds its objects again. */
function convertObject({ metadata: { labels, ...metadata }, ...object }: RecordedObject): object {
  const { [MARK]: _mark, ...others } = labels;
  const hasOthers = Object.keys(others).length > 0;
  const { apiVersion, kind, ...rest } = object as Record<string, unknown>;
  return { apiVersion, kind, metadata: { ...metadata, ...(hasOthers && { labels: others }) }, ...rest };
}
