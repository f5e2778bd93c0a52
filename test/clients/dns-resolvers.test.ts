/** The resolvers that people have: Node's, and the programs of BIND and Knot where they are installed. */
import { execFile } from 'node:child_process';
import { Resolver } from 'node:dns/promises';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endpointSlices, services } from '../../server/api/resource-types.gen.ts';
import { type Cluster, startCluster } from '../../server/cluster.ts';
import type { DnsServer } from '../../server/dns/start-dns.ts';

const run = promisify(execFile);

let cluster: Cluster;
let dns: DnsServer;

beforeAll(async () => {
  cluster = await startCluster();
  dns = cluster.dns as DnsServer;
  const { client } = cluster;
  const ports = [{ name: 'http', port: 80 }];
  await client.create(services, {
    metadata: { name: 'web', namespace: 'default' },
    spec: { clusterIP: '10.96.1.1', ports },
  });
  await client.create(services, {
    metadata: { name: 'nginx', namespace: 'default' },
    spec: { clusterIP: 'None', ports },
  });
  await client.create(services, {
    metadata: { name: 'www', namespace: 'default' },
    spec: { type: 'ExternalName', externalName: 'www.example.com' },
  });
  await createSlice('nginx', [
    { addresses: ['10.244.1.1'], hostname: 'web-0' },
    { addresses: ['10.244.1.2'], hostname: 'web-1' },
  ]);
  await client.create(services, {
    metadata: { name: 'many', namespace: 'default' },
    spec: { clusterIP: 'None', ports },
  });
  await createSlice(
    'many',
    Array.from({ length: 300 }, (_, i) => ({ addresses: [`10.244.${2 + (i >> 8)}.${i & 255}`] })),
  );
  await cluster.settled();
});
afterAll(() => cluster[Symbol.asyncDispose]());

function createSlice(of: string, endpoints: { addresses: string[]; hostname?: string }[]) {
  return cluster.client.create(endpointSlices, {
    metadata: { name: of, namespace: 'default', labels: { 'kubernetes.io/service-name': of } },
    addressType: 'IPv4',
    endpoints,
    ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
  });
}

const name = (label: string) => `${label}.default.svc.cluster.local`;

describe("Node's resolver", () => {
  const resolver = () => {
    const made = new Resolver({ timeout: 2000 });
    made.setServers([`${dns.host}:${dns.port}`]);
    return made;
  };

  test('finds addresses', async () => {
    expect(await resolver().resolve4(name('web'), { ttl: true })).toEqual([{ address: '10.96.1.1', ttl: 5 }]);
    expect((await resolver().resolve4(name('nginx'))).toSorted()).toEqual(['10.244.1.1', '10.244.1.2']);
    expect(await resolver().resolve4(name('web-1.nginx'))).toEqual(['10.244.1.2']);
  });

  test('finds 300 addresses', async () => {
    expect(await resolver().resolve4(name('many'))).toHaveLength(300);
  });

  test('finds all other records', async () => {
    const srv = await resolver().resolveSrv(`_http._tcp.${name('nginx')}`);
    expect(srv.toSorted((a, b) => a.name.localeCompare(b.name))).toEqual([
      { name: name('web-0.nginx'), port: 80, priority: 0, weight: 50 },
      { name: name('web-1.nginx'), port: 80, priority: 0, weight: 50 },
    ]);
    expect(await resolver().reverse('10.244.1.1')).toEqual([name('web-0.nginx')]);
    expect(await resolver().resolveCname(name('www'))).toEqual(['www.example.com']);
    expect(await resolver().resolveTxt('dns-version.cluster.local')).toEqual([['1.1.0']]);
    expect(await resolver().resolveNs('cluster.local')).toEqual(['ns.dns.cluster.local']);
    expect(await resolver().resolveSoa('cluster.local')).toMatchObject({
      nsname: 'ns.dns.cluster.local',
      hostmaster: 'hostmaster.cluster.local',
      minttl: 5,
    });
  });

  test('tells what is not there from what has other types', async () => {
    await expect(resolver().resolve4(name('nothing'))).rejects.toMatchObject({ code: 'ENOTFOUND' });
    await expect(resolver().resolve6(name('web'))).rejects.toMatchObject({ code: 'ENODATA' });
    await expect(resolver().resolve4('www.example.com')).rejects.toMatchObject({ code: 'EREFUSED' });
  });
});

