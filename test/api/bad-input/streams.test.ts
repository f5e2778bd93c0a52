/** Connections that stay open: many watches, and WebSockets with frames that are none. */
import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type Cluster, startCluster } from '../../../server/cluster.ts';
import { eventually } from '../../support/eventually.ts';
import { openSocket, rawRequest, readToEnd } from '../../support/raw-http.ts';

const MAPS = '/api/v1/namespaces/default/configmaps';
/** Both ends of each are in this process, whose open files are limited. */
const MANY = 2000;

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startCluster({ dns: false });
});
afterAll(() => cluster[Symbol.asyncDispose]());
afterEach(async () => {
  expect((await fetch(`${cluster.url}/readyz`)).status).toBe(200);
});

function create(name: string) {
  const body = JSON.stringify({ metadata: { name } });
  return fetch(cluster.url + MAPS, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
}

test(`${MANY} idle watches all hear of a change, and may all go at once`, async () => {
  const heard: string[] = [];
  const sockets: Socket[] = [];
  for (let i = 0; i < MANY; i++) {
    const socket = await openSocket(cluster.url);
    sockets.push(socket);
    socket.once('data', () => {
      socket.on('data', (chunk: Buffer) => heard.push(chunk.toString()));
    });
    socket.write(rawRequest('GET', `${MAPS}?watch=1&fieldSelector=metadata.name=news`));
  }
  await fetch(`${cluster.url}/readyz`);
  await create('news');
  await eventually(() => {
    expect(heard.filter((text) => text.includes('"type":"ADDED"'))).toHaveLength(MANY);
  }, 20_000);
  for (const socket of sockets) socket.resetAndDestroy();
  expect((await create('later')).status).toBe(201);
});

const POD_EXEC = '/api/v1/namespaces/default/pods/none/exec?command=x&stdout=1';
const WATCH = `${MAPS}?watch=1`;

/** Opens a WebSocket by hand, sends the bytes behind its greeting, and reads until the server ends it. */
async function sendFrames(path: string, frames: Buffer): Promise<Buffer> {
  const socket = await openSocket(cluster.url);
  const greeting = rawRequest('GET', path, {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': randomBytes(16).toString('base64'),
  }).replace('content-length: 0\r\n', '');
  socket.write(greeting);
  const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
  expect(answer.toString()).toContain('101 Switching Protocols');
  const rest = readToEnd(socket);
  socket.write(frames);
  return await rest;
}

function frame(opcode: number, payload: Buffer, { masked = true, length = payload.length } = {}): Buffer {
  const head = Buffer.alloc(10);
  head[0] = opcode;
  head[1] = (masked ? 0x80 : 0) | 127;
  head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, ...(masked ? [Buffer.alloc(4)] : []), payload]);
}

describe('a WebSocket', () => {
  test.each([
    ['an unmasked frame', frame(0x81, Buffer.from('a'), { masked: false }), 1002],
    ['an unknown opcode', frame(0x83, Buffer.from('a')), 1002],
    ['a reserved bit', frame(0xf1, Buffer.from('a')), 1002],
    ['a continuation of nothing', frame(0x80, Buffer.from('a')), 1002],
    ['a text that is none', frame(0x81, Buffer.from([0xff, 0xfe])), 1007],
    ['a frame of 1 TiB', frame(0x82, Buffer.alloc(0), { length: 2 ** 40 }), 1009],
    ['a ping that is too long', frame(0x89, Buffer.alloc(126)), 1002],
    ['a close code of its own', frame(0x88, Buffer.from([0, 1])), 1002],
  ])('with %s is closed, and told why', async (_, frames, code) => {
    const received = await sendFrames(WATCH, frames);
    const close = received.subarray(received.lastIndexOf(0x88));
    expect(close.readUInt16BE(2)).toBe(code);
  });

  test('whose key is none is not opened', async () => {
    const socket = await openSocket(cluster.url);
    const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    socket.write(
      rawRequest('GET', WATCH, { ...headers, 'sec-websocket-key': 'x' }).replace('content-length: 0\r\n', ''),
    );
    expect((await readToEnd(socket)).toString()).toMatch(/^HTTP\/1\.1 400 /);
  });

  test('to a pod that is not there is a Status', async () => {
    const socket = await openSocket(cluster.url);
    const headers = { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13' };
    const key = randomBytes(16).toString('base64');
    socket.end(
      rawRequest('GET', POD_EXEC, { ...headers, 'sec-websocket-key': key }).replace('content-length: 0\r\n', ''),
    );
    const answer = (await readToEnd(socket)).toString();
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).toContain('pods \\"none\\" not found');
  });
});
