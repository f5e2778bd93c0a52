/** What must not grow: the cost of a write with the objects that are there, and what one changed pod sets off. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, Scenario } from './bench.ts';
import { openConnection, type Question } from './http-connection.ts';
import { percentile, runLoad } from './measure.ts';
import { createIn, labelPatch, NODE, nodeText, podText, serviceText, statusPatch } from './objects.ts';
import { mainThreadSeconds } from './processes.ts';
import type { Row } from './report.ts';
import { askAll, askOnce, exists, settled, withApi } from './with-servers.ts';

const FEW = 100;
const MANY = 10_000;
const PATCHES = 3000;
const ENDPOINTS = 5000;
const CHANGED = 20;
/** Of history: more than is kept, so that it is cleared meanwhile. */
const WRITES = 40_000;
/** Seconds at most. */
const LONGEST = 15;
/** Milliseconds. */
const PING = 5;
const scenario = 'growth';

export const growth: Scenario = {
  name: 'growth',
  own: true,
  run: (bench) =>
    withApi(bench, async (api, namespace) => [
      await patchesAmong(api, namespace),
      await slicesOfOne(api, namespace),
      await pauses(api, namespace),
    ]),
};

async function patchesAmong(api: Api, namespace: string): Promise<Row> {
  const maps = `/api/v1/namespaces/${namespace}/configmaps`;
  const create = (i: number) => createIn(namespace, 'configmaps', mapText(`m-${i}`));
  const patch = (i: number) => labelPatch(`${maps}/m-${i % FEW}`, String(i));
  await askAll(api, FEW, create);
  await costOf(api, PATCHES, patch);
  const few = await costOf(api, PATCHES, patch);
  await askAll(api, MANY - FEW, (i) => create(i + FEW));
  const many = await costOf(api, PATCHES, patch);
  const measure = `CPU of a patch among ${MANY} objects (floor: among ${FEW})`;
  return { scenario, measure, value: many / 1000, floor: few / 1000, unit: 'ms', target: { ratio: 0.8 } };
}

/** Microseconds of CPU for each. */
async function costOf(api: Api, count: number, question: (i: number) => Question): Promise<number> {
  await settled(api);
  const next = (i: number) => (i < count ? question(i) : undefined);
  return (await runLoad(api.target, { connections: 32, pid: api.pid, next })).cpu ?? Number.NaN;
}

/** How many slices are written when some pods of a large Service change, one after another. */
async function slicesOfOne(api: Api, namespace: string): Promise<Row> {
  if (!(await exists(api, `/api/v1/nodes/${NODE}`))) {
    await askOnce(api, { method: 'POST', path: '/api/v1/nodes', body: nodeText() });
  }
  await askOnce(api, createIn(namespace, 'services', serviceText('large')));
  await askAll(api, ENDPOINTS, (i) => createIn(namespace, 'pods', podText(`large-${i}`, { app: 'large' }, NODE)));
  const pod = (i: number) => `/api/v1/namespaces/${namespace}/pods/large-${i}`;
  const ip = (i: number) => `10.${210 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`;
  await askAll(api, ENDPOINTS, (i) => statusPatch(pod(i), { ip: ip(i), ready: true }));
  await settled(api);
  const slices = `/apis/discovery.k8s.io/v1/namespaces/${namespace}/endpointslices`;
  const before = await versionsOf(api, slices);
  let written = 0;
  for (let i = 0; i < CHANGED; i++) {
    await askOnce(api, statusPatch(pod(i * 97), { ip: ip(i * 97), ready: false }));
    await sleep(20);
    const now = await versionsOf(api, slices);
    for (const [name, version] of now) if (before.get(name) !== version) written++;
    for (const [name, version] of now) before.set(name, version);
  }
  const measure = `slices written for a changed pod of ${ENDPOINTS}`;
  return { scenario, measure, value: written / CHANGED, unit: '', target: { most: 1 } };
}

async function versionsOf(api: Api, path: string): Promise<Map<string, string>> {
  const list = JSON.parse((await askOnce(api, { method: 'GET', path })).toString());
  const items: { metadata: { name: string; resourceVersion: string } }[] = list.items;
  return new Map(items.map(({ metadata }) => [metadata.name, metadata.resourceVersion]));
}

/** The longest time that a read waits while history is written and forgotten. */
async function pauses(api: Api, namespace: string): Promise<Row> {
  const map = `/api/v1/namespaces/${namespace}/configmaps/m-0`;
  const connection = await openConnection(api.target);
  const waits: number[] = [];
  const works: number[] = [];
  let writing = true;
  const reading = (async () => {
    while (writing) {
      const [begin, busyBefore] = [performance.now(), mainThreadSeconds(api.pid)];
      await connection.ask({ method: 'GET', path: map });
      waits.push(performance.now() - begin);
      works.push(((mainThreadSeconds(api.pid) ?? Number.NaN) - (busyBefore ?? Number.NaN)) * 1e6);
      await sleep(PING);
    }
  })();
  const next = (i: number) => (i < WRITES ? labelPatch(`${map.slice(0, -1)}${i % FEW}`, String(i)) : undefined);
  await runLoad(api.target, { connections: 8, seconds: LONGEST, next });
  writing = false;
  await reading;
  connection.close();
  return {
    scenario,
    measure: 'longest pause while history is cleared (CPU: the most in one)',
    value: Math.max(...waits),
    unit: 'ms',
    p50: percentile(waits, 50),
    p99: percentile(waits, 99),
    cpu: Math.max(...works),
    target: { most: 50 },
  };
}

function mapText(name: string): string {
  return JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { text: 'x'.repeat(500) } });
}
