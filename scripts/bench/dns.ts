/** A records of 1000 Services over UDP, with 128 questions under way; the floor sends as many bytes back. */
import { Buffer } from 'node:buffer';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { encode, RECURSION_DESIRED } from 'dns-packet';
import type { Bench, Scenario } from './bench.ts';
import { type Load, medianLoad, percentile } from './measure.ts';
import { createIn, serviceText } from './objects.ts';
import { cpuSeconds, type Running } from './processes.ts';
import { loadRow, type Row } from './report.ts';
import { askAll, makeNamespace, withFloor, withServer } from './with-servers.ts';

const SERVICES = 1000;
const UNDER_WAY = 128;
const NAMESPACE = 'bench';

interface Answerer {
  pid: number | undefined;
  port: number;
}

export const dns: Scenario = {
  name: 'dns',
  own: true,
  run: (bench) =>
    withServer(0, async (server) => {
      const api = { target: { url: server.url }, pid: server.pid };
      await makeNamespace(api, NAMESPACE);
      await askAll(api, SERVICES, (i) => createIn(NAMESPACE, 'services', serviceText(`s-${i}`)));
      return withFloor((floor) => measured(bench, answererOf(server), { pid: floor.pid, port: floor.udpPort }));
    }),
};

function answererOf({ pid, udpPort }: Running): Answerer {
  if (udpPort === undefined) throw new Error('the server does not tell where its DNS is');
  return { pid, port: udpPort };
}

async function measured(bench: Bench, server: Answerer, floor: Answerer): Promise<Row[]> {
  const loads: Load[] = [];
  const floors: Load[] = [];
  await load(server, 1);
  await load(floor, 1);
  for (let round = 0; round < bench.rounds; round++) {
    loads.push(await load(server, bench.seconds));
    floors.push(await load(floor, bench.seconds));
  }
  return [
    loadRow({ scenario: 'dns', measure: `A records, ${UNDER_WAY} under way` }, medianLoad(loads), medianLoad(floors)),
  ];
}

/** A question that is lost is not asked again: with few under way on loopback none is. */
async function load({ pid, port }: Answerer, seconds: number): Promise<Load> {
  const socket = await connected(port);
  const sentAt = new Float64Array(0x10000);
  const times: number[] = [];
  let asked = 0;
  const ask = () => {
    const id = asked++ % 0x10000;
    sentAt[id] = performance.now();
    socket.send(question(id));
  };
  const cpuBefore = cpuSeconds(pid);
  const begin = performance.now();
  const end = begin + seconds * 1000;
  socket.on('message', (reply: Buffer) => {
    const now = performance.now();
    times.push(now - (sentAt[reply.readUInt16BE(0)] as number));
    if (now < end) ask();
  });
  for (let i = 0; i < UNDER_WAY; i++) ask();
  await sleep(seconds * 1000);
  const cpuAfter = cpuSeconds(pid);
  const took = (performance.now() - begin) / 1000;
  const answered = times.length;
  await sleep(50);
  socket.close();
  const cpu = cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore;
  return {
    perSecond: answered / took,
    p50: percentile(times, 50),
    p99: percentile(times, 99),
    cpu: cpu === undefined ? undefined : (cpu / answered) * 1e6,
  };
}

const questions = Array.from({ length: SERVICES }, (_, i) =>
  encode({
    type: 'query',
    flags: RECURSION_DESIRED,
    questions: [{ type: 'A', class: 'IN', name: `s-${i}.${NAMESPACE}.svc.cluster.local` }],
  }),
);

function question(id: number): Buffer {
  const bytes = Buffer.from(questions[(id * 7919) % SERVICES] as Buffer);
  bytes.writeUInt16BE(id, 0);
  return bytes;
}

async function connected(port: number): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 20 });
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}
