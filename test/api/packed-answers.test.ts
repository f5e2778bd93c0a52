import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { startCluster } from '../../server/cluster.ts';

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps';
const JSON_TYPE = { 'content-type': 'application/json' };

/** node:http unpacks nothing. */
async function ask(url: string, headers: Record<string, string>) {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers }, resolve).on('error', reject);
  });
  return { headers: answer.headers, body: await buffer(answer) };
}

async function clusterWithLongObjects() {
  const cluster = await startCluster({ nodes: 0, dns: false });
  const create = async (name: string, length: number) => {
    const body = JSON.stringify({ metadata: { name }, data: { text: 'lorem ipsum '.repeat(length / 12) } });
    const { status } = await fetch(cluster.url + CONFIG_MAPS, { method: 'POST', headers: JSON_TYPE, body });
    expect(status).toBe(201);
  };
  await create('long', 150_000);
  await create('short', 120);
  return cluster;
}

describe('a client that takes gzip', () => {
  test.each([
    ['a list', CONFIG_MAPS],
    ['an object', `${CONFIG_MAPS}/long`],
    ['a deprecated kind', '/api/v1/namespaces/default/endpoints'],
  ])('gets %s packed when it is longer than 128 KiB', async (_about, path) => {
    await using cluster = await clusterWithLongObjects();
    const metadata = { name: 'long', annotations: { text: 'lorem ipsum '.repeat(12_000) } };
    const body = JSON.stringify({ metadata });
    await fetch(`${cluster.url}/api/v1/namespaces/default/endpoints`, { method: 'POST', headers: JSON_TYPE, body });
    const plain = await ask(cluster.url + path, { accept: 'application/json' });
    const packed = await ask(cluster.url + path, { accept: 'application/json', 'accept-encoding': 'deflate, gzip' });
    expect(packed.headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: 'Accept-Encoding',
      'content-type': 'application/json',
      'content-length': String(packed.body.length),
    });
    expect(packed.body.length).toBeLessThan(plain.body.length / 10);
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
    expect(plain.headers).not.toHaveProperty('content-encoding');
  });

  test('gets what is shorter as it is', async () => {
    await using cluster = await clusterWithLongObjects();
    const { headers } = await ask(`${cluster.url}${CONFIG_MAPS}/short`, { 'accept-encoding': 'gzip' });
    expect(headers).not.toHaveProperty('content-encoding');
  });

  test.each(['br', 'gzip;q=0', 'identity'])('is not one that says %s', async (accepted) => {
    await using cluster = await clusterWithLongObjects();
    const { headers } = await ask(`${cluster.url}${CONFIG_MAPS}`, { 'accept-encoding': accepted });
    expect(headers).not.toHaveProperty('content-encoding');
  });

  test('gets the description of the API packed in version 2, and as it is in version 3', async () => {
    await using cluster = await startCluster({ nodes: 0, dns: false });
    const two = await ask(`${cluster.url}/openapi/v2`, { 'accept-encoding': 'gzip' });
    expect(two.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding, Accept' });
    expect(JSON.parse(gunzipSync(two.body).toString())).toMatchObject({ swagger: '2.0' });
    const three = await ask(`${cluster.url}/openapi/v3/api/v1`, { 'accept-encoding': 'gzip' });
    expect(three.headers).not.toHaveProperty('content-encoding');
  });
});
