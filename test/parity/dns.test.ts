import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiObject } from '../../server/api/object.ts';
import { endpointSlices, endpoints, namespaces, services } from '../../server/api/resource-types.gen.ts';
import { parseYaml } from '../../server/api/yaml/parse-yaml.ts';
import { type Cluster, startCluster } from '../../server/cluster.ts';
import type { DnsServer } from '../../server/dns/start-dns.ts';
import { askOnce, type DnsReply } from '../support/dns-query.ts';
import { type DnsCase, parseDnsCases } from './dns-case.ts';

const DATA = join(import.meta.dirname, 'dns');
const TYPES = [namespaces, services, endpointSlices, endpoints];

const cases = parseDnsCases(readFileSync(join(DATA, 'cases.txt'), 'utf8'));

describe('what CoreDNS answers', () => {
  let cluster: Cluster;
  let dns: DnsServer;

  beforeAll(async () => {
    cluster = await startCluster();
    dns = cluster.dns as DnsServer;
    const objects = readFileSync(join(DATA, 'objects.yaml'), 'utf8').split('---\n');
    for (const text of objects) await create(cluster, parseYaml(text).value as ApiObject & { metadata: object });
    await cluster.settled();
  });
  afterAll(() => cluster[Symbol.asyncDispose]());

  test.each(cases)('$about: $ask', async (wanted) => {
    const udp = await answerTo(dns, wanted, 'udp');
    if (wanted.flags.includes('tc') || wanted.flags.includes('whole')) {
      expect(udp.flags.includes('tc')).toBe(wanted.flags.includes('tc'));
    }
    const tcp = await answerTo(dns, wanted, 'tcp');
    for (const reply of udp.flags.includes('tc') ? [tcp] : [udp, tcp]) {
      expect(summary(reply, wanted)).toEqual(expectation(wanted));
    }
  });
});

async function create({ client }: Cluster, object: ApiObject & { metadata: object }): Promise<void> {
  const type = TYPES.find(({ kind }) => kind === object.kind);
  if (!type) throw new Error(`unexpected kind ${object.kind}`);
  await client.create(type, object);
}

function answerTo(dns: DnsServer, { ask }: DnsCase, transport: 'udp' | 'tcp'): Promise<DnsReply> {
  const [name = '', qclass = '', type = ''] = ask.split(' ');
  return askOnce(dns, { name, class: qclass, type, transport });
}

function expectation({ rcode, flags, answer, additional, soa }: DnsCase) {
  return {
    rcode,
    authoritative: flags.includes('aa'),
    answer: answer.toSorted(),
    additional: additional.toSorted(),
    soa,
  };
}

function summary({ rcode, flags, answer, additional, authority }: DnsReply, wanted: DnsCase) {
  return {
    rcode,
    authoritative: flags.includes('aa'),
    answer: alike(answer, wanted.answer),
    additional: wanted.additional.length === 0 ? [] : alike(additional, wanted.additional),
    soa: authority.find((line) => line.includes(' IN SOA '))?.split(' ')[0],
  };
}

/** The records without their TTL; what fits a wanted one that has `*` in it is written like that one. */
function alike(lines: readonly string[], wanted: readonly string[]): string[] {
  return lines
    .map((line) => line.replace(/ \d+ IN /, ' IN '))
    .map((line) => wanted.find((pattern) => fits(line, pattern)) ?? line)
    .toSorted();
}

function fits(line: string, pattern: string): boolean {
  const words = line.split(' ');
  const parts = pattern.split(' ');
  return parts.length === words.length && parts.every((part, i) => part === '*' || part === words[i]);
}
