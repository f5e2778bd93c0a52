import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { LongWay } from './long-way.ts';

/** The long way, which is opened for the first that takes it; what comes until then waits. */
export function laterLongWay(open: () => Promise<LongWay>): LongWay {
  let opening: Promise<LongWay> | undefined;
  let way: LongWay | undefined;
  const opened = async () => {
    opening ??= open();
    way = await opening;
    return way;
  };
  return {
    answer(request: IncomingMessage, response: ServerResponse) {
      if (way) way.answer(request, response);
      else opened().then(({ answer }) => answer(request, response), endWith(response));
    },
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
      if (way) return way.upgrade(request, socket, head);
      const end = endWith(socket);
      socket.on('error', end);
      opened().then(({ upgrade }) => {
        socket.off('error', end);
        upgrade(request, socket, head);
      }, end);
    },
    async [Symbol.asyncDispose]() {
      await way?.[Symbol.asyncDispose]();
    },
  };
}

function endWith(connection: ServerResponse | Duplex): () => void {
  return () => connection.destroy();
}
