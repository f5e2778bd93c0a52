/** Create, get, patch and delete of single objects, at 1 and at 32 connections, on disk. */
import type { Api, Bench, Scenario } from './bench.ts';
import type { Question } from './http-connection.ts';
import { type Load, medianLoad, runLoad } from './measure.ts';
import { createIn, labelPatch, podAddress, podText, serviceText, statusPatch } from './objects.ts';
import { loadRow, type Row, type Target } from './report.ts';
import { askAll, askOnce, settled, withApi, withFloor } from './with-servers.ts';

const CONNECTIONS = [1, 32];
const OBJECTS = 320;
/** Seconds. */
const WARM_UP = 1;

/** One line of the table: what the server is asked, and what the floor. */
interface Case {
  measure: string;
  connections: number;
  next(i: number): Question | undefined;
  floor: Question;
  target?: Target;
}

export const requests: Scenario = {
  name: 'requests',
  own: false,
  run: (bench) =>
    withApi(bench, (api, namespace) =>
      withFloor(async (floor) => {
        await fill(api, namespace);
        const path = `/api/v1/namespaces/${namespace}/services/s-0`;
        await askOnce(floor, {
          method: 'PUT',
          path: '/bytes',
          body: (await askOnce(api, { method: 'GET', path })).toString(),
        });
        const rows: Row[] = [];
        for (const each of cases(namespace)) {
          if (nameOf(each).includes(bench.match)) rows.push(await measured(bench, { api, floor }, each));
        }
        return rows;
      }),
    ),
};

async function fill(api: Api, namespace: string): Promise<void> {
  await askAll(api, OBJECTS, (i) => createIn(namespace, 'services', serviceText(`s-${i}`)));
  await askAll(api, OBJECTS, (i) => createIn(namespace, 'pods', podText(`p-${i}`, { app: 'none' })));
}

function cases(namespace: string): Case[] {
  const service = (i: number) => `/api/v1/namespaces/${namespace}/services/s-${i % OBJECTS}`;
  const pod = (i: number) => `/api/v1/namespaces/${namespace}/pods/p-${i % OBJECTS}`;
  const rows = (body = '{}'): Question => ({ method: 'POST', path: '/rows', body });
  let made = 0;
  let gone = 0;
  const create = () => createIn(namespace, 'services', serviceText(`new-${made++}`));
  const remove = () =>
    gone < made ? { method: 'DELETE', path: `/api/v1/namespaces/${namespace}/services/new-${gone++}` } : undefined;
  const label = (i: number) => labelPatch(service(i), String(i));
  const status = (i: number) => statusPatch(pod(i), { ip: podAddress(i), ready: Math.floor(i / OBJECTS) % 2 === 0 });
  return CONNECTIONS.flatMap((connections) => [
    {
      measure: 'get Service',
      connections,
      next: (i) => ({ method: 'GET', path: service(i) }),
      floor: { method: 'GET', path: '/bytes' },
      ...at32(connections, { ratio: 0.8 }),
    },
    {
      measure: 'create Service',
      connections,
      next: create,
      floor: rows(serviceText('new-0')),
      ...at32(connections, { least: 3000, ratio: 0.35 }),
    },
    {
      measure: 'merge patch Service',
      connections,
      next: label,
      floor: rows(label(0).body),
      ...at32(connections, { least: 4000 }),
    },
    {
      measure: 'patch pod status',
      connections,
      next: status,
      floor: rows(status(0).body),
      ...at32(connections, { least: 4000 }),
    },
    { measure: 'delete Service', connections, next: remove, floor: rows() },
  ]);
}

function at32(connections: number, target: Target): { target?: Target } {
  return connections === 32 ? { target } : {};
}

async function measured(bench: Bench, by: { api: Api; floor: Api }, each: Case): Promise<Row> {
  const loads: Load[] = [];
  const floors: Load[] = [];
  let i = 0;
  const { connections } = each;
  // Both are compiled while they run: the first seconds tell about the compiler.
  await runLoad(by.api.target, { connections, seconds: WARM_UP, next: () => each.next(i++) });
  await runLoad(by.floor.target, { connections, seconds: WARM_UP, next: () => each.floor });
  for (let round = 0; round < bench.rounds; round++) {
    await settled(by.api);
    const { seconds } = bench;
    const load = await runLoad(by.api.target, { connections, seconds, pid: by.api.pid, next: () => each.next(i++) });
    if (load.perSecond > 0) loads.push(load);
    floors.push(await runLoad(by.floor.target, { connections, seconds, pid: by.floor.pid, next: () => each.floor }));
  }
  const names = { scenario: 'requests', measure: nameOf(each), ...(each.target && { target: each.target }) };
  return loadRow(names, medianLoad(loads), medianLoad(floors));
}

function nameOf({ measure, connections }: Case): string {
  return `${measure}, ${connections} conn.`;
}