/** Where a program is not installed, its tests are skipped, and say what to install. */
function hasProgram(program: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

async function output(program: string, ...args: string[]): Promise<string> {
  const { stdout } = await run(program, args, { timeout: 10_000 }).catch((error: { stdout: string }) => error);
  return stdout;
}

const lines = (text: string) => text.split('\n').filter(Boolean);

describe.skipIf(!hasProgram('dig'))('dig (install bind9-dnsutils)', () => {
  const dig = async (...args: string[]) => lines(await output('dig', `@${dns.host}`, '-p', String(dns.port), ...args));

  test('finds addresses and ports, with EDNS and cookies as it likes', async () => {
    expect(await dig('+short', name('web'))).toEqual(['10.96.1.1']);
    expect((await dig('+short', name('nginx'))).toSorted()).toEqual(['10.244.1.1', '10.244.1.2']);
    expect((await dig('+short', 'SRV', `_http._tcp.${name('nginx')}`)).toSorted()).toEqual([
      `0 50 80 ${name('web-0.nginx')}.`,
      `0 50 80 ${name('web-1.nginx')}.`,
    ]);
    expect(await dig('+short', '-x', '10.96.1.1')).toEqual([`${name('web')}.`]);
  });

  test('retries over TCP by itself', async () => {
    const all = await dig('+noedns', name('many'));
    expect(all.filter((line) => line.includes('\tA\t'))).toHaveLength(300);
    expect(all).toContainEqual(expect.stringContaining('Truncated, retrying in TCP mode'));
  });

  test('sees a well-formed negative answer', async () => {
    const all = (await dig(name('nothing'))).join('\n');
    expect(all).toContain('status: NXDOMAIN');
    expect(all).toMatch(/flags: qr aa rd;.*AUTHORITY: 1/);
    expect(all).not.toContain('malformed');
    expect(all).not.toContain('WARNING: Message');
  });

  test('gets no zone transfer', async () => {
    expect((await dig('AXFR', 'cluster.local')).join('\n')).toContain('Transfer failed');
  });
});

describe.skipIf(!hasProgram('kdig'))('kdig (install knot-dnsutils)', () => {
  test.each([[['+notcp']], [['+tcp']], [['+edns', '+bufsize=1232']]])('%s', async (options) => {
    const at = [`@${dns.host}`, '-p', String(dns.port), '+short'];
    expect(lines(await output('kdig', ...at, ...options, name('web-0.nginx')))).toEqual(['10.244.1.1']);
  });
});

describe.skipIf(!hasProgram('nslookup'))('nslookup (install bind9-dnsutils)', () => {
  const nslookup = (...args: string[]) => output('nslookup', `-port=${dns.port}`, ...args, dns.host);

  test('finds names and addresses', async () => {
    expect(await nslookup(name('web-0.nginx'))).toContain(`Name:\t${name('web-0.nginx')}\nAddress: 10.244.1.1`);
    expect(await nslookup('10.244.1.1')).toContain(`1.1.244.10.in-addr.arpa\tname = ${name('web-0.nginx')}.`);
    expect(await nslookup(name('nothing'))).toContain(`** server can't find ${name('nothing')}: NXDOMAIN`);
  });
});

describe.skipIf(!hasProgram('host'))('host (install bind9-host)', () => {
  test('finds names', async () => {
    const said = await output('host', '-p', String(dns.port), '-t', 'A', name('web'), dns.host);
    expect(said).toContain(`${name('web')} has address 10.96.1.1`);
  });
});
