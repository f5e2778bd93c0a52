/** The other protocol that a request with an Upgrade header offers to speak. */
import { Buffer } from 'node:buffer';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

const PROTOCOLS: ReadonlySet<string> = new Set(['websocket', 'spdy/3.1']);

export function isTakenUp(request: IncomingMessage): boolean {
  return PROTOCOLS.has(protocolOf(request)) || isProxied(request);
}

/** In lower case. */
export function protocolOf({ headers }: IncomingMessage): string {
  return headers.upgrade?.toLowerCase() ?? '';
}

export function isProxied({ url = '' }: IncomingMessage): boolean {
  return /^[^?]*\/proxy(?:[/?]|$)/.test(url);
}

/**
 * Nobody has to take up an offer of another protocol. Java's own client offers h2c with each first request, and goes on
 * with HTTP/1.1 when that is not answered: the request is read again, without the offer.
 */
export function stayWithHttp(
  server: Server,
  { method, url, httpVersion, rawHeaders }: IncomingMessage,
  { socket, head }: { socket: Duplex; head: Buffer },
): void {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = (rawHeaders[i] as string).toLowerCase();
    if (name !== 'upgrade' && name !== 'connection' && name !== 'http2-settings') {
      lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
    }
  }
  socket.unshift(Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), head]));
  server.emit('connection', socket);
}
