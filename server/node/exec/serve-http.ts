/** HTTP servers of simulated programs. */
import { Buffer } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createHttpResponder } from '../network/http-responder.ts';
import { interruptionOf, throwIfInterrupted } from './pipe.ts';
import type { Process } from './process.ts';

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  /** The client's address and port: `10.244.0.5:41234`. */
  readonly from: string;
}

export interface HttpReply {
  readonly code?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Ends the program: with this exit code. */
export class ServerExit extends Error {
  readonly exitCode: number;
  constructor(exitCode: number) {
    super('exit');
    this.exitCode = exitCode;
  }
}

export type HttpHandler = (request: HttpRequest) => HttpReply | Promise<HttpReply>;

/** Serves until the process ends. Resolves with the exit code that a handler ends it with; rejects with Interrupted. */
export async function serveHttp(process: Process, ports: ReadonlyMap<number, HttpHandler>): Promise<number> {
  const { container, signal } = process;
  throwIfInterrupted(signal);
  let exit: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve, reject) => {
    exit = resolve;
    signal.addEventListener('abort', () => reject(interruptionOf(signal)), { once: true });
  });
  const responder = createHttpResponder<Opened>((opened, message, response) => {
    message.resume();
    void answer(opened, message, response).catch((error: unknown) => {
      response.destroy();
      if (error instanceof ServerExit) exit(error.exitCode);
    });
  });
  const stops = [...ports].map(([port, handle]) =>
    container.network.listen(port, (from) => responder.open({ from: `${from}:${clientPort(container)}`, handle })),
  );
  try {
    return await ended;
  } finally {
    for (const stop of stops) stop();
    responder.close();
  }
}

interface Opened {
  from: string;
  handle: HttpHandler;
}

async function answer({ from, handle }: Opened, message: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/', headers } = message;
  const reply = await handle({ method, url: new URL(url, 'http://localhost'), headers, from });
  const { code = 200, body } = reply;
  response.writeHead(code, {
    'content-type': 'text/plain; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    ...reply.headers,
  });
  response.end(method === 'HEAD' ? undefined : body);
}

/** As Linux chooses them. */
function clientPort({ random }: Process['container']): number {
  return 32_768 + random(28_232);
}

/** The line that Go's log package writes. */
export async function logLine({ container, stderr }: Process, text: string): Promise<void> {
  const time = new Date(container.clock.now()).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
  await stderr.write(`${time} ${text}\n`);
}
