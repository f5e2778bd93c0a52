/** The other process of bench-dns.ts: it asks, and measures. One order comes in, one result goes out, over IPC. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { nameFromText } from '../server/dns/domain-name.ts';
import { TYPES } from '../server/dns/message.ts';
import { readReply } from '../server/dns/read-reply.ts';
import { writeQuery } from '../server/dns/write-query.ts';

export type Order =
  | { kind: 'load'; port: number; names: string[]; seconds: number; pace: Pace }
  | { kind: 'readiness'; port: number; url: string; pod: string; name: string; rounds: number };

/** As many as can be answered with so many under way, or so many a second whatever happens to them. */
export type Pace = { underWay: number } | { perSecond: number };

export interface LoadResult {
  answered: number;
  lost: number;
  perSecond: number;
  /** Milliseconds. */
  latency: Percentiles;
}

export interface Percentiles {
  p50: number;
  p99: number;
  max: number;
}

process.on('message', (order: Order) => {
  const work = order.kind === 'load' ? load(order) : readiness(order);
  void work.then((result) => process.send?.(result));
});

async function load({ port, names, seconds, pace }: Extract<Order, { kind: 'load' }>): Promise<LoadResult> {
  const socket = await connected(port);
  const queries = names.map((name) => queryFor(name));
  const sentAt = new Float64Array(0x10000);
  const latencies: number[] = [];
  let sent = 0;
  const ask = () => {
    const id = sent % 0x10000;
    const query = Buffer.from(queries[(sent++ * 7919) % queries.length] as Buffer);
    query.writeUInt16BE(id, 0);
    sentAt[id] = performance.now();
    socket.send(query);
  };
  const begin = performance.now();
  const end = begin + seconds * 1000;
  socket.on('message', (reply) => {
    const now = performance.now();
    latencies.push(now - (sentAt[reply.readUInt16BE(0)] as number));
    if ('underWay' in pace && now < end) ask();
  });
  if ('underWay' in pace) for (let i = 0; i < pace.underWay; i++) ask();
  else await steadily(pace.perSecond, end, ask);
  while (performance.now() < end) await pause(5);
  const took = (performance.now() - begin) / 1000;
  await pause(200);
  socket.close();
  const answered = latencies.length;
  return { answered, lost: sent - answered, perSecond: answered / took, latency: percentiles(latencies) };
}

async function steadily(perSecond: number, end: number, ask: () => void): Promise<void> {
  const begin = performance.now();
  for (let asked = 0; performance.now() < end; ) {
    for (const due = ((performance.now() - begin) / 1000) * perSecond; asked < due; asked++) ask();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/** Milliseconds from the request that makes a pod unready to the first answer without it. */
async function readiness({
  port,
  url,
  pod,
  name,
  rounds,
}: Extract<Order, { kind: 'readiness' }>): Promise<Percentiles> {
  const socket = await connected(port);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await setReady(`${url}${pod}`, true);
    while ((await answersTo(socket, name)) === 0) await pause(1);
    const begin = performance.now();
    const written = setReady(`${url}${pod}`, false);
    // Asking without a pause would measure how well the server works under that.
    while ((await answersTo(socket, name)) > 0) await pause(1);
    times.push(performance.now() - begin);
    await written;
  }
  socket.close();
  return percentiles(times);
}

async function setReady(url: string, ready: boolean): Promise<void> {
  const conditions = [{ type: 'Ready', status: ready ? 'True' : 'False' }];
  const response = await fetch(`${url}/status`, {
    method: 'PATCH',
    headers: { 'content-type': 'application/strategic-merge-patch+json' },
    body: JSON.stringify({ status: { conditions } }),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function answersTo(socket: Socket, name: string): Promise<number> {
  socket.send(queryFor(name));
  const [reply] = (await once(socket, 'message')) as [Buffer];
  return readReply(reply).answer.length;
}

async function connected(port: number): Promise<Socket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  socket.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

function queryFor(name: string): Buffer {
  return writeQuery(nameFromText(name) as string, TYPES.A);
}

function percentiles(values: number[]): Percentiles {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50: at(0.5), p99: at(0.99), max: at(1) };
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
