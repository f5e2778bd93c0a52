import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Clock } from '../lib/clock.ts';
import type { AnswerMessage } from './answer-message.ts';
import type { Listener, ListenOptions } from './listener.ts';
import { createFrameReader, frameOf } from './tcp-frames.ts';

/** RFC 7766, 6.2.3: seconds, so that nobody can hold all connections. */
const IDLE_TIMEOUT = 10_000;
const MAX_CONNECTIONS = 500;
/** What a client may leave unread before we stop to read from it. */
const MAX_UNREAD = 256 * 1024;

/** Rejects when the address is taken. */
export async function listenTcp({ host, port, answer, log, clock }: ListenOptions): Promise<Listener> {
  const connections = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    connections.add(socket);
    socket.once('close', () => connections.delete(socket));
    serveConnection(socket, { answer, clock });
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.listen({ host, port, ipv6Only: false });
  await once(server, 'listening');
  server.on('error', (err) => log.warn({ err }, 'the TCP socket of the DNS server failed'));
  return {
    port: (server.address() as AddressInfo).port,
    async [Symbol.asyncDispose]() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of connections) socket.destroy();
      await closed;
    },
  };
}

/** Questions may come without waiting for answers, and answers in another order (RFC 7766, 6.2.1.1). */
function serveConnection(socket: Socket, { answer, clock }: { answer: AnswerMessage; clock: Clock }): void {
  const read = createFrameReader();
  const closeWhenIdle = () => clock.setTimeout(() => socket.destroy(), IDLE_TIMEOUT);
  let idle = closeWhenIdle();
  const send = (reply: Buffer | undefined) => {
    if (!reply || socket.destroyed) return;
    socket.write(frameOf(reply));
    if (socket.writableLength > MAX_UNREAD) socket.pause();
  };
  socket.on('data', (data) => {
    idle.cancel();
    idle = closeWhenIdle();
    for (const message of read(data)) {
      const reply = answer(message, 'tcp');
      if (reply instanceof Promise) void reply.then(send);
      else send(reply);
    }
  });
  socket.on('drain', () => socket.resume());
  socket.on('close', () => idle.cancel());
  socket.on('error', () => socket.destroy());
}
