/** One keep-alive connection that asks one question at a time: as little as possible between the load and the server. */
import { Buffer } from 'node:buffer';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

export interface Target {
  /** `http://127.0.0.1:8080` or https. */
  url: string;
  token?: string | undefined;
}

export interface Answer {
  status: number;
  body: Buffer;
}

export interface Question {
  method: string;
  path: string;
  body?: string;
  /** application/json unless said otherwise. */
  type?: string;
}

export interface Connection {
  ask(question: Question): Promise<Answer>;
  /** The head and each piece of the body as it comes: for watches. */
  stream(path: string, onData: (chunk: Buffer) => void): void;
  close(): void;
}

export async function openConnection(target: Target): Promise<Connection> {
  const socket = await openSocket(new URL(target.url));
  const head = headOf(target);
  let answer: ((answer: Answer) => void) | undefined;
  let fail: ((error: Error) => void) | undefined;
  let received: Buffer = Buffer.alloc(0);
  let onData = (chunk: Buffer) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const read = readAnswer(received);
    if (!read) return;
    received = received.subarray(read.end);
    answer?.(read.answer);
  };
  socket.on('data', (chunk: Buffer) => onData(chunk));
  socket.on('error', (error) => fail?.(error));
  socket.on('close', () => fail?.(new Error('the server closed the connection')));
  return {
    ask: (question) =>
      new Promise((resolve, reject) => {
        answer = resolve;
        fail = reject;
        socket.write(requestText(head, question));
      }),
    stream(path, listener) {
      onData = listener;
      socket.write(requestText(head, { method: 'GET', path }));
    },
    close() {
      fail = undefined;
      socket.destroy();
    },
  };
}

function openSocket({ protocol, hostname, port }: URL): Promise<Socket> {
  const secure = protocol === 'https:';
  return new Promise((resolve, reject) => {
    const socket = secure
      ? connectTls({ host: hostname, port: Number(port || 443), rejectUnauthorized: false }, () => resolve(socket))
      : connectPlain({ host: hostname, port: Number(port || 80) }, () => resolve(socket));
    socket.setNoDelay(true);
    socket.once('error', reject);
  });
}

function headOf({ url, token }: Target): string {
  const authorization = token === undefined ? '' : `authorization: Bearer ${token}\r\n`;
  return `host: ${new URL(url).host}\r\naccept: application/json\r\nuser-agent: bench\r\n${authorization}`;
}

function requestText(head: string, { method, path, body, type = 'application/json' }: Question): string {
  const start = `${method} ${path} HTTP/1.1\r\n${head}`;
  if (body === undefined) return `${start}\r\n`;
  return `${start}content-type: ${type}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}

const HEAD_END = Buffer.from('\r\n\r\n');

/** Undefined while some of it is still to come. */
function readAnswer(bytes: Buffer): { answer: Answer; end: number } | undefined {
  const headEnd = bytes.indexOf(HEAD_END);
  if (headEnd < 0) return undefined;
  const head = bytes.toString('latin1', 0, headEnd);
  const status = Number(head.slice(9, 12));
  const start = headEnd + HEAD_END.length;
  const length = /\r\ncontent-length: (\d+)/i.exec(head)?.[1];
  if (length === undefined) return readChunks(bytes, start, status);
  const end = start + Number(length);
  if (bytes.length < end) return undefined;
  return { answer: { status, body: bytes.subarray(start, end) }, end };
}

function readChunks(bytes: Buffer, start: number, status: number): { answer: Answer; end: number } | undefined {
  const pieces: Buffer[] = [];
  for (let at = start; ; ) {
    const lineEnd = bytes.indexOf('\r\n', at);
    if (lineEnd < 0) return undefined;
    const size = Number.parseInt(bytes.toString('latin1', at, lineEnd), 16);
    const end = lineEnd + 2 + size + 2;
    if (bytes.length < end) return undefined;
    if (size === 0) return { answer: { status, body: Buffer.concat(pieces) }, end };
    pieces.push(bytes.subarray(lineEnd + 2, end - 2));
    at = end;
  }
}
