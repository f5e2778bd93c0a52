import { type DecodedPacket, decode, encode, type Packet } from 'dns-packet';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listen } from '../../../server/dns/listen.ts';
import { manualClock, systemClock } from '../../../server/lib/clock.ts';
import { silentLogger } from '../../../server/lib/logger.ts';
import type { SocketAddress } from '../../../server/lib/socket-address.ts';
import { createDisposables } from '../../support/disposables.ts';
import { ask, askOnce } from '../../support/dns-query.ts';
import { makeService, startTestDns, type TestDns } from '../../support/dns-server.ts';
import { eventually } from '../../support/eventually.ts';

interface TestUpstream extends AsyncDisposable {
  address: SocketAddress;
  /** `udp www.example.com A` */
  asked: string[];
}

type Answers = (question: string, transport: 'udp' | 'tcp') => Packet | undefined;

let stack: ReturnType<typeof createDisposables>;
beforeEach(() => {
  stack = createDisposables();
});
afterEach(() => stack.disposeAsync());

/** A server that knows what `answers` tells, and is silent about all else. */
async function startUpstream(answers: Answers): Promise<TestUpstream> {
  const asked: string[] = [];
  const replyTo = (bytes: Buffer, transport: 'udp' | 'tcp'): Buffer | undefined => {
    const { id, questions = [] } = decode(bytes) as DecodedPacket;
    const question = `${questions[0]?.name} ${questions[0]?.type}`;
    asked.push(`${transport} ${question}`);
    const packet = answers(question, transport);
    return packet && encode({ type: 'response', id, questions, ...packet } as Packet);
  };
  const listener = await listen(['127.0.0.1'], 0, { answer: replyTo, log: silentLogger, clock: systemClock });
  return {
    address: { host: '127.0.0.1', port: listener.port },
    asked,
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  };
}

async function start(answers: Answers, options: Parameters<typeof startTestDns>[0] = {}) {
  const upstream = stack.use(await startUpstream(answers));
  const { dns, api }: TestDns = stack.use(await startTestDns({ upstream: upstream.address, ...options }));
  return { upstream, dns, api };
}

const address = (name: string, data: string) => ({ type: 'A' as const, name, ttl: 60, data });
const example: Answers = (question) =>
  question === 'www.example.com A' ? { answers: [address('www.example.com', '192.0.2.1')] } : { flags: 3 };

describe('names outside of the cluster', () => {
  test('are answered by the upstream server, with the case and the id of the question', async () => {
    const { dns, upstream } = await start((question) => example(question.replace('WWW', 'www'), 'udp'));
    const reply = await ask(dns, 'WWW.example.com.');
    expect(reply).toMatchObject({ rcode: 'NOERROR', question: 'WWW.example.com. A' });
    expect(reply.answer).toEqual(['www.example.com. 60 IN A 192.0.2.1']);
    expect((await ask(dns, 'nothing.example.com.')).rcode).toBe('NXDOMAIN');
    expect(upstream.asked).toEqual(['udp WWW.example.com A', 'udp nothing.example.com A']);
  });

  test('are asked for over TCP when the client does so', async () => {
    const { dns, upstream } = await start(example);
    expect((await ask(dns, 'www.example.com.', { transport: 'tcp' })).answer).toHaveLength(1);
    expect(upstream.asked).toEqual(['tcp www.example.com A']);
  });

  test('do not wait for each other', async () => {
    const clock = manualClock();
    const { dns, upstream } = await start(
      (question, transport) => (question.startsWith('slow') ? undefined : example(question, transport)),
      { clock },
    );
    const slow = ask(dns, 'slow.example.com.');
    await eventually(() => upstream.asked.length === 1);
    expect((await ask(dns, 'www.example.com.')).answer).toHaveLength(1);
    await clock.advance('2s');
    await eventually(() => upstream.asked.length === 3);
    await clock.advance('2s');
    expect((await slow).rcode).toBe('SERVFAIL');
  });

  test('are SERVFAIL when there is no upstream server', async () => {
    const gone = await startUpstream(example);
    await gone[Symbol.asyncDispose]();
    const { dns } = stack.use(await startTestDns({ upstream: gone.address }));
    for (const transport of ['udp', 'tcp'] as const) {
      expect((await ask(dns, 'www.example.com.', { transport })).rcode).toBe('SERVFAIL');
    }
  });
});

