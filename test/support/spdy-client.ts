/** The client's end of a SPDY/3.1 connection, as far as kubectl up to 1.29 uses it: it opens streams with headers. */
import { Buffer } from 'node:buffer';
import { request } from 'node:http';
import type { Duplex } from 'node:stream';
import { constants, createDeflate } from 'node:zlib';
import { DICTIONARY } from '../../server/http/streaming/spdy/dictionary.ts';
import { createFrameReader, dataFrames } from '../../server/http/streaming/spdy/frames.ts';
import { UpgradeRefused } from './remote-command.ts';

export interface ClientStream {
  write(data: string | Buffer, options?: { isLast?: boolean }): void;
  /** All that came, when the server has said all. */
  readonly received: Promise<string>;
}

export interface SpdyClient {
  readonly protocol: string | undefined;
  open(headers: Readonly<Record<string, string>>): Promise<ClientStream>;
  close(): void;
}

/** Rejects with UpgradeRefused. */
export async function connectSpdy(url: URL, headers: Readonly<Record<string, string | string[]>>): Promise<SpdyClient> {
  const { socket, head, protocol } = await upgrade(url, headers);
  const deflate = createDeflate({ dictionary: DICTIONARY });
  const streams = new Map<number, { take(payload: Buffer): void; end(): void }>();
  let next = 1;

  const reader = createFrameReader();
  const read = (chunk: Buffer) => {
    for (const frame of reader.read(chunk)) {
      if (frame.kind === 'data') {
        streams.get(frame.streamId)?.take(frame.payload);
        if (frame.isLast) streams.get(frame.streamId)?.end();
      }
      if (frame.kind === 'reset') streams.get(frame.streamId)?.end();
    }
  };
  socket.on('data', read);
  socket.on('error', () => {});
  socket.on('close', () => {
    for (const stream of streams.values()) stream.end();
  });
  if (head.length > 0) read(head);

  return {
    protocol,
    close: () => socket.destroy(),
    async open(headersOfStream) {
      const id = next;
      next += 2;
      const received = new Promise<string>((resolve) => {
        const chunks: Buffer[] = [];
        streams.set(id, {
          take: (payload) => void chunks.push(payload),
          end: () => resolve(Buffer.concat(chunks).toString('utf8')),
        });
      });
      socket.write(await openFrame(deflate, id, headersOfStream));
      return {
        received,
        write(data, { isLast = false } = {}) {
          for (const frame of dataFrames(id, Buffer.from(data), { isLast })) socket.write(frame);
        },
      };
    },
  };
}

async function openFrame(
  deflate: ReturnType<typeof createDeflate>,
  id: number,
  headers: Readonly<Record<string, string>>,
) {
  const texts = Object.entries(headers).flat();
  const block = Buffer.concat([
    uint32(texts.length / 2),
    ...texts.flatMap((text) => [uint32(Buffer.byteLength(text)), Buffer.from(text)]),
  ]);
  const body = Buffer.concat([uint32(id), uint32(0), Buffer.alloc(2), await compress(deflate, block)]);
  const head = Buffer.from([0x80, 3, 0, 1, 0, 0, 0, 0]);
  head.writeUIntBE(body.length, 5, 3);
  return Buffer.concat([head, body]);
}

function compress(deflate: ReturnType<typeof createDeflate>, block: Buffer): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const take = (chunk: Buffer) => void chunks.push(chunk);
  deflate.on('data', take);
  return new Promise((resolve) => {
    deflate.write(block);
    deflate.flush(constants.Z_SYNC_FLUSH, () => {
      deflate.off('data', take);
      resolve(Buffer.concat(chunks));
    });
  });
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function upgrade(url: URL, headers: Readonly<Record<string, string | string[]>>) {
  return new Promise<{ socket: Duplex; head: Buffer; protocol: string | undefined }>((resolve, reject) => {
    const asked = request(url, { method: 'POST', headers: { connection: 'Upgrade', upgrade: 'SPDY/3.1', ...headers } });
    asked.on('upgrade', (response, socket, head) => {
      resolve({ socket, head, protocol: String(response.headers['x-stream-protocol-version']) });
    });
    asked.on('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => reject(new UpgradeRefused(response.statusCode ?? 0, Buffer.concat(chunks).toString())));
    });
    asked.on('error', reject);
    asked.end();
  });
}
