/** A server that says who it is, and does what it is asked. */
import { parseDuration } from '../../../../lib/clock.ts';
import { addressesOf, connectTo, sendCall } from '../../http-call.ts';
import { duplexInput } from '../../node-streams.ts';
import { createCollector, NO_INPUT, readAll } from '../../pipe.ts';
import { type Process, pause } from '../../process.ts';
import { runByName } from '../../run-by-name.ts';
import { type HttpReply, type HttpRequest, logLine, ServerExit, serveHttp } from '../../serve-http.ts';
import { readFlags } from './go-flags.ts';
import type { Subcommand } from './subcommand.ts';

export const netexec: Subcommand = async (process, args) => {
  const flags = readFlags(args);
  const port = flags.number('http-port', 8080);
  const override = flags.text('http-override');
  await logLine(process, `Started HTTP server on port ${port}`);
  const handle = async (request: HttpRequest) => {
    const url = override === undefined ? request.url : new URL(override, request.url);
    await logLine(process, `GET ${url.pathname}${url.search}`);
    return (PAGES[url.pathname] ?? ROOT)({ ...request, url }, process);
  };
  const udpPort = flags.number('udp-port', 8081);
  const stop = process.container.network.listenForDatagrams(udpPort, (message, from) =>
    datagram(process, message, from),
  );
  try {
    return await serveHttp(process, new Map([[port, handle]]));
  } finally {
    stop();
  }
};

function datagram({ container }: Process, message: string, from: string): string | undefined {
  const [word = '', ...rest] = message.trim().split(' ');
  if (/^hostname$/i.test(word)) return container.hostname;
  if (/^echo$/i.test(word)) return rest.join(' ');
  return /^clientip$/i.test(word) ? `${from}:${32_768 + container.random(28_232)}` : undefined;
}

type Page = (request: HttpRequest, process: Process) => HttpReply | Promise<HttpReply>;

const ROOT: Page = (_, { container }) => {
  const time = new Date(container.clock.now()).toISOString().replace('T', ' ').replace('Z', '000000 +0000 UTC');
  return { body: `NOW: ${time} m=+0.000000001` };
};

const hostname: Page = (_, { container }) => ({ body: container.hostname });

const PAGES: Readonly<Record<string, Page>> = {
  '/': ROOT,
  '/hostname': hostname,
  '/hostName': hostname,
  '/clientip': ({ from }) => ({ body: from }),
  '/healthz': () => ({ body: '' }),
  '/header': ({ url, headers }) => ({ body: String(headers[(url.searchParams.get('key') ?? '').toLowerCase()] ?? '') }),
  '/echo': ({ url }) => ({
    code: Number(url.searchParams.get('code') || 200),
    body: url.searchParams.get('msg') ?? '',
  }),
  '/redirect': ({ url }) => ({
    code: Number(url.searchParams.get('code') || 302),
    headers: { location: url.searchParams.get('location') ?? '' },
    body: '',
  }),
  '/shutdown': () => {
    throw new ServerExit(0);
  },
  '/exit': async ({ url }, process) => {
    const [wait, code] = [url.searchParams.get('wait'), url.searchParams.get('code')];
    if (wait) await pause(process, parseDuration(wait));
    throw new ServerExit(Number(code ?? 0));
  },
  '/shell': async ({ url }, process) => {
    const script = url.searchParams.get('shellCommand') || url.searchParams.get('cmd') || '';
    const collector = createCollector();
    const io = { stdin: NO_INPUT, stdout: collector, stderr: collector, terminal: undefined };
    const code = await runByName({ ...process, ...io }, ['/bin/sh', '-c', script]);
    const output = collector.text();
    return asJson({ ...(code !== 0 && { error: `exit status ${code}` }), ...(output !== '' && { output }) });
  },
  '/dial': dial,
};

/** Asks another server, as often as is wanted. */
async function dial({ url: { searchParams } }: HttpRequest, process: Process): Promise<HttpReply> {
  const [host, port, wanted] = ['host', 'port', 'request'].map((name) => searchParams.get(name) ?? '');
  if (!wanted) return { code: 400, body: 'request parameter not specified. <nil>\n' };
  const protocol = (searchParams.get('protocol') || 'http').toLowerCase();
  const call = DIALERS[protocol];
  if (!call) return { code: 400, body: `unsupported protocol. ${protocol}\n` };
  const responses: string[] = [];
  const errors: string[] = [];
  for (let tries = Number(searchParams.get('tries') || 1); tries > 0; tries--) {
    try {
      responses.push(await call(process, { host: host ?? '', port: port ?? '', wanted }));
    } catch (error) {
      process.signal.throwIfAborted();
      errors.push((error as Error).message);
    }
  }
  return asJson({ ...(errors.length > 0 && { errors }), ...(responses.length > 0 && { responses }) });
}

interface Dialled {
  host: string;
  port: string;
  wanted: string;
}

const DIALERS: Readonly<Record<string, (process: Process, to: Dialled) => Promise<string>>> = {
  http: (process, { host, port, wanted }) => fetchText(process, `http://${host}:${port}/${wanted}`),
  async udp(process, { host, port, wanted }) {
    const [address = host] = await addressesOf(process, host);
    return process.container.network.exchange(address, Number(port), wanted, process.signal);
  },
};

export async function fetchText(process: Process, address: string): Promise<string> {
  const url = new URL(address);
  const addresses = await addressesOf(process, url.hostname);
  const { connection } = await connectTo(process, addresses, Number(url.port || 80));
  const response = await sendCall({ url, method: 'GET', headers: {} }, connection, process.signal);
  return (await readAll(duplexInput(response))).toString('utf8');
}

function asJson(value: object): HttpReply {
  return { body: JSON.stringify(value) };
}
