import { once } from 'node:events';
import type { Server } from 'node:http';
import { addressesOfHost } from '../lib/addresses-of-host.ts';

/**
 * Listens on all addresses of the host, with a server each, on one port. Resolves with it. Rejects with EADDRINUSE and
 * the like.
 */
export async function listen(
  createServer: () => Server,
  { host, port }: { host: string; port: number },
): Promise<number> {
  let shared = port;
  for (const [i, address] of (await addressesOfHost(host)).entries()) {
    try {
      shared = await listenOn(createServer(), address, shared);
    } catch (error) {
      // A name may have an IPv6 address on a machine that has IPv6 turned off.
      if (i === 0 || !['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error))) throw error;
    }
  }
  return shared;
}

async function listenOn(server: Server, host: string, port: number): Promise<number> {
  server.listen({ host, port });
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : port;
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code);
}
