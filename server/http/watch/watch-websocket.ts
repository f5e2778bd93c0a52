/** A watch over a WebSocket: a frame an event, with the bytes of the line that HTTP would have. */
import type { WebSocket } from 'ws';
import type { WatchSink } from './watch-session.ts';

const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;
const NORMAL_CLOSURE = 1000;

/** Text frames for JSON, binary ones for protobuf. */
export function socketSink(socket: WebSocket, options: { binary: boolean }): WatchSink {
  return {
    write(frame) {
      if (socket.readyState !== socket.OPEN) return true;
      socket.send(frame, { binary: options.binary });
      return socket.bufferedAmount <= MAX_BUFFERED_BYTES;
    },
    end: () => socket.close(NORMAL_CLOSURE),
    abort: () => socket.terminate(),
  };
}
