import type { IncomingMessage } from 'node:http';
import { sleep } from '../../../lib/clock.ts';
import { NetworkError } from '../../network/network-error.ts';
import { joinPath } from '../files/file-system.ts';
import { addressesOf, connectTo, portOf, sendCall } from '../http-call.ts';
import { duplexInput } from '../node-streams.ts';
import { Interrupted } from '../pipe.ts';
import { type Command, fail, type Process } from '../process.ts';
import { type Options, readOptions } from '../read-options.ts';

const FLAGS = [...'cqSn', 'spider', 'quiet', 'server-response', 'no-check-certificate', 'no-verbose', 'v', 'd'];
const VALUES = [...'OPTtUY', 'header', 'timeout', 'tries', 'post-data', 'output-document', 'user-agent', 'method'];

/** `wget [-q] [-O FILE] [-T SECONDS] [--header TEXT] [--post-data TEXT] [--spider] URL …` */
export const wget: Command = {
  name: 'wget',
  async run(process) {
    // `-qO-` and `-nv` are how it is typed.
    const words = process.args.slice(1).filter((word) => word !== '-nv');
    const options = readOptions(words, { flags: FLAGS, values: VALUES });
    if (options.operands.length === 0) return fail(process, 'missing URL');
    let code = 0;
    for (const url of options.operands) code = (await fetchOne(process, options, url)) || code;
    return code;
  },
};

/** What the two programs of this name say, and with which code. */
interface Form {
  unknownHost(host: string): [text: string, code: number];
  noConnection(
    place: { host: string; address: string; port: number },
    error: NetworkError,
  ): [text: string, code: number];
  badStatus(status: string): [text: string, code: number];
}

const BUSYBOX: Form = {
  unknownHost: (host) => [`bad address '${host}'`, 1],
  noConnection: ({ address }, { message }) => [`can't connect to remote host (${address}): ${message}`, 1],
  badStatus: (status) => [`server returned error: HTTP/1.1 ${status}`, 1],
};

const GNU: Form = {
  unknownHost: (host) => [`unable to resolve host address ‘${host}’`, 4],
  noConnection: ({ host, address, port }, { message }) => [
    `Connecting to ${host} (${host})|${address}|:${port}... failed: ${message}.`,
    4,
  ],
  badStatus: (status) => [`ERROR ${status.replace(' ', ': ')}.`, 8],
};

const MAX_REDIRECTS = 5;

async function fetchOne(process: Process, options: Options, address: string): Promise<number> {
  const { container, stderr } = process;
  const form = container.flavour.sh === 'ash' ? BUSYBOX : GNU;
  const seconds = Number(options.value('T', 'timeout') ?? 0);
  const limit = new AbortController();
  const done = new AbortController();
  if (seconds > 0) void sleep(container.clock, seconds * 1000, done.signal).then(() => limit.abort(new Interrupted(0)));
  const signal = AbortSignal.any([process.signal, limit.signal]);
  try {
    return await fetchUrl({ ...process, signal }, options, { url: parseUrl(address), form });
  } catch (error) {
    if (limit.signal.aborted && !process.signal.aborted) {
      await stderr.write('wget: download timed out\n');
      return 1;
    }
    if (error instanceof TypeError) return fail(process, `bad address '${address}'`);
    throw error;
  } finally {
    done.abort();
  }
}

function parseUrl(text: string): URL {
  return new URL(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
}

async function fetchUrl(process: Process, options: Options, { url, form }: { url: URL; form: Form }): Promise<number> {
  for (let next = url, redirects = 0; ; redirects++) {
    const response = await call(process, options, { url: next, form });
    if (typeof response === 'number') return response;
    const { location } = response.headers;
    const code = response.statusCode ?? 0;
    if (location !== undefined && code >= 300 && code < 400 && redirects < MAX_REDIRECTS) {
      response.resume();
      next = new URL(location, next);
      continue;
    }
    if (code < 400) return save(process, options, { url: next, response });
    response.resume();
    const [text, exitCode] = form.badStatus(`${code} ${response.statusMessage}`);
    await process.stderr.write(`wget: ${text}\n`);
    return exitCode;
  }
}

async function call(
  process: Process,
  options: Options,
  { url, form }: { url: URL; form: Form },
): Promise<IncomingMessage | number> {
  const { stderr, signal } = process;
  const [host, port] = [url.hostname, portOf(url)];
  const refuse = async ([text, code]: [text: string, code: number]) => {
    await stderr.write(`wget: ${text}\n`);
    return code;
  };
  let addresses: readonly string[];
  try {
    addresses = await addressesOf(process, host);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return refuse(form.unknownHost(host));
  }
  if (!options.has('q', 'quiet')) await stderr.write(`Connecting to ${host} (${addresses[0]}:${port})\n`);
  try {
    const { connection } = await connectTo(process, addresses, port);
    const body = options.value('post-data');
    const method = options.value('method') ?? (body !== undefined ? 'POST' : options.has('spider') ? 'HEAD' : 'GET');
    const response = await sendCall({ url, method, headers: headersOf(options), body }, connection, signal);
    if (options.has('S', 'server-response')) await stderr.write(headText(response));
    return response;
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return refuse(form.noConnection({ host, address: addresses[0] ?? '', port }, error));
  }
}

function headersOf(options: Options): Record<string, string> {
  const headers: Record<string, string> = { 'user-agent': options.value('U', 'user-agent') ?? 'Wget' };
  for (const header of options.all('header')) {
    const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(header) ?? [];
    if (name !== '') headers[name.toLowerCase()] = value;
  }
  return headers;
}

function headText({ httpVersion, statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`  HTTP/${httpVersion} ${statusCode} ${statusMessage}`];
  for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`  ${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return `${lines.join('\n')}\n`;
}

async function save(
  { container, cwd, stdout, stderr, signal }: Process,
  options: Options,
  { url, response }: { url: URL; response: IncomingMessage },
): Promise<number> {
  const isQuiet = options.has('q', 'quiet');
  if (options.has('spider')) {
    response.resume();
    if (!isQuiet) await stderr.write('remote file exists\n');
    return 0;
  }
  const file = options.value('O', 'output-document') ?? (url.pathname.replace(/^.*\//, '') || 'index.html');
  const isPrinted = file === '-';
  if (!isQuiet) await stderr.write(isPrinted ? 'writing to stdout\n' : `saving to '${file}'\n`);
  const body = duplexInput(response);
  const bytes: Buffer[] = [];
  for (let chunk = await body.read(signal); chunk; chunk = await body.read(signal)) {
    bytes.push(chunk);
    if (isPrinted) await stdout.write(chunk);
  }
  const all = Buffer.concat(bytes);
  if (!isPrinted) container.files.write(joinPath(cwd, file), all);
  if (isQuiet) return 0;
  const name = (isPrinted ? '-' : file).padEnd(20);
  await stderr.write(
    `${name} 100% |********************************| ${String(all.length).padStart(5)}  0:00:00 ETA\n`,
  );
  await stderr.write(isPrinted ? 'written to stdout\n' : `'${file}' saved\n`);
  return 0;
}
