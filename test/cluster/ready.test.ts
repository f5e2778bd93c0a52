/** What somebody finds who has waited for nothing but /readyz, and then asks at once. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import type { Node, Pod, Service } from '../../server/api/types.gen.ts';
import { startCluster } from '../../server/cluster.ts';
import { eventually } from '../support/eventually.ts';

const POD = { metadata: { name: 'x' }, spec: { containers: [{ name: 'x', image: 'nginx' }] } };
const SERVICE = { metadata: { name: 'x' }, spec: { ports: [{ port: 80 }] } };

const folder = await mkdtemp(join(tmpdir(), 'ready-'));
const kubeconfigFile = join(folder, 'kubeconfig');
const port = await freePort();
const starting = startCluster({ port, nodes: 2, kubeconfigFile });
await eventually(async () => (await fetch(`http://127.0.0.1:${port}/readyz`)).ok);
const hadKubeconfig = existsSync(kubeconfigFile);
const answers = {
  own: ask<Service>('/api/v1/namespaces/default/services/kubernetes'),
  nodes: ask<{ items: Node[] }>('/api/v1/nodes'),
  pod: ask('/api/v1/namespaces/default/pods', POD),
  service: ask('/api/v1/namespaces/default/services', SERVICE),
  discovery: ask('/apis'),
  time: ask('/kubeling/v1/time'),
};
const cluster = await starting;
afterAll(async () => {
  await cluster[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

it('finds a kubeconfig', () => {
  expect(hadKubeconfig).toBe(true);
});

it('finds the Service of the API itself, at the first address', async () => {
  expect((await answers.own).body.spec.clusterIP).toBe('10.96.0.1');
});

it('finds the nodes, and that they are ready', async () => {
  const { items } = (await answers.nodes).body;
  const ready = items.flatMap(({ status }) => status.conditions?.filter(({ type }) => type === 'Ready'));
  expect(ready).toMatchObject([{ status: 'True' }, { status: 'True' }]);
});

it.each(['pod', 'service'] as const)('can make a %s', async (kind) => {
  expect(await answers[kind]).toMatchObject({ status: 201 });
});

it.each(['discovery', 'time'] as const)('is answered what is no object: %s', async (what) => {
  expect(await answers[what]).toMatchObject({ status: 200 });
});

it('sees the pod run', async () => {
  await eventually(async () => {
    const { body } = await ask<Pod>('/api/v1/namespaces/default/pods/x');
    expect(body.status.phase).toBe('Running');
  });
});

async function ask<T>(path: string, body?: object): Promise<{ status: number; body: T }> {
  const sent = body && { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
  const response = await fetch(`http://127.0.0.1:${port}${path}`, sent);
  return { status: response.status, body: (await response.json()) as T };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
