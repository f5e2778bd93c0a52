/** Several streams of bytes in one WebSocket: each message begins with the number of its channel. */
import { Buffer } from 'node:buffer';
import { Readable, Writable } from 'node:stream';
import type { WebSocket } from 'ws';

export interface Channels {
  /** What the client sends on the channel. Ends when it says so (version 5 of the protocol) or goes away. */
  readable(channel: number): Readable;
  /** Closing it does nothing to the socket. */
  writable(channel: number): Writable;
  /** Sends an empty message: the client sees that the connection is there. */
  greet(channel: number): Promise<void>;
  /** Closes the socket when all is sent. */
  close(): void;
  /** Aborts when the socket is closed, by whomever. */
  readonly closed: AbortSignal;
}

/** `channel.k8s.io` carries bytes, `base64.channel.k8s.io` text; with or without a version before it. */
export type Codec = 'binary' | 'base64';

export function codecOf(protocol: string): Codec {
  return protocol.includes('base64') ? 'base64' : 'binary';
}

/** In version 5: on this channel comes the number of one of which nothing more will come. */
const CLOSE_CHANNEL = 255;
const NORMAL_CLOSURE = 1000;

export function openChannels(socket: WebSocket, { codec, canClose }: { codec: Codec; canClose: boolean }): Channels {
  const readables = new Map<number, Readable>();
  const abort = new AbortController();
  const end = () => {
    for (const readable of readables.values()) if (!readable.readableEnded) readable.push(null);
    readables.clear();
  };
  socket.on('close', () => {
    end();
    abort.abort();
  });
  socket.on('message', (data) => {
    const { channel, payload } = decode(data as Buffer, codec);
    if (canClose && channel === CLOSE_CHANNEL) {
      const [closed = -1] = payload;
      readables.get(closed)?.push(null);
      readables.delete(closed);
    } else if (readables.get(channel)?.push(payload) === false) socket.pause();
  });
  const send = (channel: number, payload: Buffer, done: (error?: Error | null) => void) => {
    if (socket.readyState !== socket.OPEN) return done();
    socket.send(encode(channel, payload, codec), { binary: codec === 'binary' }, (error) => done(error));
  };
  return {
    closed: abort.signal,
    readable(channel) {
      const readable = new Readable({ read: () => socket.resume() });
      if (socket.readyState === socket.OPEN) readables.set(channel, readable);
      else readable.push(null);
      return readable;
    },
    writable: (channel) => new Writable({ write: (chunk: Buffer, _encoding, done) => send(channel, chunk, done) }),
    greet: (channel) => new Promise((resolve) => send(channel, Buffer.alloc(0), () => resolve())),
    close() {
      socket.resume();
      socket.close(NORMAL_CLOSURE);
    },
  };
}

function decode(data: Buffer, codec: Codec): { channel: number; payload: Buffer } {
  const [first = -1] = data;
  const rest = data.subarray(1);
  if (codec === 'binary') return { channel: first, payload: rest };
  return { channel: first - 0x30, payload: Buffer.from(rest.toString('latin1'), 'base64') };
}

function encode(channel: number, payload: Buffer, codec: Codec): Buffer | string {
  if (codec === 'base64') return `${channel}${payload.toString('base64')}`;
  return Buffer.concat([Buffer.from([channel]), payload]);
}
