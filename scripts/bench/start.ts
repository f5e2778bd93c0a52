/** From nothing to `/readyz`, and what the server holds then. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Scenario } from './bench.ts';
import { median } from './measure.ts';
import { createIn, podText } from './objects.ts';
import { newFolder, residentMemory, startServer } from './processes.ts';
import type { Row } from './report.ts';
import { askAll, makeNamespace } from './with-servers.ts';

const STARTS = 5;
const OBJECTS = 10_000;
const NODES = 3;

export const start: Scenario = {
  name: 'start',
  own: true,
  async run() {
    return [...(await emptyStarts()), ...(await fullStarts())];
  },
};

async function emptyStarts(): Promise<Row[]> {
  const times: number[] = [];
  const memory: number[] = [];
  for (let i = 0; i < STARTS; i++) {
    const folder = newFolder();
    await using server = await startServer({ folder: folder.path, nodes: NODES });
    times.push(server.startedIn);
    if (i === 0) await sleep(3000);
    if (i === 0) memory.push(residentMemory(server.pid) ?? Number.NaN);
    folder.remove();
  }
  return rows(`empty, ${NODES} nodes`, { times, memory }, { time: 200, memory: 90 });
}

async function fullStarts(): Promise<Row[]> {
  const folder = newFolder();
  try {
    await fill(folder.path);
    const times: number[] = [];
    const memory: number[] = [];
    for (let i = 0; i < STARTS; i++) {
      await using server = await startServer({ folder: folder.path, nodes: 0 });
      times.push(server.startedIn);
      if (i === 0) await sleep(3000);
      if (i === 0) memory.push(residentMemory(server.pid) ?? Number.NaN);
    }
    return rows(`${OBJECTS} pods on disk`, { times, memory }, { time: 600, memory: 300 });
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

function rows(what: string, by: { times: number[]; memory: number[] }, most: { time: number; memory: number }): Row[] {
  const scenario = 'start';
  const time = { most: most.time };
  const memory = { most: most.memory };
  return [
    { scenario, measure: `to /readyz, ${what}`, value: median(by.times), unit: 'ms', target: time },
    { scenario, measure: `memory, ${what}`, value: median(by.memory), unit: 'MiB', target: memory },
  ];
}
