/** From "this pod is ready" to the slice at a watcher, alone and among 1000 Services and 10 000 pods. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, Scenario } from './bench.ts';
import { type Connection, openConnection, type Question } from './http-connection.ts';
import { percentile } from './measure.ts';
import { createIn, NODE, nodeText, podText, serviceText, statusPatch } from './objects.ts';
import { residentMemory } from './processes.ts';
import type { Row } from './report.ts';
import { askAll, askOnce, exists, withApi } from './with-servers.ts';

const SERVICES = 1000;
const PODS = 10_000;
const SAMPLES = 300;

export const slices: Scenario = {
  name: 'slices',
  own: false,
  run: (bench) =>
    withApi(bench, async (api, namespace) => {
      await makeNode(api);
      await fill(api, namespace, { services: 1, pods: 10 });
      const alone = await readyToSlice(api, namespace, 10);
      await fill(api, namespace, { services: SERVICES, pods: PODS });
      const among = await readyToSlice(api, namespace, SERVICES);
      const memory = residentMemory(api.pid);
      return [
        rowOf('alone', alone),
        rowOf(`${SERVICES} Services, ${PODS} pods`, among),
        ...(memory === undefined
          ? []
          : [{ ...NAMES, measure: `memory with ${PODS} pods`, value: memory, unit: 'MiB', target: { most: 300 } }]),
      ];
    }),
};

const NAMES = { scenario: 'slices' };

function rowOf(measure: string, times: readonly number[]): Row {
  const [p50, p99] = [percentile(times, 50), percentile(times, 99)];
  return {
    ...NAMES,
    measure: `pod ready → slice, ${measure}`,
    value: p50,
    unit: 'ms',
    p50,
    p99,
    target: { most: 5, p99: 20 },
  };
}

/** Pods that are not ready, spread over the Services; those that are there stay. */
async function fill(api: Api, namespace: string, wanted: { services: number; pods: number }): Promise<void> {
  const from = wanted.services === 1 ? { services: 0, pods: 0 } : { services: 1, pods: 10 };
  await askAll(api, wanted.services - from.services, (i) =>
    createIn(namespace, 'services', serviceText(`s-${i + from.services}`)),
  );
  await askAll(api, wanted.pods - from.pods, (i) =>
    createIn(namespace, 'pods', podText(`p-${i + from.pods}`, { app: `s-${(i + from.pods) % wanted.services}` }, NODE)),
  );
  await sleep(1000);
}

async function makeNode(api: Api): Promise<void> {
  if (await exists(api, `/api/v1/nodes/${NODE}`)) return;
  await askOnce(api, { method: 'POST', path: '/api/v1/nodes', body: nodeText() });
}

async function readyToSlice(api: Api, namespace: string, pods: number): Promise<number[]> {
  const watcher = await openConnection(api.target);
  const writer = await openConnection(api.target);
  const seen = watchText(watcher, `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices?watch=1`);
  const times: number[] = [];
  for (let i = 0; i < SAMPLES; i++) {
    const ip = `10.${201 + Math.floor(i / 250)}.${Math.floor(Math.random() * 250)}.${i % 250}`;
    const pod = `/api/v1/namespaces/${namespace}/pods/p-${i % pods}`;
    const begin = performance.now();
    const arrived = seen(`"${ip}"`);
    await ask(writer, statusPatch(pod, { ip, ready: true }));
    times.push((await arrived) - begin);
    await sleep(5);
  }
  watcher.close();
  writer.close();
  return times;
}

async function ask(connection: Connection, question: Question): Promise<void> {
  const { status, body } = await connection.ask(question);
  if (status >= 300) throw new Error(`${question.path}: ${status} ${body.toString()}`);
}

/** Resolves with the time when a text comes by. */
function watchText(connection: Connection, path: string): (text: string) => Promise<number> {
  let wanted: { text: string; found: (at: number) => void } | undefined;
  connection.stream(path, (chunk) => {
    if (wanted && chunk.includes(wanted.text)) wanted.found(performance.now());
  });
  return (text) =>
    new Promise((found) => {
      wanted = { text, found };
    });
}
