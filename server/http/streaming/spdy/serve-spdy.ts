/** The server's end of a SPDY/3.1 connection, as far as Kubernetes uses it: the client opens streams, both sides talk. */
import { Buffer } from 'node:buffer';
import { Duplex } from 'node:stream';
import { finished } from 'node:stream/promises';
import {
  CANCEL,
  createFrameReader,
  dataFrames,
  type Frame,
  goAwayFrame,
  pingFrame,
  REFUSED_STREAM,
  replyFrame,
  resetFrame,
} from './frames.ts';
import { createEmptyBlocks, createHeaderDecoder, type SpdyHeaders } from './header-block.ts';

export interface SpdyStream {
  readonly id: number;
  readonly headers: SpdyHeaders;
  /** Ends when the client has said all; ending it tells the client the same; destroying it resets the stream. */
  readonly data: Duplex;
}

export interface SpdyConnection {
  /** Ends the streams, says goodbye and closes the transport when all is sent. */
  close(): Promise<void>;
  /** Resolves when the transport is closed, by whomever. */
  readonly closed: Promise<void>;
}

/** What may wait in one stream before nothing more is read for any. */
const STREAM_BUFFER_BYTES = 1024 * 1024;
const NOTHING = Buffer.alloc(0);

/** `accept` is called with each new stream; false refuses it. */
export function serveSpdy(transport: Duplex, accept: (stream: SpdyStream) => boolean): SpdyConnection {
  const streams = new Map<number, OpenStream>();
  const decoder = createHeaderDecoder();
  const emptyBlock = createEmptyBlocks();
  let lastStreamId = 0;
  let isClosing = false;

  const open = async ({ streamId, headerBlock, isLast }: Extract<Frame, { kind: 'open' }>) => {
    const headers = await decoder.decode(headerBlock);
    if (isClosing || streams.has(streamId)) return;
    const stream = openStream(transport, { streamId, forget: () => streams.delete(streamId) });
    lastStreamId = Math.max(lastStreamId, streamId);
    if (!accept({ id: streamId, headers, data: stream.data })) {
      transport.write(resetFrame(streamId, REFUSED_STREAM));
      return;
    }
    streams.set(streamId, stream);
    transport.write(replyFrame(streamId, emptyBlock()));
    if (isLast) await stream.receive(NOTHING, true);
  };

  const handle = async (frame: Frame): Promise<void> => {
    if (frame.kind === 'open') return open(frame);
    if (frame.kind === 'ping') transport.write(pingFrame(frame.id));
    else if (frame.kind === 'headers') await decoder.decode(frame.headerBlock);
    else if (frame.kind === 'reset') streams.get(frame.streamId)?.cancel();
    else if (frame.kind === 'data') await streams.get(frame.streamId)?.receive(frame.payload, frame.isLast);
    if (frame.kind === 'headers' && frame.isLast) await streams.get(frame.streamId)?.receive(NOTHING, true);
  };

  const run = async () => {
    const reader = createFrameReader();
    try {
      for await (const chunk of transport) {
        for (const frame of reader.read(chunk as Buffer)) await handle(frame);
      }
    } catch {
      // The client is gone, or speaks something else: either way there is nobody to tell.
    } finally {
      transport.destroy();
      decoder.end();
      for (const stream of [...streams.values()]) stream.cancel();
    }
  };

  const closed = run();
  return {
    closed,
    async close() {
      if (isClosing) return;
      isClosing = true;
      await Promise.all([...streams.values()].map(({ data }) => allSent(data)));
      if (transport.destroyed) return;
      transport.end(goAwayFrame(lastStreamId));
    },
  };
}

async function allSent(data: Duplex): Promise<void> {
  data.end();
  await finished(data, { readable: false }).catch(() => {});
}

interface OpenStream {
  readonly data: Duplex;
  /** Resolves when more can be taken. */
  receive(payload: Buffer, isLast: boolean): Promise<void>;
  /** The other side has no use for the stream any more. */
  cancel(): void;
}

function openStream(transport: Duplex, { streamId, forget }: { streamId: number; forget(): void }): OpenStream {
  let wake = () => {};
  let isCancelled = false;
  let hasEnded = false;
  const send = (frames: Iterable<Buffer>, done: (error?: Error | null) => void) => {
    if (transport.destroyed || transport.writableEnded) return done();
    const all = [...frames];
    for (const [index, frame] of all.entries()) {
      if (index === all.length - 1) transport.write(frame, (error) => done(error));
      else transport.write(frame);
    }
  };
  const data: Duplex = new Duplex({
    readableHighWaterMark: STREAM_BUFFER_BYTES,
    read: () => wake(),
    write: (chunk: Buffer, _encoding, done) => send(dataFrames(streamId, chunk), done),
    final: (done) => send(dataFrames(streamId, NOTHING, { isLast: true }), done),
    destroy(error, done) {
      wake();
      forget();
      const isWhole = data.readableEnded && data.writableFinished;
      if (!isWhole && !isCancelled && !transport.destroyed) transport.write(resetFrame(streamId, CANCEL));
      done(error);
    },
  });
  return {
    data,
    async receive(payload, isLast) {
      if (data.destroyed || hasEnded) return;
      const hasRoom = payload.length === 0 || data.push(payload);
      hasEnded = isLast;
      if (isLast) data.push(null);
      else if (!hasRoom) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        wake = () => {};
      }
    },
    cancel() {
      isCancelled = true;
      data.destroy();
    },
  };
}
