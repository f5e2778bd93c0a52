/** From nothing to `/readyz`, and what the server holds then. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from './bench.ts';
import { median } from './measure.ts';
import { createIn, podText } from './objects.ts';
import { newFolder, residentMemory, type Started, startServer } from './processes.ts';
import type { Row } from './report.ts';
import { askAll, makeNamespace } from './with-servers.ts';

const STARTS = 5;
const OBJECTS = 10_000;
const NODES = 3;
/** Milliseconds. */
const SETTLED_AFTER = 8000;

export const start: Scenario = {
  name: 'start',
  own: true,
  async run() {
    return [...(await emptyStarts()), ...(await fullStarts())];
  },
};

/** In milliseconds and MiB. What the processor had to do says more than the time while others are at it. */
interface Starts {
  times: number[];
  cpu: number[];
  memory: number[];
}

/** Notes a server that has just answered; of the first also what it holds when it has come to rest. */
async function note(starts: Starts, { pid, startedIn, startedWith }: Started): Promise<void> {
  starts.times.push(startedIn);
  starts.cpu.push((startedWith ?? Number.NaN) * 1000);
  if (starts.memory.length > 0) return;
  await sleep(SETTLED_AFTER);
  starts.memory.push(residentMemory(pid) ?? Number.NaN);
}

/** Resolves when the server has ended. */
async function noteStart(starts: Starts, options: { folder: string; nodes: number }): Promise<void> {
  await using server = await startServer(options);
  await note(starts, server);
}

async function emptyStarts(): Promise<Row[]> {
  const starts: Starts = { times: [], cpu: [], memory: [] };
  for (let i = 0; i < STARTS; i++) {
    const folder = newFolder();
    await noteStart(starts, { folder: folder.path, nodes: NODES });
    folder.remove();
  }
  return rows(`empty, ${NODES} nodes`, starts, { time: 200, memory: 90 });
}

async function fullStarts(): Promise<Row[]> {
  const folder = newFolder();
  try {
    await fill(folder.path);
    const starts: Starts = { times: [], cpu: [], memory: [] };
    for (let i = 0; i < STARTS; i++) await noteStart(starts, { folder: folder.path, nodes: 0 });
    return rows(`${OBJECTS} pods on disk`, starts, { time: 600, memory: 300 });
  } finally {
    folder.remove();
  }
}

async function fill(folder: string): Promise<void> {
  await using server = await startServer({ folder, nodes: 0 });
  const api = { target: { url: server.url }, pid: server.pid };
  await makeNamespace(api, 'bench');
  await askAll(api, OBJECTS, (i) => createIn('bench', 'pods', podText(`p-${i}`, { app: `a-${i % 100}` })));
}

function rows(what: string, by: Starts, most: { time: number; memory: number }): Row[] {
  const scenario = 'start';
  const time = { most: most.time };
  const memory = { most: most.memory };
  return [
    { scenario, measure: `to /readyz, ${what}`, value: median(by.times), unit: 'ms', target: time },
    { scenario, measure: `of it CPU, ${what}`, value: median(by.cpu), unit: 'ms' },
    { scenario, measure: `memory, ${what}`, value: median(by.memory), unit: 'MiB', target: memory },
  ];
}
