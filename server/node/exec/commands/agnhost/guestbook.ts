/** A book of entries: a primary that is written to, replicas that are read from, and a front that leads to both. */
import { type Process, pause } from '../../process.ts';
import { type HttpReply, type HttpRequest, logLine, serveHttp } from '../../serve-http.ts';
import { readFlags } from './go-flags.ts';
import { fetchText } from './netexec.ts';
import type { Subcommand } from './subcommand.ts';

interface Book {
  entries: Record<string, string>;
  readonly replicas: string[];
  readonly backendPort: number;
}

const TRIES = 15;

export const guestbook: Subcommand = async (process, args) => {
  const flags = readFlags(args);
  const book: Book = { entries: {}, replicas: [], backendPort: flags.number('backend-port', 6379) };
  const primary = flags.text('replicaof');
  const serving = serveHttp(
    process,
    new Map([[flags.number('http-port', 80), (request: HttpRequest) => answer(request, { book, process })]]),
  );
  if (primary) void register(process, book, primary).catch(() => {});
  return serving;
};

async function register(process: Process, book: Book, primary: string): Promise<void> {
  const url = `http://${primary}:${book.backendPort}/register?host=${process.container.network.address()}`;
  for (let tries = 0; tries < TRIES; tries++) {
    try {
      book.entries = { ...(JSON.parse(await fetchText(process, url)) as { data: Book['entries'] }).data };
      return await logLine(process, `Registered to node: ${primary}`);
    } catch {
      await pause(process, 1000);
    }
  }
}

async function answer(
  { url: { pathname, searchParams } }: HttpRequest,
  { book, process }: { book: Book; process: Process },
): Promise<HttpReply> {
  const [key, value] = [searchParams.get('key') ?? '', searchParams.get('value') ?? ''];
  const command = (searchParams.get('cmd') ?? '').toLowerCase();
  switch (pathname) {
    case '/register':
      book.replicas.push(searchParams.get('host') ?? '');
      return asJson({ data: book.entries });
    case '/get':
      return asJson({ data: key === '' ? book.entries : (book.entries[key] ?? '') });
    case '/set':
      if (key === '') return { code: 400, body: 'cannot set with empty key.\n' };
      book.entries[key] = value;
      for (const replica of book.replicas)
        await fetchText(process, `http://${replica}:${book.backendPort}/set?${new URLSearchParams({ key, value })}`);
      return asJson({ message: 'Updated' });
    case '/guestbook': {
      if (command !== 'get' && command !== 'set') return { code: 400, body: `unsupported cmd: '${command}'\n` };
      const host = command === 'get' ? 'agnhost-replica' : 'agnhost-primary';
      const query = new URLSearchParams({ key, value });
      return { body: await fetchText(process, `http://${host}:${book.backendPort}/${command}?${query}`) };
    }
    default:
      return { code: 404, body: '404 page not found\n' };
  }
}

function asJson(value: object): HttpReply {
  return { body: JSON.stringify(value) };
}
