/**
 * What comes by the `upgrade` event of the HTTP server. Node takes every request with an Upgrade header away from HTTP;
 * this gives it back to fastify, so that it is authenticated, routed and refused like all others. WebSockets go to
 * @fastify/websocket, except those that are for a proxied pod.
 */
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { createServer, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import type { WebSocketServer } from 'ws';
import { isProxied, protocolOf } from '../offered-protocol.ts';

export interface Upgrades {
  /** Emits the upgrades that are WebSockets, and nothing else: to be given to Fastify in the server's place. */
  readonly webSockets: Server;
  /** To be called when @fastify/websocket is registered, before anything is taken. */
  attach(app: FastifyInstance): void;
  take(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** The connection of a request that asked for another protocol, other than WebSockets. */
  of(request: IncomingMessage): RawUpgrade | undefined;
  /** The `SPDY/3.1+…` subprotocols that a WebSocket was opened with, without the prefix. */
  tunnelsOf(request: IncomingMessage): readonly string[];
}

export interface RawUpgrade {
  /** In lower case. */
  readonly protocol: string;
  /** The connection, with nothing sent yet: from then on HTTP has no part in it. */
  take(): Duplex;
}

const TUNNEL = 'SPDY/3.1+';

/** A request to speak another protocol, before anything is done with it. */
export interface ArrivedUpgrade {
  readonly request: IncomingMessage;
  /** To refuse it with. */
  readonly response: ServerResponse;
  readonly socket: Duplex;
}

export interface UpgradeOptions {
  /** Called with each: it goes on when `on` is called, and is over when it is answered instead. */
  arrive(upgrade: ArrivedUpgrade, on: () => void): void;
  /** The connection speaks the other protocol from now on. */
  switched(upgrade: Pick<ArrivedUpgrade, 'request' | 'socket'>): void;
}

export function createUpgrades({ arrive, switched }: UpgradeOptions): Upgrades {
  const raw = new WeakMap<IncomingMessage, RawUpgrade>();
  const tunnels = new WeakMap<IncomingMessage, readonly string[]>();
  const webSockets = createServer();
  let routing: RequestListener | undefined;
  return {
    webSockets,
    take(request, socket, head) {
      const response = asResponse(request, socket);
      arrive({ request, response, socket }, () => {
        if (protocolOf(request) !== 'websocket' || isProxied(request)) {
          raw.set(request, rawUpgrade({ request, response, socket }, head, switched));
          routing?.(request, response);
          return;
        }
        const found = takeTunnels(request);
        if (found.length > 0) tunnels.set(request, found);
        response.detachSocket(socket as ResponseSocket);
        webSockets.emit('upgrade', request, socket, head);
      });
    },
    attach(app) {
      routing = app.routing;
      app.after(() => {
        const { websocketServer } = app as FastifyInstance & { websocketServer: WebSocketServer };
        websocketServer.on('headers', (headers, request) => {
          const [tunnel] = tunnels.get(request) ?? [];
          if (tunnel !== undefined) headers.push(`Sec-WebSocket-Protocol: ${TUNNEL}${tunnel}`);
          switched({ request, socket: request.socket });
        });
      });
    },
    of: (request) => raw.get(request),
    tunnelsOf: (request) => tunnels.get(request) ?? [],
  };
}

/** Answers 101: the connection speaks the protocol that was asked for from now on. */
export function switchProtocols(upgrade: RawUpgrade, headers: Readonly<Record<string, string>>): Duplex {
  const socket = upgrade.take();
  const all = { Connection: 'Upgrade', Upgrade: 'SPDY/3.1', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('')}\r\n`);
  return socket;
}

/** `ws` refuses a subprotocol with a slash, so such ones are taken out before it looks. */
function takeTunnels({ headers }: IncomingMessage): string[] {
  const protocols = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const found = protocols.filter((name) => name.startsWith(TUNNEL));
  if (found.length > 0) delete headers['sec-websocket-protocol'];
  return found.map((name) => name.slice(TUNNEL.length));
}

/** The types ask for a net.Socket; any duplex stream does, as it does for connections that are emitted. */
type ResponseSocket = Parameters<ServerResponse['assignSocket']>[0];

function asResponse(request: IncomingMessage, socket: Duplex): ServerResponse {
  const response = new ServerResponse(request);
  socket.on('error', () => socket.destroy());
  response.shouldKeepAlive = false;
  response.assignSocket(socket as ResponseSocket);
  response.on('finish', () => socket.end());
  return response;
}

function rawUpgrade(
  { request, response, socket }: ArrivedUpgrade,
  head: Buffer,
  switched: UpgradeOptions['switched'],
): RawUpgrade {
  return {
    protocol: protocolOf(request),
    take() {
      switched({ request, socket });
      response.detachSocket(socket as ResponseSocket);
      if (head.length > 0) socket.unshift(head);
      return socket;
    },
  };
}
