/** What is answered when there is nothing to answer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ask } from '../../support/dns-query.ts';
import { type Shop, startShop } from './shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await startShop();
});
afterAll(() => shop[Symbol.asyncDispose]());

describe('NODATA: the name is there, with other types', () => {
  test.each([
    ['the zone', 'cluster.local.'],
    ['all Services', 'svc.cluster.local.'],
    ['all pods', 'pod.cluster.local. AAAA'],
    ['a namespace', 'shop.svc.cluster.local.'],
    ['a namespace without Services', 'empty.svc.cluster.local.'],
    ['a namespace of pods', 'empty.pod.cluster.local.'],
    ['a Service of the other family', 'web.shop.svc.cluster.local. AAAA'],
    ['an endpoint of the other family', '10-244-2-2.db.shop.svc.cluster.local. AAAA'],
    ['a port, for AAAA', '_http._tcp.web.shop.svc.cluster.local. AAAA'],
    ['a pod of the other family', '10-244-2-1.shop.pod.cluster.local. AAAA'],
    ['SRV where no port has a number', 'portless.shop.svc.cluster.local. SRV'],
    ['SRV of ExternalName', 'www.shop.svc.cluster.local. SRV'],
    ['aliases that go round in circles', 'round.shop.svc.cluster.local.'],
    ['an alias of itself', 'self.shop.svc.cluster.local.'],
    ['too long a chain of aliases', 'step-0.shop.svc.cluster.local.'],
    ['CNAME of a Service with addresses', 'web.shop.svc.cluster.local. CNAME'],
    ['MX', 'web.shop.svc.cluster.local. MX'],
    ['ANY', 'web.shop.svc.cluster.local. ANY'],
    ['HTTPS', 'web.shop.svc.cluster.local. TYPE65'],
    ['NS below the zone', 'web.shop.svc.cluster.local. NS'],
    ['SOA below the zone', 'web.shop.svc.cluster.local. SOA'],
    ['SOA of nothing: CoreDNS does not look', 'nothing.shop.svc.cluster.local. SOA'],
    ['TXT of a Service', 'web.shop.svc.cluster.local. TXT'],
    ['PTR of a Service', 'web.shop.svc.cluster.local. PTR'],
    ['the name server, other than its addresses', 'ns.dns.cluster.local. SRV'],
    ['NS of the zone in another case: CoreDNS compares it as it is', 'Cluster.local. NS'],
  ])('%s', async (_what, question) => {
    const reply = await ask(shop.dns, question);
    expect(reply).toMatchObject({ rcode: 'NOERROR', answer: [], additional: [] });
    expect(reply.authority).toEqual([expect.stringMatching(/^cluster\.local\. 30 IN SOA /i)]);
    expect(reply.flags).toContain('aa');
  });
});

describe('NXDOMAIN: there is no such name', () => {
  test.each([
    ['a Service', 'nothing.shop.svc.cluster.local.'],
    ['a namespace', 'nothing.svc.cluster.local.'],
    ['a Service of another namespace', 'web.default.svc.cluster.local.'],
    ['a headless Service without endpoints', 'idle.shop.svc.cluster.local.'],
    ['an endpoint', 'nothing.db.shop.svc.cluster.local.'],
    ['an endpoint that is not ready', 'db-2.db.shop.svc.cluster.local.'],
    ['the address of an endpoint with a hostname', '10-244-2-1.db.shop.svc.cluster.local.'],
    ['a port', '_nothing._tcp.web.shop.svc.cluster.local. SRV'],
    ['a protocol', '_http._udp.web.shop.svc.cluster.local. SRV'],
    ['a port of ExternalName', '_http._tcp.www.shop.svc.cluster.local. SRV'],
    ['an endpoint of ExternalName', 'a.www.shop.svc.cluster.local. CNAME'],
    ['an ExternalName that is too long for DNS', 'long.shop.svc.cluster.local. CNAME'],
    ['something deeper', 'a.b.c.web.shop.svc.cluster.local.'],
    ['neither svc nor pod', 'web.shop.cluster.local.'],
    ['a pod whose name is no address', 'web-0.shop.pod.cluster.local.'],
    ['a pod whose octets have zeros in front', '10-244-02-1.shop.pod.cluster.local.'],
    ['a pod of no namespace', '10-244-2-1.nothing.pod.cluster.local.'],
    ['an address of nobody', '9.9.9.9.in-addr.arpa. PTR'],
    ['an endpoint that is not ready, by address', '3.2.244.10.in-addr.arpa. PTR'],
    ['half an address', '2.244.10.in-addr.arpa. PTR'],
    ['A of an address', '1.1.96.10.in-addr.arpa.'],
    ['TXT of a namespace: so CoreDNS', 'shop.svc.cluster.local. TXT'],
    ['PTR of the name server', 'ns.dns.cluster.local. PTR'],
    ['the name server below a zone in capitals: so CoreDNS', 'ns.dns.Cluster.local.'],
  ])('%s', async (_what, question) => {
    const reply = await ask(shop.dns, question);
    expect(reply).toMatchObject({ rcode: 'NXDOMAIN', answer: [], additional: [] });
    expect(reply.authority).toEqual([expect.stringMatching(/^(cluster\.local|in-addr\.arpa)\. 30 IN SOA /i)]);
    expect(reply.flags).toContain('aa');
  });
});

describe('REFUSED: not our business', () => {
  test.each([
    ['another zone', 'www.example.com. A', {}],
    ['a name that only ends alike', 'xcluster.local. A', {}],
    ['the root', '. NS', {}],
    ['a zone transfer', 'cluster.local. AXFR', { transport: 'tcp' as const }],
    ['a zone transfer in steps', 'cluster.local. IXFR', {}],
    ['another class', 'web.shop.svc.cluster.local. A', { class: 'CH' }],
  ])('%s', async (_what, question, options) => {
    const reply = await ask(shop.dns, question, options);
    expect(reply).toMatchObject({ rcode: 'REFUSED', answer: [], authority: [], additional: [] });
    expect(reply.flags).not.toContain('aa');
  });
});
