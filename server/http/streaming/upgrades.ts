/**
 * The `upgrade` event of the HTTP server. Node takes every request with an Upgrade header away from HTTP; this gives it
 * back to fastify, so that it is authenticated, routed and refused like all others. WebSockets go to @fastify/websocket;
 * what is neither a WebSocket nor SPDY is answered as if nothing had been asked for.
 */
import type { IncomingMessage, Server } from 'node:http';
import { createServer, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { WebSocketServer } from 'ws';

export interface Upgrades {
  /** Emits the upgrades that are WebSockets: to be given to @fastify/websocket in the server's place. */
  readonly webSockets: Server;
  /** Begins to take upgrades; before `app.ready()`. */
  attach(app: FastifyInstance): void;
  /** The connection of a request that asked for `Upgrade: SPDY/3.1`. */
  spdyOf(request: IncomingMessage): SpdyUpgrade | undefined;
  /** The `SPDY/3.1+…` subprotocols that a WebSocket was opened with, without the prefix. */
  tunnelsOf(request: IncomingMessage): readonly string[];
}

export interface SpdyUpgrade {
  /** Answers 101 with these headers; from then on the bytes are ours. */
  accept(headers: Readonly<Record<string, string>>): Duplex;
}

const TUNNEL = 'SPDY/3.1+';

export function createUpgrades(): Upgrades {
  const spdy = new WeakMap<IncomingMessage, SpdyUpgrade>();
  const tunnels = new WeakMap<IncomingMessage, readonly string[]>();
  const webSockets = createServer();
  return {
    webSockets,
    attach(app) {
      app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (isUpgradeTo(request, 'websocket')) {
          const found = takeTunnels(request);
          if (found.length > 0) tunnels.set(request, found);
          webSockets.emit('upgrade', request, socket, head);
          return;
        }
        const response = asResponse(request, socket);
        if (isUpgradeTo(request, 'spdy/3.1')) spdy.set(request, spdyUpgrade(response, socket, head));
        app.routing(request, response);
      });
      app.after(() => {
        const { websocketServer } = app as FastifyInstance & { websocketServer: WebSocketServer };
        websocketServer.on('headers', (headers, request) => {
          const [tunnel] = tunnels.get(request) ?? [];
          if (tunnel !== undefined) headers.push(`Sec-WebSocket-Protocol: ${TUNNEL}${tunnel}`);
        });
      });
    },
    spdyOf: (request) => spdy.get(request),
    tunnelsOf: (request) => tunnels.get(request) ?? [],
  };
}

function isUpgradeTo({ headers }: IncomingMessage, protocol: string): boolean {
  return headers.upgrade?.toLowerCase() === protocol && /(^|,\s*)upgrade\s*(,|$)/i.test(headers.connection ?? '');
}

/** `ws` refuses a subprotocol with a slash, so such ones are taken out before it looks. */
function takeTunnels({ headers }: IncomingMessage): string[] {
  const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const found = protocols.filter((name) => name.startsWith(TUNNEL));
  if (found.length > 0) delete headers['sec-websocket-protocol'];
  return found.map((name) => name.slice(TUNNEL.length));
}

function asResponse(request: IncomingMessage, socket: Duplex): ServerResponse {
  const response = new ServerResponse(request);
  socket.on('error', () => socket.destroy());
  response.shouldKeepAlive = false;
  // The type asks for a net.Socket; any duplex stream does, as with connections that are emitted.
  response.assignSocket(socket as Parameters<ServerResponse['assignSocket']>[0]);
  response.on('finish', () => socket.end());
  return response;
}

function spdyUpgrade(response: ServerResponse, socket: Duplex, head: Buffer): SpdyUpgrade {
  return {
    accept(headers) {
      response.detachSocket(socket as Parameters<ServerResponse['detachSocket']>[0]);
      const all = { Connection: 'Upgrade', Upgrade: 'SPDY/3.1', ...headers };
      const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
      if (head.length > 0) socket.unshift(head);
      return socket;
    },
  };
}
