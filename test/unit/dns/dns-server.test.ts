import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFrameReader, frameOf } from '../../../server/dns/tcp-frames.ts';
import { manualClock } from '../../../server/lib/clock.ts';
import { createDisposables } from '../../support/disposables.ts';
import { ask, askOnce, encodeQuery, exchange, parseReply } from '../../support/dns-query.ts';
import { makeService, makeSlice, startTestDns, type TestDns } from '../../support/dns-server.ts';
import { eventually } from '../../support/eventually.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));

let stack: ReturnType<typeof createDisposables>;

const web = 'web.shop.svc.cluster.local.';
const query = (name = web) => encodeQuery({ name, type: 'A' });

async function start(options: Parameters<typeof startTestDns>[0] = {}): Promise<TestDns> {
  const started = stack.use(await startTestDns(options));
  started.api.put('services', makeService('web', { clusterIP: '10.96.1.1', ports: [{ port: 80 }] }));
  await eventually(async () => (await ask(started.dns, web)).answer.length === 1);
  return started;
}

beforeEach(async () => {
  stack = createDisposables();
});
afterEach(() => stack.disposeAsync());

describe('a DNS server listens', () => {
  test('on one port, for UDP and TCP', async () => {
    const { dns } = await start();
    expect(dns.port).toBeGreaterThan(0);
    for (const transport of ['udp', 'tcp'] as const) {
      const reply = await askOnce(dns, { name: web, type: 'A', transport });
      expect(reply.answer).toEqual([`${web} 5 IN A 10.96.1.1`]);
    }
  });

  test.skipIf(!hasIpv6)('on IPv6', async () => {
    const { dns } = await start({ host: '::1' });
    expect(dns.host).toBe('::1');
    expect((await ask(dns, web, { transport: 'tcp' })).answer).toHaveLength(1);
    expect((await ask(dns, 'ns.dns.cluster.local. AAAA')).answer).toEqual(['ns.dns.cluster.local. 5 IN AAAA ::1']);
  });

  test('on all addresses of a name, with the same port', async () => {
    const { dns } = await start({ host: 'localhost' });
    for (const { address: host } of await lookup('localhost', { all: true })) {
      for (const transport of ['udp', 'tcp'] as const) {
        expect((await ask({ host, port: dns.port }, web, { transport })).answer).toHaveLength(1);
      }
    }
  });

  test('nowhere when the port is taken, and leaves nothing open', async () => {
    const { dns } = await start();
    await expect(startTestDns({ port: dns.port })).rejects.toThrow('EADDRINUSE');
    expect((await ask(dns, web)).answer).toHaveLength(1);
    const { port } = dns;
    await dns[Symbol.asyncDispose]();
    expect((await start({ port })).dns.port).toBe(port);
  });
});

describe('300 endpoints', () => {
  test('come over TCP when UDP cuts them off', async () => {
    const { dns, api } = await start();
    const addresses = Array.from({ length: 300 }, (_, i) => `10.244.${i >> 8}.${i & 255}`);
    api.put('services', makeService('many', { clusterIP: 'None' }));
    for (let i = 0; i < 3; i++) {
      const slice = makeSlice('many', addresses.slice(i * 100, i * 100 + 100));
      api.put('endpointslices', { ...slice, metadata: { ...slice.metadata, name: `many-${i}` } as never });
    }
    const many = 'many.shop.svc.cluster.local.';
    await eventually(async () => (await ask(dns, many)).answer.length === 300);
    const cut = await askOnce(dns, { name: many, type: 'A' });
    expect(cut.flags).toContain('tc');
    expect(cut.bytes.length).toBeLessThanOrEqual(512);
    const whole = await askOnce(dns, { name: many, type: 'A', transport: 'tcp' });
    expect(whole.flags).not.toContain('tc');
    expect(whole.answer.toSorted()).toEqual(addresses.map((ip) => `${many} 5 IN A ${ip}`).toSorted());
    const services = await askOnce(dns, { name: many, type: 'SRV', transport: 'tcp' });
    expect([services.answer.length, services.additional.length]).toEqual([300, 300]);
    expect(services.answer).toContain(`${many} 5 IN SRV 0 1 80 10-244-1-43.${many}`);
  });
});

describe('over TCP', () => {
  test('several questions share a connection, and may come in pieces', async () => {
    const { dns } = await start();
    const socket = connect(dns.port, dns.host);
    const read = createFrameReader();
    const replies: Buffer[] = [];
    socket.on('data', (data) => replies.push(...read(data)));
    const stream = Buffer.concat([web, 'no.shop.svc.cluster.local.', web].map((name) => frameOf(query(name))));
    for (const byte of stream.subarray(0, 30)) socket.write(Buffer.from([byte]));
    socket.write(stream.subarray(30));
    await eventually(() => replies.length === 3);
    socket.destroy();
    expect(replies.map((reply) => parseReply(reply).rcode)).toEqual(['NOERROR', 'NXDOMAIN', 'NOERROR']);
  });

  test('a connection on which nothing happens is closed', async () => {
    const clock = manualClock();
    const { dns } = await start({ clock });
    const socket = connect(dns.port, dns.host);
    socket.write(frameOf(query()));
    await once(socket, 'data');
    const closed = once(socket, 'close');
    await clock.advance('9s');
    socket.write(frameOf(query()));
    await once(socket, 'data');
    await clock.advance('9s');
    expect(socket.closed).toBe(false);
    await clock.advance('2s');
    await closed;
  });
});

test('a version of EDNS that does not exist yet is named as such', async () => {
  const { dns } = await start();
  const bytes = encodeQuery({ name: web, type: 'A', edns: 1232 });
  bytes[bytes.length - 5] = 1;
  const reply = parseReply(await exchange(dns, bytes, 'udp'));
  expect(reply).toMatchObject({ answer: [], edns: { extendedRcode: 1 } });
});

test('malformed messages are refused by their id, or ignored', async () => {
  const { dns } = await start();
  const bytes = query();
  bytes.writeUInt16BE(2, 4);
  const refusal = await exchange(dns, bytes, 'udp');
  expect(refusal).toEqual(Buffer.concat([bytes.subarray(0, 2), Buffer.from('81010000000000000000', 'hex')]));
});

test('nothing that comes in stops the server', async () => {
  const { dns } = await start();
  const udp = createSocket('udp4');
  const valid = query();
  for (let i = 0; i < 2000; i++) {
    const bytes = i % 2 ? randomBytes(i % 700) : Buffer.from(valid);
    if (i % 2 === 0) bytes[i % bytes.length] = i >> 3;
    udp.send(bytes, dns.port, dns.host);
  }
  for (let i = 0; i < 50; i++) {
    const tcp = connect(dns.port, dns.host);
    tcp.on('error', () => {});
    tcp.write(i % 2 ? randomBytes(1000) : frameOf(randomBytes(20)));
    if (i % 3) tcp.end();
    else tcp.once('connect', () => tcp.resetAndDestroy());
  }
  expect((await ask(dns, web, { transport: 'tcp' })).answer).toHaveLength(1);
  expect((await ask(dns, web)).answer).toHaveLength(1);
  udp.close();
});
