import { Agent, type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { Agent as TlsAgent, request as tlsRequest } from 'node:https';
import { createInterface, type Interface } from 'node:readline';

export interface Reply {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

export interface OpenWatch {
  status: number;
  headers: IncomingHttpHeaders;
  events: unknown[];
  /** Waits until so many events have come, or the server has ended the watch, or the time is over. */
  wait(count: number, milliseconds: number): Promise<void>;
  readonly ended: boolean;
  close(): void;
}

/** Milliseconds without a byte after which a call has failed. */
const LONGEST = 20_000;

interface Call {
  headers: Record<string, string>;
  body?: string | undefined;
}

/** A server that is spoken to in plain HTTP, byte for byte what a scenario says. */
export class Server implements Disposable {
  readonly #url: URL;
  readonly #token: string | undefined;
  readonly #agent: Agent;

  constructor(url: string, token?: string) {
    this.#url = new URL(url);
    this.#token = token;
    this.#agent = this.#isPlain
      ? new Agent({ keepAlive: true })
      : new TlsAgent({ keepAlive: true, rejectUnauthorized: false });
  }

  async call(method: string, path: string, call: Call): Promise<Reply> {
    const response = await this.#send(method, path, call);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk);
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      text: Buffer.concat(chunks).toString('utf8'),
    };
  }

  async watch(path: string, headers: Record<string, string>): Promise<OpenWatch> {
    const response = await this.#send('GET', path, { headers });
    const events: unknown[] = [];
    const lines = createInterface({ input: response, crlfDelay: Number.POSITIVE_INFINITY });
    let ended = false;
    lines.on('line', (line) => line.trim() !== '' && events.push(parsed(line)));
    lines.on('close', () => {
      ended = true;
    });
    response.on('error', () => lines.close());
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      events,
      wait: (count, milliseconds) => waitForLines(lines, milliseconds, () => ended || events.length >= count),
      get ended() {
        return ended;
      },
      close: () => response.destroy(),
    };
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }

  get #isPlain(): boolean {
    return this.#url.protocol === 'http:';
  }

  #send(method: string, path: string, { headers, body }: Call): Promise<IncomingMessage> {
    // The recorded client: what it writes is owned by `golden`.
    const all: Record<string, string> = { accept: 'application/json', 'user-agent': 'golden/1.0' };
    if (this.#token !== undefined) all.authorization = `Bearer ${this.#token}`;
    if (body !== undefined) all['content-type'] = 'application/json';
    for (const [name, value] of Object.entries(headers)) all[name.toLowerCase()] = value;
    if (body !== undefined) all['content-length'] = String(Buffer.byteLength(body));
    const { hostname: host, port } = this.#url;
    return new Promise((resolve, reject) => {
      const send = this.#isPlain ? request : tlsRequest;
      const outgoing = send({ host, port, method, path, headers: all, agent: this.#agent }, resolve);
      outgoing
        .on('error', reject)
        .setTimeout(LONGEST, () => outgoing.destroy(new Error(`${method} ${path} takes too long`)));
      outgoing.end(body);
    });
  }
}

function waitForLines(lines: Interface, milliseconds: number, isDone: () => boolean): Promise<void> {
  if (isDone()) return Promise.resolve();
  return new Promise((resolve) => {
    const check = () => isDone() && finish();
    const timer = setTimeout(finish, milliseconds);
    function finish(): void {
      clearTimeout(timer);
      lines.off('line', check).off('close', check);
      resolve();
    }
    lines.on('line', check).on('close', check);
  });
}

/** The value that a text is the JSON of; undefined when it is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
