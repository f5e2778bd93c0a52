/** Servers that live as long as a scenario. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, Bench } from './bench.ts';
import { openConnection, type Question } from './http-connection.ts';
import { runLoad } from './measure.ts';
import { namespaceText } from './objects.ts';
import { newFolder, type Running, startFloor, startServer } from './processes.ts';

/** Milliseconds. */
const QUIET = 200;

/** With a server on a disk of its own, or with the one that was named, and an empty namespace there. */
export async function withApi<T>(bench: Bench, use: (api: Api, namespace: string) => Promise<T>): Promise<T> {
  const namespace = `bench-${Math.random().toString(36).slice(2, 8)}`;
  if (bench.external) {
    const api = { target: bench.external, pid: undefined };
    await makeNamespace(api, namespace);
    return use(api, namespace);
  }
  return withServer(0, async (server) => {
    const api = { target: { url: server.url }, pid: server.pid };
    await makeNamespace(api, namespace);
    return use(api, namespace);
  });
}

export async function withServer<T>(nodes: number, use: (server: Running, folder: string) => Promise<T>): Promise<T> {
  const folder = newFolder();
  try {
    await using server = await startServer({ folder: folder.path, nodes });
    return await use(server, folder.path);
  } finally {
    folder.remove();
  }
}

/** Beside which the server is measured; `url/bytes` sends `bytes`. */
export async function withFloor<T>(use: (floor: Api & { udpPort: number }) => Promise<T>): Promise<T> {
  const folder = newFolder();
  try {
    await using floor = await startFloor(folder.path);
    return await use({ target: { url: floor.url }, pid: floor.pid, udpPort: floor.udpPort as number });
  } finally {
    folder.remove();
  }
}

/** One question over a connection of its own. Throws for an answer that is no success. */
export async function askOnce({ target }: Api, question: Question): Promise<Buffer> {
  const connection = await openConnection(target);
  const { status, body } = await connection.ask(question);
  connection.close();
  if (status >= 300) throw new Error(`${question.method} ${question.path}: ${status} ${body.toString()}`);
  return body;
}

export async function makeNamespace(api: Api, name: string): Promise<void> {
  await askOnce(api, { method: 'POST', path: '/api/v1/namespaces', body: namespaceText(name) });
  // Pods wait for it.
  const path = `/api/v1/namespaces/${name}/serviceaccounts/default`;
  while (!(await exists(api, path))) await new Promise((resolve) => setImmediate(resolve));
}

export async function exists({ target }: Api, path: string): Promise<boolean> {
  const connection = await openConnection(target);
  const { status } = await connection.ask({ method: 'GET', path });
  connection.close();
  return status === 200;
}

/** Asks them all over 32 connections; resolves with the seconds that it took. */
export async function askAll(api: Api, count: number, question: (i: number) => Question): Promise<number> {
  const begin = performance.now();
  await runLoad(api.target, { connections: 32, next: (i) => (i < count ? question(i) : undefined) });
  return (performance.now() - begin) / 1000;
}

/** Resolves when controllers have stopped writing. */
export async function settled(api: Api): Promise<void> {
  for (let before = '', now = await version(api); now !== before; now = await version(api)) {
    before = now;
    await sleep(QUIET);
  }
}

async function version(api: Api): Promise<string> {
  const list = await askOnce(api, { method: 'GET', path: '/api/v1/namespaces?limit=1' });
  return JSON.parse(list.toString()).metadata.resourceVersion;
}
