/** Connections to the ports of simulated pods. */
import { connect as connectSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Pod } from '../../api/types.gen.ts';
import { createHttpResponder } from './http-responder.ts';
import { type Listener, listenerOf } from './listening-ports.ts';
import { NetworkError } from './network-error.ts';
import { pageOf } from './pod-pages.ts';

export interface PodServers {
  /** Rejects with a NetworkError when nothing listens there. */
  connect(pod: Pod, port: number): Promise<Duplex>;
  close(): void;
}

/** Reads a file of a container; undefined when there is none. */
export type ReadContainerFile = (pod: Pod, container: string, path: string) => Buffer | undefined;

export function createPodServers(readFile: ReadContainerFile): PodServers {
  const responder = createHttpResponder<{ pod: Pod; port: number; listener: Listener }>(
    ({ pod, port, listener: { container } }, request, response) => {
      const { method = 'GET', url: path = '/', headers } = request;
      const page = pageOf({
        pod,
        container,
        port,
        method,
        path,
        headers,
        readFile: (file) => readFile(pod, container.name, file),
      });
      request.resume();
      response.writeHead(page.code, {
        'content-type': page.contentType,
        'content-length': Buffer.byteLength(page.body),
      });
      response.end(method === 'HEAD' ? undefined : page.body);
    },
  );
  return {
    async connect(pod, port) {
      const listener = listenerOf(pod, port);
      if (!listener) throw new NetworkError('ECONNREFUSED');
      return listener.forward ? openSocket(listener.forward) : responder.open({ pod, port, listener });
    },
    close: () => responder.close(),
  };
}

/** A connection of this machine. Rejects as sockets do. */
export function openSocket({ host, port }: { host: string; port: number }): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket({ host, port, allowHalfOpen: true });
    socket.on('error', reject);
    socket.on('connect', () => resolve(socket));
  });
}
