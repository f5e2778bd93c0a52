/** The processes that are measured: the server, and floors for it. Each tells its address in its first line of output. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Running extends AsyncDisposable {
  url: string;
  pid: number;
  /** Of what it answers over UDP, if it tells. */
  udpPort: number | undefined;
  /** Milliseconds from spawning the process to its first answer. */
  startedIn: number;
}

const MAIN = process.env.BENCH_MAIN ?? fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const FLOOR = fileURLToPath(new URL('floor-server.ts', import.meta.url));

export function newFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'kubeling-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export async function startServer(options: { folder: string; nodes: number }): Promise<Running> {
  if (!existsSync(MAIN)) throw new Error('dist/ is missing: npm run build');
  const flags = ['--port', '0', '--data-dir', options.folder, '--nodes', String(options.nodes), '--log-level', 'warn'];
  const running = await start([...(process.env.BENCH_NODE_FLAGS?.split(' ') ?? []), MAIN, ...flags]);
  await untilReady(running.url);
  return { ...running, startedIn: performance.now() - running.begin };
}

export async function startFloor(folder: string): Promise<Running> {
  const running = await start(['--import', 'tsx', FLOOR, folder]);
  return { ...running, startedIn: performance.now() - running.begin };
}

async function start(args: string[]): Promise<Omit<Running, 'startedIn'> & { begin: number }> {
  const begin = performance.now();
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const { url, udpPort } = await addresses(child);
  return { url, udpPort, pid: child.pid as number, begin, [Symbol.asyncDispose]: () => end(child) };
}

function addresses(child: ChildProcess): Promise<{ url: string; udpPort: number | undefined }> {
  return new Promise((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      const [url] = /http:\S+/.exec(chunk.toString()) ?? [];
      const port = /dns \S+:(\d+)/.exec(chunk.toString())?.[1];
      if (url !== undefined) resolve({ url, udpPort: port === undefined ? undefined : Number(port) });
    });
    child.once('exit', (code) => reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}`)));
  });
}

async function untilReady(url: string): Promise<void> {
  while (!(await fetch(`${url}/readyz`)).ok) await new Promise((resolve) => setImmediate(resolve));
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
