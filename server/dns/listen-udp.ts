import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { Logger } from '../lib/logger.ts';
import type { Listener, ListenOptions } from './listener.ts';

/** Room for bursts: what the kernel holds while the process does something else. */
const RECEIVE_BUFFER = 4 * 1024 * 1024;

/** Rejects when the address is taken. */
export async function listenUdp({ host, port, answer, log }: ListenOptions): Promise<Listener> {
  const family = host.includes(':') ? 6 : 4;
  const socket = createSocket({
    type: family === 6 ? 'udp6' : 'udp4',
    // Clients are known by their addresses: there is nothing to look up, and no turn of the event loop to wait for.
    lookup: (hostname, _options, callback) => callback(null, hostname, family),
  });
  const send = (reply: Buffer | undefined, client: RemoteInfo) => {
    // A client that cannot be reached is no concern of the others.
    if (reply) socket.send(reply, client.port, client.address, () => {});
  };
  socket.on('message', (message, client) => {
    const reply = answer(message, 'udp');
    if (reply instanceof Promise) void reply.then((later) => isOpen && send(later, client));
    else send(reply, client);
  });
  let isOpen = true;
  try {
    const listening = once(socket, 'listening');
    socket.bind(port, host);
    await listening;
  } catch (error) {
    socket.close();
    throw error;
  }
  socket.on('error', (err) => log.warn({ err }, 'the UDP socket of the DNS server failed'));
  growReceiveBuffer(socket, log);
  return {
    port: socket.address().port,
    async [Symbol.asyncDispose]() {
      isOpen = false;
      await new Promise<void>((resolve) => socket.close(() => resolve()));
    },
  };
}

function growReceiveBuffer(socket: Socket, log: Logger): void {
  try {
    socket.setRecvBufferSize(RECEIVE_BUFFER);
  } catch (err) {
    log.debug({ err }, 'the receive buffer stays as it is');
  }
}
