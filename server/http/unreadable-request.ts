/** What a client hears whose bytes Node does not take for a request; the connection ends with it. */
import type { IncomingMessage, Server } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type ApiError, badRequest, methodNotAllowed, requestHeaderFieldsTooLarge } from '../api/errors.ts';

const NOT_ALLOWED = 'the server does not allow this method on the requested resource';

/** For Node's `clientError`. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') socket.destroy();
  else endWith(socket, errorOf(error.code));
}

/** Nothing is tunnelled through this server. */
export function refuseTunnels(server: Server): void {
  server.on('connect', (_request: IncomingMessage, socket: Duplex) => {
    socket.on('error', () => socket.destroy());
    endWith(socket, methodNotAllowed(NOT_ALLOWED));
  });
}

/** Node knows a list of methods; Kubernetes reads any, to say that it does not serve them. */
function errorOf(code: string | undefined): ApiError {
  if (code === 'HPE_INVALID_METHOD') return methodNotAllowed(NOT_ALLOWED);
  if (code === 'HPE_HEADER_OVERFLOW') return requestHeaderFieldsTooLarge();
  return badRequest('the request is not HTTP');
}

function endWith(socket: Duplex, { code, status }: ApiError): void {
  const body = JSON.stringify(status);
  const head = [
    `HTTP/1.1 ${code} ${STATUS_CODES[code]}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
