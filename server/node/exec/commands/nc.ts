import type { Duplex } from 'node:stream';
import { sleep } from '../../../lib/clock.ts';
import { NetworkError } from '../../network/network-error.ts';
import { addressesOf, connectTo } from '../http-call.ts';
import { duplexInput, duplexOutput } from '../node-streams.ts';
import { Interrupted } from '../pipe.ts';
import { type Command, fail, type Process } from '../process.ts';
import { readOptions } from '../read-options.ts';

/** `nc [-z] [-v] [-w SECONDS] HOST PORT[-PORT]` */
export const nc: Command = {
  name: 'nc',
  aliases: ['netcat', 'ncat'],
  async run(process) {
    const options = readOptions(process.args.slice(1), {
      flags: [...'46knNuvzlLtr'],
      values: ['w', 'p', 's', 'q', 'i', 'e'],
    });
    const [host, ports] = options.operands;
    if (options.has('l', 'L')) return fail(process, 'listening is not simulated');
    if (host === undefined || ports === undefined) return fail(process, 'missing host or port argument');
    if (options.has('u')) return talkInDatagrams(process, { host, port: Number(ports), scans: options.has('z') });
    const [from, to = from] = ports.split('-').map(Number);
    const seconds = Number(options.value('w') ?? 0);
    let code = 1;
    for (let port = from ?? 0; port <= (to ?? 0); port++) {
      const call = { host, port, seconds, isVerbose: options.has('v'), scans: options.has('z') };
      if ((await talk(process, call)) === 0) code = 0;
    }
    return code;
  },
};

/** Each chunk of the input is a datagram, and each reply is printed. */
async function talkInDatagrams(
  process: Process,
  { host, port, scans }: { host: string; port: number; scans: boolean },
): Promise<number> {
  const { container, stdin, stdout, signal } = process;
  const [address = host] = await addressesOf(process, host);
  if (scans) return 0;
  for (let chunk = await stdin.read(); chunk; chunk = await stdin.read()) {
    try {
      await stdout.write(await container.network.exchange(address, port, chunk.toString('utf8'), signal));
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      return 1;
    }
  }
  return 0;
}

interface Call {
  host: string;
  port: number;
  seconds: number;
  isVerbose: boolean;
  scans: boolean;
}

async function talk(process: Process, { host, port, seconds, isVerbose, scans }: Call): Promise<number> {
  const { container, stderr } = process;
  const isBusybox = container.flavour.sh === 'ash';
  const limit = new AbortController();
  const done = new AbortController();
  if (seconds > 0) void sleep(container.clock, seconds * 1000, done.signal).then(() => limit.abort(new Interrupted(0)));
  const signal = AbortSignal.any([process.signal, limit.signal]);
  let address = host;
  try {
    const addresses = await addressesOf(process, host);
    address = addresses[0] ?? host;
    const { connection } = await connectTo({ ...process, signal }, addresses, port);
    const service = port === 80 ? 'http' : port === 443 ? 'https' : port === 53 ? 'domain' : '*';
    const opened = isBusybox
      ? `${host} (${address}:${port}) open\n`
      : `Connection to ${host} (${address}) ${port} port [tcp/${service}] succeeded!\n`;
    if (isVerbose) await stderr.write(opened);
    if (scans) connection.destroy();
    else await exchange(process, connection);
    return 0;
  } catch (error) {
    const isLate = limit.signal.aborted && !process.signal.aborted;
    if (!(error instanceof NetworkError) && !isLate) throw error;
    const reason = error instanceof NetworkError ? error : new NetworkError('ETIMEDOUT');
    if (isVerbose || reason.code === 'ENOTFOUND')
      await stderr.write(refusal({ host, address, port }, reason, isBusybox));
    return 1;
  } finally {
    done.abort();
  }
}

function refusal(
  { host, address, port }: { host: string; address: string; port: number },
  { code, message }: NetworkError,
  isBusybox: boolean,
): string {
  if (code === 'ENOTFOUND') {
    return isBusybox ? `nc: bad address '${host}'\n` : `nc: getaddrinfo for host "${host}" port ${port}: ${message}\n`;
  }
  return isBusybox
    ? `nc: ${host} (${address}:${port}): ${message}\n`
    : `nc: connect to ${host} (${address}) port ${port} (tcp) failed: ${message}\n`;
}

/** What comes in goes out, until the other side has said all. */
export async function exchange({ stdin, stdout, signal }: Process, connection: Duplex): Promise<void> {
  const [input, output] = [duplexInput(connection), duplexOutput(connection)];
  const ended = new AbortController();
  const send = async () => {
    for (let chunk = await stdin.read(); chunk && !ended.signal.aborted; chunk = await stdin.read()) {
      await output.write(chunk, signal);
    }
    connection.end();
  };
  void send().catch(() => connection.destroy());
  for (let chunk = await input.read(signal); chunk; chunk = await input.read(signal)) await stdout.write(chunk);
  ended.abort();
  connection.destroy();
}
