import { createLifetime } from '../lib/lifetime.ts';
import type { SocketAddress } from '../lib/socket-address.ts';
import { listenTcp } from './listen-tcp.ts';
import { listenUdp } from './listen-udp.ts';
import type { Listener, ListenOptions } from './listener.ts';

/** A free UDP port may be taken on TCP: then we try another one. */
const PORT_ATTEMPTS = 20;

/** Listens on UDP and TCP of all these addresses on one port, 0 for a free one. Rejects when it is taken. */
export async function listen(
  hosts: readonly string[],
  port: number,
  by: Omit<ListenOptions, keyof SocketAddress>,
): Promise<Listener> {
  for (let left = PORT_ATTEMPTS; ; left--) {
    try {
      return await listenOnAll(hosts, port, by);
    } catch (error) {
      if (port !== 0 || left <= 1 || codeOf(error) !== 'EADDRINUSE') throw error;
    }
  }
}

/** Those who listen everywhere can be reached at home. */
export function reachableAddress(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

async function listenOnAll(
  hosts: readonly string[],
  port: number,
  by: Omit<ListenOptions, keyof SocketAddress>,
): Promise<Listener> {
  const listeners = createLifetime();
  let shared = port;
  try {
    for (const [i, host] of hosts.entries()) {
      try {
        shared = listeners.add(await listenUdp({ ...by, host, port: shared })).port;
        listeners.add(await listenTcp({ ...by, host, port: shared }));
      } catch (error) {
        // A name may have an IPv6 address on a machine that has IPv6 turned off.
        if (i === 0 || !['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error))) throw error;
      }
    }
  } catch (error) {
    await listeners[Symbol.asyncDispose]();
    throw error;
  }
  return { port: shared, [Symbol.asyncDispose]: () => listeners[Symbol.asyncDispose]() };
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
