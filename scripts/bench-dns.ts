/**
 * How fast DNS answers: `tsx scripts/bench-dns.ts [SECONDS]`. A cluster of 1000 Services with 5000 endpoints, half of
 * them headless, is asked for A records over UDP by another process; then a pod is made unready again and again.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { endpointSlices, namespaces, nodes, pods, services } from '../server/api/resource-types.gen.ts';
import type { Client } from '../server/client/client.ts';
import { startCluster } from '../server/cluster.ts';
import type { LoadResult, Order, Pace, Percentiles } from './bench-dns-client.ts';

const CLIENT = fileURLToPath(new URL('bench-dns-client.ts', import.meta.url));
const SERVICES = 1000;
const ENDPOINTS = 5;
const NAMESPACE = 'bench';
const WARM_UP = 1;
const ROUNDS = 300;

const seconds = Number(process.argv[2] ?? 5);

await using cluster = await startCluster();
await fill(cluster.client);
await cluster.settled();
const port = cluster.dns?.port ?? 0;
const names = Array.from({ length: SERVICES }, (_, i) => `svc-${i}.${NAMESPACE}.svc.cluster.local.`);

await load({ underWay: 128 }, WARM_UP);
const top = await load({ underWay: 128 }, seconds);
await load({ perSecond: 10_000 }, seconds);
const before = process.memoryUsage.rss();
for (let i = 0; i < 4; i++) await load({ underWay: 128 }, seconds);
const after = process.memoryUsage.rss();
print(`memory ${megabytes(before)} → ${megabytes(after)} MB over ${Math.round(top.answered * 4)} more queries`);
await readiness();

async function load(pace: Pace, length: number): Promise<LoadResult> {
  const cpu = process.cpuUsage();
  const result = await inOtherProcess<LoadResult>({ kind: 'load', port, names, seconds: length, pace });
  const used = process.cpuUsage(cpu);
  const perQuery = (used.user + used.system) / result.answered;
  print(
    `${Math.round(result.perSecond)} answers a second, ${result.lost} lost, ${latencyOf(result.latency)}; ` +
      `${perQuery.toFixed(1)} µs of CPU each: ${Math.round(1e6 / perQuery)} a second on one core`,
  );
  return result;
}

async function readiness(): Promise<void> {
  const { client } = cluster;
  const name = 'ready';
  // Endpoints of pods on nodes that do not exist are left out.
  await client.create(nodes, { metadata: { name: 'node' } });
  await client.create(services, {
    metadata: { name, namespace: NAMESPACE },
    spec: { clusterIP: 'None', selector: { app: name }, ports: [{ port: 80 }] },
  });
  await client.create(pods, {
    metadata: { name, namespace: NAMESPACE, labels: { app: name } },
    spec: { containers: [{ name: 'main', image: 'nginx' }], nodeName: 'node' },
  });
  await client.patch(
    pods,
    { name, namespace: NAMESPACE },
    {
      type: 'application/merge-patch+json',
      body: { status: { phase: 'Running', podIP: '10.244.200.1', podIPs: [{ ip: '10.244.200.1' }] } },
    },
    { subresource: 'status' },
  );
  const pod = `/api/v1/namespaces/${NAMESPACE}/pods/${name}`;
  const dnsName = `${name}.${NAMESPACE}.svc.cluster.local.`;
  const order: Order = { kind: 'readiness', port, url: cluster.url, pod, name: dnsName, rounds: ROUNDS };
  print(`unready pods are out of DNS after ${latencyOf(await inOtherProcess<Percentiles>(order))}`);
}

async function fill(client: Client): Promise<void> {
  await client.create(namespaces, { metadata: { name: NAMESPACE } });
  for (let i = 0; i < SERVICES; i++) {
    const metadata = { name: `svc-${i}`, namespace: NAMESPACE };
    const ports = [{ name: 'http', port: 80 }];
    await client.create(services, { metadata, spec: i % 2 ? { ports } : { ports, clusterIP: 'None' } });
    await client.create(endpointSlices, {
      metadata: { ...metadata, labels: { 'kubernetes.io/service-name': metadata.name } },
      addressType: 'IPv4',
      endpoints: Array.from({ length: ENDPOINTS }, (_, n) => ({
        addresses: [`10.244.${i % 250}.${n * 8 + (i >> 8)}`],
      })),
      ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    });
  }
}

async function inOtherProcess<T>(order: Order): Promise<T> {
  const child = fork(CLIENT, { execArgv: ['--import', 'tsx'] });
  child.send(order);
  const [result] = await once(child, 'message');
  child.kill();
  return result as T;
}

function latencyOf({ p50, p99, max }: Percentiles): string {
  return `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, max ${max.toFixed(2)} ms`;
}

function megabytes(bytes: number): number {
  return Math.round(bytes / 1024 / 1024);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