test('an answer to another question is not taken for ours', async () => {
  const clock = manualClock();
  const evil = { name: 'evil.example.com', type: 'A' as const };
  const forged = { questions: [evil], answers: [address('www.example.com', '192.0.2.66')] };
  const { dns, upstream } = await start(
    (question, transport) => (upstream.asked.length === 1 ? forged : example(question, transport)),
    { clock },
  );
  const reply = ask(dns, 'www.example.com.');
  await eventually(() => upstream.asked.length === 1);
  await ask(dns, 'dns-version.cluster.local. TXT');
  await clock.advance('2s');
  expect((await reply).answer).toEqual(['www.example.com. 60 IN A 192.0.2.1']);
});

describe('ExternalName', () => {
  const cname = { type: 'CNAME' as const, name: 'www.example.com', ttl: 60, data: 'edge.example.net' };
  const shop = 'www.shop.svc.cluster.local.';
  const known = async (dns: SocketAddress) =>
    eventually(async () => (await ask(dns, `${shop} CNAME`)).answer.length === 1);

  test('is answered with what the upstream server knows of its target', async () => {
    const { dns, api } = await start(() => ({ answers: [cname, address('edge.example.net', '192.0.2.7')] }));
    api.put('services', makeService('www', { type: 'ExternalName', externalName: 'www.example.com' }));
    await known(dns);
    expect((await ask(dns, shop)).answer).toEqual([
      `${shop} 5 IN CNAME www.example.com.`,
      'www.example.com. 60 IN CNAME edge.example.net.',
      'edge.example.net. 60 IN A 192.0.2.7',
    ]);
  });

  test('is looked up again over TCP when the answer is cut off', async () => {
    const { dns, api, upstream } = await start((_question, transport) => ({
      flags: transport === 'udp' ? 0x0200 : 0,
      answers: transport === 'udp' ? [] : [address('www.example.com', '192.0.2.1')],
    }));
    api.put('services', makeService('www', { type: 'ExternalName', externalName: 'www.example.com' }));
    await known(dns);
    expect((await ask(dns, shop)).answer).toHaveLength(2);
    expect(upstream.asked).toEqual(['udp www.example.com A', 'tcp www.example.com A']);
  });

  test('is the alias alone when the upstream server knows nothing', async () => {
    const { dns, api } = await start(() => ({ flags: 3 }));
    api.put('services', makeService('www', { type: 'ExternalName', externalName: 'www.example.com' }));
    await known(dns);
    expect(await ask(dns, `${shop} AAAA`)).toMatchObject({
      rcode: 'NOERROR',
      answer: [`${shop} 5 IN CNAME www.example.com.`],
    });
  });
});

describe("addresses that are nobody's here", () => {
  const options = { serviceCidr: '10.96.0.0/16', podCidr: '10.244.0.0/16' };

  test('are asked for upstream, but not those of the cluster', async () => {
    const { dns, upstream } = await start(() => ({ flags: 3 }), options);
    await askOnce(dns, { name: '1.2.0.192.in-addr.arpa', type: 'PTR' });
    await askOnce(dns, { name: '1.1.96.10.in-addr.arpa', type: 'PTR' });
    await askOnce(dns, { name: '1.1.244.10.in-addr.arpa', type: 'PTR' });
    expect(upstream.asked).toEqual(['udp 1.2.0.192.in-addr.arpa PTR']);
  });

  test('are not found when there is nobody to ask', async () => {
    const { dns } = stack.use(await startTestDns(options));
    expect((await ask(dns, '1.2.0.192.in-addr.arpa. PTR')).rcode).toBe('NXDOMAIN');
  });
});
