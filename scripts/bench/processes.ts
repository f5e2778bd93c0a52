/** The processes that are measured: the server, and floors for it. Each tells its address in its first line of output. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export interface Running extends AsyncDisposable {
  url: string;
  pid: number;
  /** Of what it answers over UDP, if it tells. */
  udpPort: number | undefined;
}

export interface Started extends Running {
  /** Milliseconds from spawning the process to the first time that it says that it is ready. */
  startedIn: number;
  /** CPU seconds that it had used by then, where /proc tells. */
  startedWith: number | undefined;
}

type Addresses = Pick<Running, 'url' | 'udpPort'>;

const MAIN = process.env.BENCH_MAIN ?? fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const FLOOR = fileURLToPath(new URL('floor-server.ts', import.meta.url));

export function newFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'kubeling-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export async function startServer(options: { folder: string; nodes: number }): Promise<Started> {
  if (!existsSync(MAIN)) throw new Error('dist/ is missing: npm run build');
  const port = await freePort();
  const where = ['--port', String(port), '--data-dir', options.folder];
  const flags = [...where, '--nodes', String(options.nodes), '--log-level', 'warn'];
  const begin = performance.now();
  const child = spawnNode([...(process.env.BENCH_NODE_FLAGS?.split(' ') ?? []), MAIN, ...flags]);
  const [started, told] = await Promise.all([untilReady(child, port), addresses(child)]);
  return { ...running(child, told), startedIn: started.at - begin, startedWith: started.cpu };
}

export async function startFloor(folder: string): Promise<Running> {
  const child = spawnNode(['--import', 'tsx', FLOOR, folder]);
  return running(child, await addresses(child));
}

function spawnNode(args: string[]): ChildProcess {
  return spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
}

function running(child: ChildProcess, told: Addresses): Running {
  return { ...told, pid: child.pid as number, [Symbol.asyncDispose]: () => end(child) };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Milliseconds. */
const BETWEEN_QUESTIONS = 3;

/** Asks as a person's script would, but with next to no work: the server has only two processors, and one is ours. */
async function untilReady(child: ChildProcess, port: number): Promise<{ at: number; cpu: number | undefined }> {
  while (child.exitCode === null) {
    if (await isReady(port)) return { at: performance.now(), cpu: cpuSeconds(child.pid) };
    await sleep(BETWEEN_QUESTIONS);
  }
  throw new Error('the server ended before it was ready');
}

function isReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('GET /readyz HTTP/1.1\r\nHost: bench\r\n\r\n'));
    socket.once('data', (answer: Buffer) => {
      resolve(answer.toString('latin1').startsWith('HTTP/1.1 200 '));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
    socket.once('close', () => resolve(false));
  });
}

function addresses(child: ChildProcess): Promise<Addresses> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const [url] = /http:\S+/.exec(chunk.toString()) ?? [];
      const port = /dns \S+:(\d+)/.exec(chunk.toString())?.[1];
      if (url !== undefined) resolve({ url, udpPort: port === undefined ? undefined : Number(port) });
    });
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`)));
  });
}

function end(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (child.exitCode !== null) return resolve();
    child.removeAllListeners('exit');
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}

const TICKS_PER_SECOND = 100;

/** CPU seconds that a process has used, where /proc tells. */
export function cpuSeconds(pid: number | undefined): number | undefined {
  const stat = procFile(pid, 'stat');
  if (stat === undefined) return undefined;
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** The same of the thread that answers, in finer steps. */
export function mainThreadSeconds(pid: number | undefined): number | undefined {
  const stat = procFile(pid, `task/${pid}/schedstat`);
  return stat === undefined ? undefined : Number(stat.split(' ')[0]) / 1e9;
}

/** MiB, where /proc tells. */
export function residentMemory(pid: number | undefined): number | undefined {
  const kib = /VmRSS:\s+(\d+)/.exec(procFile(pid, 'status') ?? '')?.[1];
  return kib === undefined ? undefined : Number(kib) / 1024;
}

function procFile(pid: number | undefined, name: string): string | undefined {
  const path = `/proc/${pid}/${name}`;
  return pid !== undefined && existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
