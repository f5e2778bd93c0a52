/** Connections to the ports of simulated pods. */
import { connect as connectSocket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Container, Pod } from '../../api/types.gen.ts';
import { createHttpResponder } from './http-responder.ts';
import { type Listener, listenerOf } from './listening-ports.ts';
import { NetworkError } from './network-error.ts';
import type { Accept, Reply } from './pod-network.ts';
import { pageOf } from './pod-pages.ts';

export interface PodServers {
  /** Rejects with a NetworkError when nothing listens there. */
  connect(pod: Pod, port: number, from?: string): Promise<Duplex>;
  /** A program in the pod listens from now on, until the function is called that is returned. */
  listen(pod: Pod, port: number, accept: Accept): () => void;
  /** The reply; undefined when there is none. Rejects with a NetworkError when nothing listens there. */
  exchange(pod: Pod, port: number, by: { message: string; from?: string | undefined }): Promise<string | undefined>;
  listenForDatagrams(pod: Pod, port: number, reply: Reply): () => void;
  close(): void;
}

/** Reads a file of a container; undefined when there is none. */
export type ReadContainerFile = (pod: Pod, container: string, path: string) => Buffer | undefined;

export interface PodServersOptions {
  readFile: ReadContainerFile;
  /** Whether the container's program is really run: then only what it listens to is open. */
  runsLive(pod: Pod, container: Container): boolean;
}

export function createPodServers({ readFile, runsLive }: PodServersOptions): PodServers {
  const listening = createListeners<Accept>();
  const replying = createListeners<Reply>();
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
    listen: listening.add,
    async connect(pod, port, from = LOOPBACK) {
      const accept = listening.get(pod, port);
      if (accept) return accept(from);
      const listener = listenerOf(pod, port, (container) => runsLive(pod, container));
      if (!listener) throw new NetworkError('ECONNREFUSED');
      return listener.forward ? openSocket(listener.forward) : responder.open({ pod, port, listener });
    },
    async exchange(pod, port, { message, from = LOOPBACK }) {
      const reply = replying.get(pod, port);
      if (!reply) throw new NetworkError('ECONNREFUSED');
      return reply(message, from);
    },
    listenForDatagrams: replying.add,
    close: () => responder.close(),
  };
}

interface Listeners<T> {
  get(pod: Pod, port: number): T | undefined;
  /** Until the function is called that is returned. */
  add(pod: Pod, port: number, listener: T): () => void;
}

function createListeners<T>(): Listeners<T> {
  const byPod = new Map<string, Map<number, T>>();
  return {
    get: ({ metadata }, port) => byPod.get(metadata.uid)?.get(port),
    add({ metadata }, port, listener) {
      const ofPod = byPod.get(metadata.uid) ?? new Map<number, T>();
      byPod.set(metadata.uid, ofPod.set(port, listener));
      return () => {
        if (ofPod.get(port) !== listener) return;
        ofPod.delete(port);
        if (ofPod.size === 0) byPod.delete(metadata.uid);
      };
    },
  };
}

/** Who forwards a port from outside is seen to come from within. */
const LOOPBACK = '127.0.0.1';

/** A connection of this machine. Rejects as sockets do. */
export function openSocket({ host, port }: { host: string; port: number }): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    const socket = connectSocket({ host, port, allowHalfOpen: true });
    socket.on('error', reject);
    socket.on('connect', () => resolve(socket));
  });
}
