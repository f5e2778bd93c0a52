/** One question of a probe: a command, an HTTP request, or a connection. */
import type { Probe } from '../../api/types.gen.ts';
import { sleep } from '../../lib/clock.ts';
import type { SimulatedContainer } from '../exec/container.ts';
import { sendCall } from '../exec/http-call.ts';
import { createCollector, Interrupted, NO_INPUT, SIGKILL } from '../exec/pipe.ts';
import { launch, type Process } from '../exec/process.ts';
import { runByName } from '../exec/run-by-name.ts';
import { NetworkError } from '../network/network-error.ts';

export interface ProbeAnswer {
  readonly passes: boolean;
  /** Why it does not, as a kubelet says it. */
  readonly output: string;
}

/** Does not reject. */
export async function runProbe(container: SimulatedContainer, probe: Probe, signal: AbortSignal): Promise<ProbeAnswer> {
  const limit = new AbortController();
  const done = new AbortController();
  const seconds = probe.timeoutSeconds || 1;
  void sleep(container.clock, seconds * 1000, done.signal).then(() => limit.abort(new Interrupted(SIGKILL)));
  try {
    return await ask(container, probe, AbortSignal.any([signal, limit.signal]));
  } catch (error) {
    if (limit.signal.aborted) return { passes: false, output: `command timed out after ${seconds}s` };
    return { passes: false, output: (error as Error).message };
  } finally {
    done.abort();
  }
}

const PASSES: ProbeAnswer = { passes: true, output: '' };

function ask(container: SimulatedContainer, probe: Probe, signal: AbortSignal): Promise<ProbeAnswer> {
  const { exec, httpGet, tcpSocket } = probe;
  if (exec) return askCommand(container, exec.command ?? [], signal);
  if (httpGet) return askServer(container, httpGet, signal);
  return tcpSocket ? askPort(container, tcpSocket, signal) : Promise.resolve(PASSES);
}

async function askCommand(
  container: SimulatedContainer,
  command: readonly string[],
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const collector = createCollector();
  const { env, workingDirectory: cwd } = container;
  const io = { stdin: NO_INPUT, stdout: collector, stderr: collector, terminal: undefined };
  const run = (process: Process) => runByName(process, command);
  const code = await launch(run, container, { ...io, args: command, env, cwd, signal });
  if (signal.aborted) throw signal.reason;
  return { passes: code === 0, output: collector.text() };
}

type HttpGet = NonNullable<Probe['httpGet']>;

async function askServer(container: SimulatedContainer, get: HttpGet, signal: AbortSignal): Promise<ProbeAnswer> {
  const { host, path = '/', scheme = 'HTTP', httpHeaders = [] } = get;
  const port = portOf(container, get.port);
  const address = host || container.network.address() || '127.0.0.1';
  const connection = await dial(container, address, port, signal);
  if (typeof connection === 'string') {
    return { passes: false, output: `Get "${scheme.toLowerCase()}://${address}:${port}${path}": ${connection}` };
  }
  const url = new URL(path, `http://${address.includes(':') ? `[${address}]` : address}:${port}`);
  const own = Object.fromEntries((httpHeaders ?? []).map(({ name, value }) => [name.toLowerCase(), value]));
  const headers = { 'user-agent': 'kube-probe/1.36', accept: '*/*', ...own };
  const response = await sendCall({ url, method: 'GET', headers }, connection, signal);
  response.resume();
  const code = response.statusCode ?? 0;
  const passes = code >= 200 && code < 400;
  return { passes, output: passes ? '' : `HTTP probe failed with statuscode: ${code}` };
}

async function askPort(
  container: SimulatedContainer,
  { host, port }: NonNullable<Probe['tcpSocket']>,
  signal: AbortSignal,
): Promise<ProbeAnswer> {
  const address = host || container.network.address() || '127.0.0.1';
  const connection = await dial(container, address, portOf(container, port), signal);
  if (typeof connection === 'string') return { passes: false, output: connection };
  connection.destroy();
  return PASSES;
}

/** The connection, or why there is none. */
async function dial({ network }: SimulatedContainer, address: string, port: number, signal: AbortSignal) {
  try {
    return await network.connect(address, port, signal);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const reason = error.code === 'ETIMEDOUT' ? 'i/o timeout' : `connect: ${error.message.toLowerCase()}`;
    return `dial tcp ${address}:${port}: ${reason}`;
  }
}

function portOf({ spec }: SimulatedContainer, port: number | string): number {
  const named = spec.ports?.find(({ name }) => name === port)?.containerPort;
  return named ?? Number(port);
}
