/** One question to another server, and its answer. */
import { createSocket } from 'node:dgram';
import { connect } from 'node:net';
import type { Clock } from '../lib/clock.ts';
import type { SocketAddress } from '../lib/socket-address.ts';
import { HEADER_LENGTH, type Transport } from './message.ts';
import { createFrameReader, frameOf } from './tcp-frames.ts';

export interface ExchangeOptions {
  server: SocketAddress;
  clock: Clock;
  /** In milliseconds. */
  timeout: number;
  /** Ends the wait. */
  signal: AbortSignal;
}

/** Rejects when there is no answer in time, or the server cannot be reached. What does not fit the question is ignored. */
export function exchange(query: Buffer, transport: Transport, options: ExchangeOptions): Promise<Buffer> {
  const { clock, timeout, server, signal } = options;
  return new Promise((resolve, reject) => {
    const open = transport === 'udp' ? openUdp : openTcp;
    let isDone = false;
    const done = (settle: () => void) => {
      if (isDone) return;
      isDone = true;
      timer.cancel();
      signal.removeEventListener('abort', giveUp);
      close();
      settle();
    };
    const giveUp = () => done(() => reject(new Error('no answer in time')));
    const timer = clock.setTimeout(giveUp, timeout);
    signal.addEventListener('abort', giveUp);
    const close = open(query, server, {
      onMessage: (reply) => {
        if (answers(reply, query)) done(() => resolve(reply));
      },
      onError: (error) => done(() => reject(error)),
    });
  });
}

interface Handlers {
  onMessage(reply: Buffer): void;
  onError(error: Error): void;
}

/** Each question has a socket of its own, so that its port is as hard to guess as its id. */
function openUdp(query: Buffer, { host, port }: SocketAddress, { onMessage, onError }: Handlers): () => void {
  const socket = createSocket(host.includes(':') ? 'udp6' : 'udp4');
  socket.on('message', onMessage);
  socket.on('error', onError);
  socket.connect(port, host, () => {
    socket.send(query, (error) => {
      if (error) onError(error);
    });
  });
  return () => {
    socket.removeAllListeners();
    socket.on('error', () => {});
    socket.close();
  };
}

function openTcp(query: Buffer, { host, port }: SocketAddress, { onMessage, onError }: Handlers): () => void {
  const socket = connect(port, host);
  const read = createFrameReader();
  socket.on('connect', () => socket.write(frameOf(query)));
  socket.on('data', (data) => {
    for (const frame of read(data)) onMessage(frame);
  });
  socket.on('error', onError);
  socket.on('close', () => onError(new Error('the connection was closed')));
  return () => {
    socket.removeAllListeners();
    socket.on('error', () => {});
    socket.destroy();
  };
}

/** The same id, and the same question, byte for byte. */
function answers(reply: Buffer, query: Buffer): boolean {
  if (reply.length < HEADER_LENGTH || reply.readUInt16BE(0) !== query.readUInt16BE(0)) return false;
  const end = questionEnd(query);
  return reply.subarray(HEADER_LENGTH, end).equals(query.subarray(HEADER_LENGTH, end));
}

/** Of a query of ours or one that was read before: the name is whole. */
function questionEnd(query: Buffer): number {
  let at = HEADER_LENGTH;
  while (query[at] !== 0) at += (query[at] as number) + 1;
  return at + 5;
}
