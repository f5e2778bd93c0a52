/** Header blocks: name-value pairs, compressed in one stream for all blocks of a connection. */
import { Buffer } from 'node:buffer';
import { constants, createInflate } from 'node:zlib';
import { DICTIONARY, DICTIONARY_ID } from './dictionary.ts';
import { SpdyProtocolError } from './frames.ts';

/** By name in lower case; of several values the first. */
export type SpdyHeaders = ReadonlyMap<string, string>;

const MAX_BYTES = 256 * 1024;

export interface HeaderDecoder {
  /** Blocks must come in the order of their frames. Rejects with a SpdyProtocolError. */
  decode(block: Buffer): Promise<SpdyHeaders>;
  end(): void;
}

export function createHeaderDecoder(): HeaderDecoder {
  const inflate = createInflate({ dictionary: DICTIONARY });
  let pieces: Buffer[] = [];
  let bytes = 0;
  let fail: (error: Error) => void = () => {};
  inflate.on('data', (piece: Buffer) => {
    bytes += piece.length;
    if (bytes > MAX_BYTES) inflate.destroy(new SpdyProtocolError('a header block is too long'));
    else pieces.push(piece);
  });
  inflate.on('error', (error) => fail(new SpdyProtocolError(error.message)));
  return {
    async decode(block) {
      pieces = [];
      bytes = 0;
      await new Promise<void>((resolve, reject) => {
        fail = reject;
        inflate.write(block);
        inflate.flush(constants.Z_SYNC_FLUSH, resolve);
      });
      return readPairs(Buffer.concat(pieces));
    },
    end: () => inflate.destroy(),
  };
}

function readPairs(bytes: Buffer): SpdyHeaders {
  let at = 0;
  const next = (length: number): number => {
    at += length;
    if (at > bytes.length) throw new SpdyProtocolError('a header block is cut off');
    return at - length;
  };
  const number = () => bytes.readUInt32BE(next(4));
  const text = () => {
    const length = number();
    const from = next(length);
    return bytes.toString('utf8', from, from + length);
  };
  const headers = new Map<string, string>();
  for (let count = number(); count > 0; count--) {
    const name = text().toLowerCase();
    headers.set(name, text().split('\0')[0] ?? '');
  }
  return headers;
}

/**
 * Blocks without any header, which is all that a server has to say. The blocks of a connection are one zlib stream: it
 * begins with its head and the dictionary's number, and its parts are stored as they are. An empty part after each is the
 * sync flush without which Go's reader waits for more, and then fails for good.
 */
export function createEmptyBlocks(): () => Buffer {
  let begun = false;
  return () => {
    const head = begun ? [] : [Buffer.from([0x78, 0xbb]), uint32(DICTIONARY_ID)];
    begun = true;
    return Buffer.concat([...head, storedBlock(uint32(0)), storedBlock(Buffer.alloc(0))]);
  };
}

/** RFC 1951, 3.2.4. */
function storedBlock(content: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt16LE(content.length, 1);
  head.writeUInt16LE(~content.length & 0xffff, 3);
  return Buffer.concat([head, content]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
