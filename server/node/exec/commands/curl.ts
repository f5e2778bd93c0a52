import type { IncomingMessage } from 'node:http';
import { sleep } from '../../../lib/clock.ts';
import { NetworkError } from '../../network/network-error.ts';
import { FileError } from '../files/file-error.ts';
import { joinPath } from '../files/file-system.ts';
import { addressesOf, connectTo, portOf, sendCall } from '../http-call.ts';
import { duplexInput } from '../node-streams.ts';
import { Interrupted, readAll } from '../pipe.ts';
import type { Command, Process } from '../process.ts';
import { type Options, readOptions } from '../read-options.ts';
import { unescapeText } from '../unescape-text.ts';

const FLAGS = [
  ...'fgiIjkLlNOqRsSv46aGn#',
  'silent',
  'show-error',
  'insecure',
  'location',
  'include',
  'head',
  'verbose',
  'fail',
  'get',
  'http1.1',
  'http2',
  'http2-prior-knowledge',
  'compressed',
  'no-progress-meter',
  'ipv4',
  'ipv6',
];
const VALUES = [
  ...'AbcdDeEFHKmoPrTuUwXxyY',
  'request',
  'header',
  'data',
  'data-raw',
  'data-binary',
  'data-urlencode',
  'json',
  'output',
  'write-out',
  'max-time',
  'connect-timeout',
  'user',
  'user-agent',
  'url',
  'retry',
  'retry-delay',
  'cacert',
  'cert',
  'key',
  'resolve',
  'max-redirs',
  'form',
  'oauth2-bearer',
];

export const curl: Command = {
  name: 'curl',
  async run(process) {
    const options = readOptions(process.args.slice(1), { flags: FLAGS, values: VALUES });
    const urls = [...options.operands, ...options.all('url')];
    if (options.unknown !== undefined) {
      return complain(process, options, 2, `option ${options.unknown}: is unknown`);
    }
    if (urls.length === 0) {
      await process.stderr.write("curl: try 'curl --help' or 'curl --manual' for more information\n");
      return 2;
    }
    let code = 0;
    for (const url of urls) code = await fetchOne(process, options, url);
    return code;
  },
};

async function complain({ stderr }: Process, options: Options, code: number, text: string): Promise<number> {
  const isQuiet = options.has('s', 'silent') && !options.has('S', 'show-error');
  if (!isQuiet) await stderr.write(`curl: (${code}) ${text}\n`);
  return code;
}

const MAX_REDIRECTS = 50;

async function fetchOne(process: Process, options: Options, address: string): Promise<number> {
  const { container } = process;
  const begun = container.clock.now();
  const seconds = Number(options.value('m', 'max-time') ?? options.value('connect-timeout') ?? 0);
  const limit = new AbortController();
  const done = new AbortController();
  if (seconds > 0) void sleep(container.clock, seconds * 1000, done.signal).then(() => limit.abort(new Interrupted(0)));
  const signal = AbortSignal.any([process.signal, limit.signal]);
  try {
    return await followLinks({ ...process, signal }, options, { address, begun });
  } catch (error) {
    const elapsed = container.clock.now() - begun;
    if (limit.signal.aborted && !process.signal.aborted) {
      return complain(process, options, 28, `Connection timed out after ${elapsed} milliseconds`);
    }
    if (error instanceof FileError) return complain(process, options, 23, error.message);
    if (!(error instanceof Error) || error instanceof Interrupted) throw error;
    return complain(process, options, 52, 'Empty reply from server');
  } finally {
    done.abort();
  }
}

async function followLinks(
  process: Process,
  options: Options,
  { address, begun }: { address: string; begun: number },
): Promise<number> {
  let url = parseUrl(address);
  if (!url) return complain(process, options, 3, 'URL rejected: Malformed input to a URL function');
  for (let redirects = 0; ; redirects++) {
    const response = await call(process, options, url, begun);
    if (typeof response === 'number') return response;
    const { location } = response.headers;
    const leads = location !== undefined && (response.statusCode ?? 0) >= 300 && options.has('L', 'location');
    if (!leads || redirects >= MAX_REDIRECTS) return show(process, options, { url, response, begun });
    response.resume();
    url = new URL(location, url);
  }
}

