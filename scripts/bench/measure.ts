/** Load and its numbers. */
import { type Connection, openConnection, type Question, type Target } from './http-connection.ts';
import { cpuSeconds } from './processes.ts';

export interface Load {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  /** Microseconds of the server's CPU for each, where it is known. */
  cpu: number | undefined;
}

/** Questions go out over all connections, one at a time on each, until the time or the questions are over. */
export async function runLoad(
  target: Target,
  options: { connections: number; seconds?: number; pid?: number | undefined; next(i: number): Question | undefined },
): Promise<Load> {
  const connections = await openConnections(target, options.connections);
  const times: number[] = [];
  let asked = 0;
  const cpuBefore = cpuSeconds(options.pid);
  const begin = performance.now();
  const deadline = begin + (options.seconds ?? 60) * 1000;
  const loop = async (connection: Connection) => {
    while (performance.now() < deadline) {
      const question = options.next(asked++);
      if (question === undefined) return;
      const sent = performance.now();
      const { status, body } = await connection.ask(question);
      if (status >= 300) throw new Error(`${question.method} ${question.path}: ${status} ${body.toString()}`);
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(connections.map(loop));
  const seconds = (performance.now() - begin) / 1000;
  const cpuAfter = cpuSeconds(options.pid);
  for (const connection of connections) connection.close();
  const cpu = cpuBefore === undefined || cpuAfter === undefined ? undefined : cpuAfter - cpuBefore;
  return {
    perSecond: times.length / seconds,
    p50: percentile(times, 50),
    p99: percentile(times, 99),
    cpu: cpu === undefined ? undefined : (cpu / times.length) * 1e6,
  };
}

export function openConnections(target: Target, count: number): Promise<Connection[]> {
  return Promise.all(Array.from({ length: count }, () => openConnection(target)));
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** The medians of several rounds, number by number. */
export function medianLoad(rounds: readonly Load[]): Load {
  const cpus = rounds.flatMap(({ cpu }) => cpu ?? []);
  return {
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    p50: median(rounds.map(({ p50 }) => p50)),
    p99: median(rounds.map(({ p99 }) => p99)),
    cpu: cpus.length === 0 ? undefined : median(cpus),
  };
}
