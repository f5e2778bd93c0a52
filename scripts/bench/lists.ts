/** Lists of pods: all, by label, in pages. The floor sends the same bytes. */
import type { Api, Bench, Scenario } from './bench.ts';
import { type Connection, openConnection } from './http-connection.ts';
import { median } from './measure.ts';
import { createIn, podText } from './objects.ts';
import type { Row } from './report.ts';
import { askAll, askOnce, makeNamespace, withApi, withFloor } from './with-servers.ts';

const PODS = 10_000;
const SMALL = 1000;
const PAGE = 500;
/** How often each list is asked for at least, and the milliseconds after which that is enough. */
const LEAST = 5;
const LONGEST = 2000;

export const lists: Scenario = {
  name: 'lists',
  own: false,
  run: (bench) =>
    withApi(bench, (api, namespace) =>
      withFloor(async (floor) => {
        const small = `${namespace}-small`;
        await makeNamespace(api, small);
        await askAll(api, SMALL, (i) => createIn(small, 'pods', podText(`p-${i}`, { app: 'web' })));
        const seconds = await askAll(api, PODS, (i) =>
          createIn(namespace, 'pods', podText(`p-${i}`, { app: `a-${i % 100}` })),
        );
        const pods = `/api/v1/namespaces/${namespace}/pods`;
        const measure = (name: string, path: string) => listed(bench, { api, floor }, name, path);
        return [
          { scenario: 'lists', measure: 'create pod, 32 conn.', value: PODS / seconds, unit: '/s' },
          { ...(await measure(`list ${SMALL} pods`, `/api/v1/namespaces/${small}/pods`)), target: { ratio: 0.7 } },
          await measure(`list ${PODS} pods`, pods),
          {
            ...(await measure(`list 100 of ${PODS} by label`, `${pods}?labelSelector=app%3Da-7`)),
            target: { most: 2 },
          },
          await measure(`first page of ${PAGE}`, `${pods}?limit=${PAGE}`),
          { scenario: 'lists', measure: `all in pages of ${PAGE}`, value: await paged(bench, api, pods), unit: 'ms' },
        ];
      }),
    ),
};

async function listed(bench: Bench, by: { api: Api; floor: Api }, measure: string, path: string): Promise<Row> {
  const body = await askOnce(by.api, { method: 'GET', path });
  await askOnce(by.floor, { method: 'PUT', path: '/bytes', body: body.toString() });
  const [value, floor] = [await medianTime(bench, by.api, path), await medianTime(bench, by.floor, '/bytes')];
  return { scenario: 'lists', measure: `${measure} (${Math.round(body.length / 1024)} KiB)`, value, unit: 'ms', floor };
}

async function medianTime(bench: Bench, { target }: Api, path: string): Promise<number> {
  const connection = await openConnection(target);
  const times: number[] = [];
  const end = performance.now() + LONGEST;
  for (let i = 0; i < bench.rounds * 10 && (i < LEAST || performance.now() < end); i++) {
    times.push(await timed(() => connection.ask({ method: 'GET', path })));
  }
  connection.close();
  return median(times);
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const begin = performance.now();
  await run();
  return performance.now() - begin;
}

async function paged(bench: Bench, { target }: Api, path: string): Promise<number> {
  const connection = await openConnection(target);
  const times: number[] = [];
  for (let i = 0; i < bench.rounds; i++) times.push(await timed(() => allPages(connection, path)));
  connection.close();
  return median(times);
}

async function allPages(connection: Connection, path: string): Promise<void> {
  for (let token: string | undefined = ''; token !== undefined; ) {
    const { body } = await connection.ask({ method: 'GET', path: `${path}?limit=${PAGE}&continue=${token}` });
    const start = body.subarray(0, 1024).toString();
    token = /"continue":"([^"]+)"/.exec(start)?.[1];
  }
}
