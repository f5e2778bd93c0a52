/** An HTTP server without a port: it answers on connections within this process. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Duplex, duplexPair } from 'node:stream';

export interface HttpResponder<T> {
  /** The client's end of a new connection; what is said of it comes with each of its requests. */
  open(about: T): Duplex;
  close(): void;
}

export function createHttpResponder<T>(
  answer: (about: T, request: IncomingMessage, response: ServerResponse) => void,
): HttpResponder<T> {
  const connections = new Map<Duplex, T>();
  const server = createServer((request, response) => {
    const about = connections.get(request.socket);
    if (about === undefined) response.writeHead(500).end();
    else answer(about, request, response);
  });
  server.on('clientError', (_error, socket) => socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n'));
  return {
    open(about) {
      const [client, own] = duplexPair();
      for (const end of [client, own]) end.on('error', () => {});
      own.on('close', () => {
        connections.delete(own);
        // Nobody will say more: a client that waits for it is told.
        if (!own.writableFinished) client.destroy();
      });
      client.on('close', () => own.destroy());
      connections.set(own, about);
      server.emit('connection', own);
      return client;
    },
    close() {
      for (const connection of connections.keys()) connection.destroy();
      server.closeAllConnections();
      server.close();
    },
  };
}
