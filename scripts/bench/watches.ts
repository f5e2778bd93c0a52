/** From the acknowledgement of a change to the moment when the last watcher has it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Api, Scenario } from './bench.ts';
import type { Connection, Question } from './http-connection.ts';
import { openConnections, percentile } from './measure.ts';
import { createIn, labelPatch, serviceText } from './objects.ts';
import { cpuSeconds } from './processes.ts';
import type { Row } from './report.ts';
import { askOnce, withApi, withFloor } from './with-servers.ts';

const WATCHERS = [1, 100, 1000];
const CHANGES = 200;
/** A second. */
const RATE = 100;
const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

export const watches: Scenario = {
  name: 'watches',
  own: false,
  run: (bench) =>
    withApi(bench, (api, namespace) =>
      withFloor(async (floor) => {
        await askOnce(api, createIn(namespace, 'services', serviceText('watched')));
        const services = `/api/v1/namespaces/${namespace}/services`;
        const change = (i: number) => labelPatch(`${services}/watched`, `${i}-${Math.random()}`);
        const event = await eventText(api, services);
        const rows: Row[] = [];
        for (const watchers of WATCHERS) {
          const served = await fanOut(api, { watchers, path: `${services}?watch=1&resourceVersion=`, change });
          const least = await fanOut(floor, { watchers, path: '/watch', change: () => event });
          rows.push(rowOf(watchers, served, least));
        }
        return rows;
      }),
    ),
};

interface FanOut {
  p50: number;
  p99: number;
  /** Microseconds of the server's CPU for each event of each watcher. */
  cpu: number | undefined;
}

function rowOf(watchers: number, served: FanOut, floor: FanOut): Row {
  return {
    scenario: 'watches',
    measure: `${watchers} watchers, ${RATE} changes/s, to the last`,
    value: served.p99,
    unit: 'ms',
    floor: floor.p99,
    target: { most: 100 },
    p50: served.p50,
    p99: served.p99,
    ...(served.cpu !== undefined && { cpu: served.cpu }),
    ...(floor.cpu !== undefined && { floorCpu: floor.cpu }),
  };
}

/** The floor sends as many bytes as the server does. */
async function eventText(api: Api, services: string): Promise<Question> {
  const object = await askOnce(api, { method: 'GET', path: `${services}/watched` });
  const body = `{"type":"MODIFIED","object":${object.toString().trimEnd()}}\n`;
  return { method: 'POST', path: '/frames', body };
}

async function fanOut(api: Api, by: { watchers: number; path: string; change(i: number): Question }): Promise<FanOut> {
  const counters = await watch(api, by.watchers, await startingAt(api, by.path));
  const [writer] = (await openConnections(api.target, 1)) as [Connection];
  const before = cpuSeconds(api.pid);
  const times: number[] = [];
  const begin = performance.now();
  for (let i = 0; i < CHANGES; i++) {
    await until(begin + (i * 1000) / RATE);
    await writer.ask(by.change(i));
    times.push(await counters.allHave(i + 1));
  }
  const after = cpuSeconds(api.pid);
  writer.close();
  counters.close();
  const cpu =
    before === undefined || after === undefined ? undefined : ((after - before) / CHANGES / by.watchers) * 1e6;
  return { p50: percentile(times, 50), p99: percentile(times, 99), cpu };
}

async function startingAt(api: Api, path: string): Promise<string> {
  if (!path.endsWith('=')) return path;
  const list = JSON.parse((await askOnce(api, { method: 'GET', path: path.slice(0, path.indexOf('?')) })).toString());
  return path + list.metadata.resourceVersion;
}

/** Opens watches and counts the lines that each of them gets. */
async function watch(api: Api, watchers: number, path: string) {
  const connections: Connection[] = [];
  const lines = new Int32Array(watchers);
  let wanted = 1;
  let missing = watchers;
  let complete: (() => void) | undefined;
  const opened: Promise<void>[] = [];
  const count = (watcher: number, chunk: Buffer) => {
    const has = (lines[watcher] ?? 0) + eventsEnding(chunk);
    if ((lines[watcher] ?? 0) < wanted && has >= wanted && --missing === 0) complete?.();
    lines[watcher] = has;
  };
  while (connections.length < watchers) {
    for (const connection of await openConnections(api.target, Math.min(100, watchers - connections.length))) {
      const watcher = connections.push(connection) - 1;
      opened.push(
        new Promise((resolve) => {
          connection.stream(path, (chunk) => {
            resolve();
            count(watcher, chunk);
          });
        }),
      );
    }
  }
  await Promise.all(opened);
  return {
    /** Milliseconds until every watcher has that many lines. */
    async allHave(number: number): Promise<number> {
      const begin = performance.now();
      if (missing > 0) await new Promise<void>((resolve) => (complete = resolve));
      wanted = number + 1;
      missing = lines.reduce((sum, has) => sum + (has >= wanted ? 0 : 1), 0);
      return performance.now() - begin;
    },
    close() {
      for (const connection of connections) connection.close();
    },
  };
}

/** An event is a line; the lines of chunked encoding end otherwise. */
function eventsEnding(chunk: Buffer): number {
  let events = 0;
  for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, at + 1)) {
    if (chunk[at - 1] !== CARRIAGE_RETURN) events++;
  }
  return events;
}

async function until(time: number): Promise<void> {
  const wait = time - performance.now();
  if (wait > 1) await sleep(wait);
}
