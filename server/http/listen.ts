import { lookup } from 'node:dns';
import { once } from 'node:events';
import type { Server } from 'node:http';
import { isIP } from 'node:net';
import { promisify } from 'node:util';

/**
 * Listens on all addresses of the host, with a server each, on one port. Resolves with it. Rejects with EADDRINUSE and
 * the like.
 */
export async function listen(
  createServer: () => Server,
  { host, port }: { host: string; port: number },
): Promise<number> {
  let shared = port;
  for (const [i, address] of (await addressesOf(host)).entries()) {
    try {
      shared = await listenOn(createServer(), address, shared);
    } catch (error) {
      // A name may have an IPv6 address on a machine that has IPv6 turned off.
      if (i === 0 || !['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error))) throw error;
    }
  }
  return shared;
}

/** IPv4 first, as most clients would have it. */
async function addressesOf(host: string): Promise<string[]> {
  if (isIP(host)) return [host];
  const found = await promisify(lookup)(host, { all: true });
  return [...new Set(found.toSorted((a, b) => a.family - b.family).map(({ address }) => address))];
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
