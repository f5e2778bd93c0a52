/** Streams over WebSockets: what may refuse one is asked before it is opened. */
import type { IncomingMessage } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { WebSocket } from 'ws';
import { ApiError, badRequest, statusError } from '../../api/errors.ts';
import { COMMAND_PROTOCOLS, socketCommand } from './command-websocket.ts';
import { type PortForward, portForward } from './port-forward.ts';
import { PORT_FORWARD_PROTOCOL, servePortForward } from './port-forward-spdy.ts';
import { forwardChannels, PORT_FORWARD_PROTOCOLS, portsOf } from './port-forward-websocket.ts';
import { remoteCommand } from './run-command.ts';
import { type StreamingParts, type StreamRequest, sendAsNode, track } from './streaming.ts';
import { socketBytes } from './websocket-bytes.ts';

/** A WebSocket that may be opened. */
export interface SocketStream {
  /** The subprotocol to answer with; undefined: none, or one that is answered apart. */
  readonly protocol: string | undefined;
  connect(socket: WebSocket): void;
}

/** Undefined when the request has been answered instead. */
export async function openSocketStream(
  parts: StreamingParts,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  by: StreamRequest,
): Promise<SocketStream | undefined> {
  try {
    const { protocol, serve } = await socketServer(parts, request.raw, by);
    return {
      protocol: protocol === '' ? undefined : protocol,
      connect: (socket) => track(parts, serve(socket), () => socket.terminate()),
    };
  } catch (error) {
    if (!(error instanceof NodeRefusal)) throw error;
    sendAsNode(reply, error.cause);
    return undefined;
  }
}

interface SocketServer {
  protocol: string;
  serve(socket: WebSocket): Promise<void>;
}

async function socketServer(
  parts: StreamingParts,
  request: IncomingMessage,
  { kind, info, query }: StreamRequest,
): Promise<SocketServer> {
  if (kind === 'log' || kind === 'proxy') throw badRequest('unable to upgrade: no WebSocket is served here');
  if (kind !== 'portforward') {
    const command = remoteCommand(parts, { kind, info, query });
    return asNode(async () => {
      const protocol = chooseProtocol(request, COMMAND_PROTOCOLS);
      return { protocol, serve: (await socketCommand(command, protocol)).serve };
    });
  }
  const forward = portForward(parts, info);
  const tunnels = parts.upgrades.tunnelsOf(request);
  if (tunnels.includes(PORT_FORWARD_PROTOCOL)) return { protocol: '', serve: (socket) => tunnel(socket, forward) };
  return asNode(async () => {
    const ports = portsOf(query);
    const protocol = chooseProtocol(request, PORT_FORWARD_PROTOCOLS);
    return { protocol, serve: (socket) => forwardChannels(socket, forward, { ports, protocol }) };
  });
}

function tunnel(socket: WebSocket, forward: PortForward): Promise<void> {
  return servePortForward(socketBytes(socket), forward);
}

class NodeRefusal extends Error {}

async function asNode<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw cause instanceof ApiError ? new NodeRefusal(cause.message, { cause }) : cause;
  }
}

/** The first that the client offers and we know; none when it offers none. Throws 403 when none fits. */
function chooseProtocol({ headers }: IncomingMessage, known: readonly string[]): string {
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  if (offered.length === 1 && offered[0] === '') return '';
  const chosen = offered.find((name) => known.includes(name));
  if (chosen !== undefined) return chosen;
  throw statusError(403, '', `requested protocol(s) are not supported: [${offered.join(' ')}]`);
}