function parseUrl(text: string): URL | undefined {
  try {
    return new URL(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  } catch {
    return undefined;
  }
}

async function call(process: Process, options: Options, url: URL, begun: number): Promise<IncomingMessage | number> {
  const { container, stderr, signal } = process;
  const port = portOf(url);
  let addresses: readonly string[];
  try {
    addresses = await addressesOf(process, url.hostname);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return complain(process, options, 6, `Could not resolve host: ${url.hostname}`);
  }
  try {
    const { address, connection } = await connectTo(process, addresses, port);
    const request = await requestOf(process, options, url);
    if (options.has('v', 'verbose')) await stderr.write(verboseHead(url, { address, port, ...request }));
    return await sendCall({ url, ...request }, connection, signal);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    const reason = error.code === 'ETIMEDOUT' ? 'Connection timed out' : 'Could not connect to server';
    const text = `Failed to connect to ${url.hostname} port ${port} after ${container.clock.now() - begun} ms: ${reason}`;
    return complain(process, options, error.code === 'ETIMEDOUT' ? 28 : 7, text);
  }
}

interface CurlRequest {
  method: string;
  headers: Record<string, string>;
  body: Buffer | string | undefined;
}

async function requestOf(process: Process, options: Options, url: URL): Promise<CurlRequest> {
  const pieces: (Buffer | string)[] = [];
  for (const name of ['d', 'data', 'data-raw', 'data-binary', 'data-urlencode', 'json']) {
    for (const value of options.all(name)) pieces.push(name === 'data-raw' ? value : await dataOf(process, value));
  }
  const hasBody = pieces.length > 0 && !options.has('G', 'get');
  if (pieces.length > 0 && !hasBody) url.search = [url.search.slice(1), ...pieces].filter(String).join('&');
  const headers: Record<string, string> = {
    'user-agent': options.value('A', 'user-agent') ?? 'curl/8.14.1',
    accept: options.has('json') ? 'application/json' : '*/*',
    ...(hasBody && { 'content-type': options.has('json') ? 'application/json' : 'application/x-www-form-urlencoded' }),
  };
  const user = options.value('u', 'user');
  if (user !== undefined) headers.authorization = `Basic ${Buffer.from(user).toString('base64')}`;
  for (const header of [...options.all('H'), ...options.all('header')]) {
    const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(header) ?? [];
    if (name !== '') headers[name.toLowerCase()] = value;
  }
  const method = options.value('X', 'request') ?? (options.has('I', 'head') ? 'HEAD' : hasBody ? 'POST' : 'GET');
  return { method, headers, body: hasBody ? pieces.map(String).join('&') : undefined };
}

async function dataOf({ container, cwd, stdin }: Process, value: string): Promise<Buffer | string> {
  if (value === '@-') return readAll(stdin);
  return value.startsWith('@') ? container.files.read(joinPath(cwd, value.slice(1))) : value;
}

function verboseHead(
  url: URL,
  { address, port, method, headers }: CurlRequest & { address: string; port: number },
): string {
  const lines = Object.entries({ Host: url.host, ...headers }).map(([name, value]) => `> ${titled(name)}: ${value}\n`);
  return `*   Trying ${address}:${port}...\n* Connected to ${url.hostname} (${address}) port ${port}\n> ${method} ${url.pathname}${url.search} HTTP/1.1\n${lines.join('')}> \n`;
}

function titled(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

async function show(
  process: Process,
  options: Options,
  { url, response, begun }: { url: URL; response: IncomingMessage; begun: number },
): Promise<number> {
  const { container, cwd, stdout, stderr, signal } = process;
  const code = response.statusCode ?? 0;
  if (options.has('f', 'fail') && code >= 400) {
    response.resume();
    return complain(process, options, 22, `The requested URL returned error: ${code}`);
  }
  const head = headText(response);
  if (options.has('v', 'verbose')) await stderr.write(head.replace(/^.*\r\n/gm, '< $&'));
  if (options.has('i', 'I', 'include', 'head')) await stdout.write(head);
  const file = options.has('O') ? url.pathname.replace(/^.*\//, '') || 'curl_response' : options.value('o', 'output');
  const body = duplexInput(response);
  let size = 0;
  const bytes: Buffer[] = [];
  for (let chunk = await body.read(signal); chunk; chunk = await body.read(signal)) {
    size += chunk.length;
    if (file === undefined || file === '-') await stdout.write(chunk);
    else bytes.push(chunk);
  }
  if (file !== undefined && file !== '-') container.files.write(joinPath(cwd, file), Buffer.concat(bytes));
  if (!isSilent(options) && !(stdout.isTerminal && file === undefined)) await stderr.write(progress(size));
  const format = options.value('w', 'write-out');
  if (format !== undefined) {
    const seconds = (container.clock.now() - begun) / 1000;
    await stdout.write(writeOut(format, { code, size, url, seconds, type: response.headers['content-type'] ?? '' }));
  }
  return 0;
}

function isSilent(options: Options): boolean {
  return options.has('s', 'silent', 'no-progress-meter');
}

function headText({ httpVersion, statusCode, statusMessage, rawHeaders }: IncomingMessage): string {
  const lines = [`HTTP/${httpVersion} ${statusCode} ${statusMessage}`];
  for (let at = 0; at < rawHeaders.length; at += 2) lines.push(`${rawHeaders[at]}: ${rawHeaders[at + 1]}`);
  return `${lines.join('\r\n')}\r\n\r\n`;
}

function progress(size: number): string {
  const bytes = String(size).padStart(5);
  return (
    '  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current\n' +
    '                                 Dload  Upload   Total   Spent    Left  Speed\n' +
    `\r100 ${bytes}  100 ${bytes}    0     0  ${bytes}k      0 --:--:-- --:--:-- --:--:-- ${bytes}k\n`
  );
}

function writeOut(
  format: string,
  { code, size, url, seconds, type }: { code: number; size: number; url: URL; seconds: number; type: string },
): string {
  const values: Record<string, string> = {
    http_code: String(code).padStart(3, '0'),
    response_code: String(code).padStart(3, '0'),
    size_download: String(size),
    url_effective: url.href,
    time_total: seconds.toFixed(6),
    time_connect: seconds.toFixed(6),
    content_type: type,
  };
  return unescapeText(format).replace(/%\{(\w+)\}/g, (all, name: string) => values[name] ?? all);
}
