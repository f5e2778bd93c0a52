/** Requests byte by byte, also such as no HTTP client sends. */
import { connect, type Socket } from 'node:net';

export interface RawAnswer {
  /** 0 when the connection was ended without an answer. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/** Sends the bytes, half-closes the connection when told to, and reads until the server ends it. */
export async function sendRaw(
  url: string,
  bytes: string | Buffer,
  { halfClose = false }: { halfClose?: boolean } = {},
): Promise<RawAnswer> {
  const socket = await openSocket(url);
  if (halfClose) socket.end(bytes);
  else socket.write(bytes);
  return readAnswer(await readToEnd(socket));
}

export async function openSocket(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  return socket;
}

/** All that comes until the other side has ended; a reset is an end. */
export async function readToEnd(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  await new Promise<void>((resolve) => {
    socket
      .on('data', (chunk: Buffer) => chunks.push(chunk))
      .once('end', resolve)
      .once('error', () => resolve())
      .once('close', () => resolve());
  });
  socket.destroy();
  return Buffer.concat(chunks);
}

/** A request as a client writes it, for a connection of its own. */
export function rawRequest(method: string, path: string, headers: Record<string, string> = {}, body = ''): string {
  const all = { host: 'localhost', connection: 'close', 'content-length': String(Buffer.byteLength(body)), ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

function readAnswer(bytes: Buffer): RawAnswer {
  const text = bytes.toString();
  const end = text.indexOf('\r\n\r\n');
  const [first = '', ...lines] = text.slice(0, end).split('\r\n');
  const headers = lines.map((line) => [
    line.slice(0, line.indexOf(':')).toLowerCase(),
    line.slice(line.indexOf(':') + 2),
  ]);
  const body = text.slice(end + 4);
  return {
    status: Number(/^HTTP\/1\.1 (\d+)/.exec(first)?.[1] ?? 0),
    headers: Object.fromEntries(headers),
    text: headers.some(([name, value]) => name === 'transfer-encoding' && value === 'chunked') ? unchunk(body) : body,
  };
}

function unchunk(body: string): string {
  const size = Number.parseInt(body, 16);
  if (!(size > 0)) return '';
  const from = body.indexOf('\r\n') + 2;
  return body.slice(from, from + size) + unchunk(body.slice(from + size + 2));
}
