/** A watch over chunked HTTP. */
import { Buffer } from 'node:buffer';
import type { ServerResponse } from 'node:http';
import type { WatchSink } from './watch-session.ts';

/** What may wait for a client that reads slowly. */
const MAX_BUFFERED_BYTES = 4 * 1024 * 1024;

/** The first frame goes out at once; after that, those of one turn of the event loop go together. */
export function responseSink(response: ServerResponse): WatchSink {
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  let begun = false;
  const flush = () => {
    const frames = waiting;
    waiting = [];
    waitingBytes = 0;
    if (response.destroyed || frames.length === 0) return;
    response.write(frames.length === 1 ? (frames[0] as Buffer) : Buffer.concat(frames));
  };
  return {
    write(frame) {
      if (!begun) {
        begun = true;
        return response.write(frame) || true;
      }
      if (waiting.length === 0) setImmediate(flush);
      waiting.push(frame);
      waitingBytes += frame.length;
      // The first frames of a watch may be more than that: it is what was asked for.
      return response.writableLength === 0 || response.writableLength + waitingBytes <= MAX_BUFFERED_BYTES;
    },
    end() {
      flush();
      response.end();
    },
    abort: () => response.destroy(),
  };
}
