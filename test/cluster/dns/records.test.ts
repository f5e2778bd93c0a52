/** The record forms of the Kubernetes DNS specification 1.1.0, in zone-file notation, and what is answered beside them. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { services } from '../../../server/api/resource-types.gen.ts';
import { ask } from '../../support/dns-query.ts';
import { port, type Shop, startShop } from './shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop[Symbol.asyncDispose]());

describe.each<[form: string, tables: [question: string, ...records: string[]][]]>([
  ['2.2 the version', [['dns-version.cluster.local. TXT', 'dns-version.cluster.local. 28800 IN TXT "1.1.0"']]],
  [
    '2.3.1 addresses of a Service with a cluster IP',
    [
      ['web.shop.svc.cluster.local.', 'web.shop.svc.cluster.local. 30 IN A 10.96.1.1'],
      ['kubernetes.default.svc.cluster.local.', 'kubernetes.default.svc.cluster.local. 30 IN A 10.96.0.1'],
    ],
  ],
  [
    '2.3.2 SRV of a Service with a cluster IP',
    [
      [
        '_http._tcp.web.shop.svc.cluster.local. SRV',
        '_http._tcp.web.shop.svc.cluster.local. 30 IN SRV 0 100 80 web.shop.svc.cluster.local.',
        '; web.shop.svc.cluster.local. 30 IN A 10.96.1.1',
      ],
      [
        '_dns._udp.web.shop.svc.cluster.local. SRV',
        '_dns._udp.web.shop.svc.cluster.local. 30 IN SRV 0 100 53 web.shop.svc.cluster.local.',
        '; web.shop.svc.cluster.local. 30 IN A 10.96.1.1',
      ],
      [
        'web.shop.svc.cluster.local. SRV',
        'web.shop.svc.cluster.local. 30 IN SRV 0 50 53 web.shop.svc.cluster.local.',
        'web.shop.svc.cluster.local. 30 IN SRV 0 50 80 web.shop.svc.cluster.local.',
        '; web.shop.svc.cluster.local. 30 IN A 10.96.1.1',
      ],
      [
        '_https._tcp.kubernetes.default.svc.cluster.local. SRV',
        '_https._tcp.kubernetes.default.svc.cluster.local. 30 IN SRV 0 100 443 kubernetes.default.svc.cluster.local.',
        '; kubernetes.default.svc.cluster.local. 30 IN A 10.96.0.1',
      ],
    ],
  ],
  [
    '2.3.3 PTR of a cluster IP',
    [['1.1.96.10.in-addr.arpa. PTR', '1.1.96.10.in-addr.arpa. 30 IN PTR web.shop.svc.cluster.local.']],
  ],
  [
    '2.4.1 addresses of a headless Service',
    [
      [
        'db.shop.svc.cluster.local.',
        'db.shop.svc.cluster.local. 30 IN A 10.244.2.1',
        'db.shop.svc.cluster.local. 30 IN A 10.244.2.2',
      ],
      [
        'db.shop.svc.cluster.local. AAAA',
        'db.shop.svc.cluster.local. 30 IN AAAA fd00::2:1',
        'db.shop.svc.cluster.local. 30 IN AAAA fd00::2:2',
      ],
      ['db-0.db.shop.svc.cluster.local.', 'db-0.db.shop.svc.cluster.local. 30 IN A 10.244.2.1'],
      ['10-244-2-2.db.shop.svc.cluster.local.', '10-244-2-2.db.shop.svc.cluster.local. 30 IN A 10.244.2.2'],
      ['fd00--2-2.db.shop.svc.cluster.local. AAAA', 'fd00--2-2.db.shop.svc.cluster.local. 30 IN AAAA fd00::2:2'],
      ['old.legacy.shop.svc.cluster.local.', 'old.legacy.shop.svc.cluster.local. 30 IN A 10.9.9.9'],
    ],
  ],
  [
    '2.4.2 SRV of a headless Service',
    [
      [
        '_sql._tcp.db.shop.svc.cluster.local. SRV',
        '_sql._tcp.db.shop.svc.cluster.local. 30 IN SRV 0 25 5432 10-244-2-2.db.shop.svc.cluster.local.',
        '_sql._tcp.db.shop.svc.cluster.local. 30 IN SRV 0 25 5432 db-0.db.shop.svc.cluster.local.',
        '_sql._tcp.db.shop.svc.cluster.local. 30 IN SRV 0 25 5432 fd00--2-2.db.shop.svc.cluster.local.',
        '; 10-244-2-2.db.shop.svc.cluster.local. 30 IN A 10.244.2.2',
        '; db-0.db.shop.svc.cluster.local. 30 IN A 10.244.2.1',
        '; db-0.db.shop.svc.cluster.local. 30 IN AAAA fd00::2:1',
        '; fd00--2-2.db.shop.svc.cluster.local. 30 IN AAAA fd00::2:2',
      ],
    ],
  ],
  [
    '2.4.3 PTR of an endpoint',
    [
      ['1.2.244.10.in-addr.arpa. PTR', '1.2.244.10.in-addr.arpa. 30 IN PTR db-0.db.shop.svc.cluster.local.'],
      ['2.2.244.10.in-addr.arpa. PTR', '2.2.244.10.in-addr.arpa. 30 IN PTR 10-244-2-2.db.shop.svc.cluster.local.'],
      ['1.1.244.10.in-addr.arpa. PTR', '1.1.244.10.in-addr.arpa. 30 IN PTR web-0.web.shop.svc.cluster.local.'],
      [
        '2.0.0.0.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa. PTR',
        '2.0.0.0.2.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.d.f.ip6.arpa. 30 IN PTR ' +
          'fd00--2-2.db.shop.svc.cluster.local.',
      ],
    ],
  ],
  [
    '2.5 ExternalName',
    [
      ['www.shop.svc.cluster.local. CNAME', 'www.shop.svc.cluster.local. 30 IN CNAME www.example.com.'],
      ['www.shop.svc.cluster.local.', 'www.shop.svc.cluster.local. 30 IN CNAME www.example.com.'],
      [
        'round.shop.svc.cluster.local. CNAME',
        'round.shop.svc.cluster.local. 30 IN CNAME about.shop.svc.cluster.local.',
      ],
      [
        'step-7.shop.svc.cluster.local.',
        'step-7.shop.svc.cluster.local. 30 IN CNAME step-8.shop.svc.cluster.local.',
        'step-8.shop.svc.cluster.local. 30 IN CNAME web.shop.svc.cluster.local.',
        'web.shop.svc.cluster.local. 30 IN A 10.96.1.1',
      ],
      [
        'alias.shop.svc.cluster.local.',
        'alias.shop.svc.cluster.local. 30 IN CNAME web.shop.svc.cluster.local.',
        'web.shop.svc.cluster.local. 30 IN A 10.96.1.1',
      ],
    ],
  ],
  [
    'pods, as CoreDNS has them',
    [
      ['10-244-2-1.shop.pod.cluster.local.', '10-244-2-1.shop.pod.cluster.local. 30 IN A 10.244.2.1'],
      ['fd00--1.shop.pod.cluster.local. AAAA', 'fd00--1.shop.pod.cluster.local. 30 IN AAAA fd00::1'],
    ],
  ],
  [
    'the zone',
    [
      [
        'cluster.local. NS',
        'cluster.local. 30 IN NS ns.dns.cluster.local.',
        '; ns.dns.cluster.local. 30 IN A 127.0.0.1',
      ],
      ['ns.dns.cluster.local.', 'ns.dns.cluster.local. 30 IN A 127.0.0.1'],
    ],
  ],
])('%s', (_form, tables) => {
  test.each(tables.map(([question, ...records]) => ({ question, records })))('$question', async (table) => {
    const reply = await ask(shop.dns, table.question);
    const records = [...reply.answer.toSorted(), ...reply.additional.toSorted().map((line) => `; ${line}`)];
    expect(records).toEqual(table.records);
    expect(reply).toMatchObject({ rcode: 'NOERROR', authority: [] });
    expect(reply.flags).toContain('aa');
  });
});

test('the SOA has the names of the zone, and says how long NXDOMAIN may be kept', async () => {
  const { answer } = await ask(shop.dns, 'cluster.local. SOA');
  const serial = String(answer[0]).split(' ')[6];
  expect(answer).toEqual([
    `cluster.local. 30 IN SOA ns.dns.cluster.local. hostmaster.cluster.local. ${serial} 7200 1800 86400 30`,
  ]);
  expect(Number(serial)).toBeGreaterThan(1_700_000_000);
});

test('names come back in the case in which they were asked', async () => {
  const name = 'WeB.sHoP.SvC.cLuStEr.LoCaL.';
  expect(await ask(shop.dns, name)).toMatchObject({ question: `${name} A`, answer: [`${name} 30 IN A 10.96.1.1`] });
  const { authority } = await ask(shop.dns, 'no.shop.svc.Cluster.LOCAL.');
  expect(authority).toEqual([expect.stringContaining('Cluster.LOCAL. 30 IN SOA ns.dns.Cluster.LOCAL.')]);
});

test('the process itself can ask without a network', async () => {
  expect(await shop.dns.resolve('_http._tcp.web.shop.svc.cluster.local', 'SRV')).toEqual({
    rcode: 'NOERROR',
    authoritative: true,
    truncated: false,
    answer: [
      {
        name: '_http._tcp.web.shop.svc.cluster.local.',
        type: 'SRV',
        ttl: 30,
        data: '0 100 80 web.shop.svc.cluster.local.',
      },
    ],
    authority: [],
    additional: [{ name: 'web.shop.svc.cluster.local.', type: 'A', ttl: 30, data: '10.96.1.1' }],
  });
  expect((await shop.dns.resolve('nothing.example.', 'A')).rcode).toBe('REFUSED');
  for (const type of ['MX', 'any', 'TYPE65280']) {
    expect(await shop.dns.resolve('web.shop.svc.cluster.local', type)).toMatchObject({ rcode: 'NOERROR', answer: [] });
  }
  await expect(shop.dns.resolve('x'.repeat(64), 'A')).rejects.toThrow(RangeError);
  await expect(shop.dns.resolve('web.shop.svc.cluster.local', 'NOTHING')).rejects.toThrow(RangeError);
});

test('NS names the Service of the cluster DNS where there is one', async () => {
  await shop.cluster.client.create(services, {
    metadata: { name: 'kube-dns', namespace: 'kube-system' },
    spec: { clusterIP: '10.96.0.10', ports: [port('dns', 53, 'UDP')] },
  });
  await shop.cluster.settled();
  expect(await ask(shop.dns, 'cluster.local. NS')).toMatchObject({
    answer: ['cluster.local. 30 IN NS kube-dns.kube-system.svc.cluster.local.'],
    additional: ['kube-dns.kube-system.svc.cluster.local. 30 IN A 10.96.0.10'],
  });
});
