/** The frames of SPDY/3.1, as bytes and as data. Nothing here knows of streams or connections. */
import { Buffer } from 'node:buffer';

/** What comes in. Streams have the numbers that their opener gave them. */
export type Frame =
  /** A piece of a data frame: long ones come in several. */
  | { kind: 'data'; streamId: number; payload: Buffer; isLast: boolean }
  | { kind: 'open'; streamId: number; headerBlock: Buffer; isLast: boolean }
  | { kind: 'headers'; streamId: number; headerBlock: Buffer; isLast: boolean }
  | { kind: 'reset'; streamId: number }
  | { kind: 'ping'; id: number }
  | { kind: 'goaway' }
  /** Settings and windows: Kubernetes' clients and servers do without them. */
  | { kind: 'other' };

export class SpdyProtocolError extends Error {}

const VERSION = 3;
const OPEN = 1;
const REPLY = 2;
const RESET = 3;
const PING = 6;
const GOAWAY = 7;
const HEADERS = 8;
const FIN = 1;
const HEAD_BYTES = 8;
/** No client of Kubernetes comes near it. */
const MAX_CONTROL_BYTES = 64 * 1024;

export interface FrameReader {
  /** The frames that are complete with this chunk. Throws a SpdyProtocolError. */
  read(chunk: Buffer): Generator<Frame>;
}

export function createFrameReader(): FrameReader {
  let rest: Buffer = Buffer.alloc(0);
  /** The data frame that is under way. */
  let data: { streamId: number; left: number; isLast: boolean } | undefined;

  const take = (length: number): Buffer => {
    const taken = rest.subarray(0, length);
    rest = rest.subarray(taken.length);
    return taken;
  };
  const readData = (): Frame | undefined => {
    if (!data || (rest.length === 0 && data.left > 0)) return undefined;
    const { streamId } = data;
    const payload = take(data.left);
    data.left -= payload.length;
    const isLast = data.isLast && data.left === 0;
    if (data.left === 0) data = undefined;
    return { kind: 'data', streamId, payload, isLast };
  };
  const next = (): Frame | undefined => {
    if (data) return readData();
    if (rest.length < HEAD_BYTES) return undefined;
    const length = rest.readUIntBE(5, 3);
    const isLast = (rest.readUInt8(4) & FIN) !== 0;
    if ((rest.readUInt8(0) & 0x80) === 0) {
      data = { streamId: take(HEAD_BYTES).readUInt32BE(0), left: length, isLast };
      return readData();
    }
    if (length > MAX_CONTROL_BYTES) throw new SpdyProtocolError('a control frame is too long');
    return rest.length < HEAD_BYTES + length ? undefined : controlFrame(take(HEAD_BYTES + length), isLast);
  };

  return {
    *read(chunk) {
      rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      for (let frame = next(); frame; frame = next()) yield frame;
    },
  };
}

/** Bytes that each type has at least, after the head. */
const LEAST_BYTES: Readonly<Record<number, number>> = { [OPEN]: 10, [RESET]: 8, [PING]: 4, [GOAWAY]: 4, [HEADERS]: 4 };

function controlFrame(frame: Buffer, isLast: boolean): Frame {
  if ((frame.readUInt16BE(0) & 0x7fff) !== VERSION) throw new SpdyProtocolError('this is not SPDY/3');
  const type = frame.readUInt16BE(2);
  const body = frame.subarray(HEAD_BYTES);
  if (body.length < (LEAST_BYTES[type] ?? 0)) throw new SpdyProtocolError('a control frame is too short');
  const streamId = () => body.readUInt32BE(0) & 0x7fffffff;
  switch (type) {
    case OPEN:
      return { kind: 'open', streamId: streamId(), headerBlock: body.subarray(10), isLast };
    case HEADERS:
      return { kind: 'headers', streamId: streamId(), headerBlock: body.subarray(4), isLast };
    case RESET:
      return { kind: 'reset', streamId: streamId() };
    case PING:
      return { kind: 'ping', id: body.readUInt32BE(0) };
    case GOAWAY:
      return { kind: 'goaway' };
    default:
      return { kind: 'other' };
  }
}

const MAX_DATA_BYTES = 2 ** 24 - 1;

/** The bytes of a data frame, in pieces. */
export function* dataFrames(streamId: number, payload: Buffer, { isLast = false } = {}): Generator<Buffer> {
  for (let at = 0; at < payload.length || at === 0; at += MAX_DATA_BYTES) {
    const piece = payload.subarray(at, at + MAX_DATA_BYTES);
    const head = Buffer.alloc(HEAD_BYTES);
    head.writeUInt32BE(streamId, 0);
    head.writeUInt8(isLast && at + MAX_DATA_BYTES >= payload.length ? FIN : 0, 4);
    head.writeUIntBE(piece.length, 5, 3);
    yield head;
    if (piece.length > 0) yield piece;
  }
}

export function replyFrame(streamId: number, headerBlock: Buffer): Buffer {
  return control(REPLY, Buffer.concat([uint32(streamId), headerBlock]));
}

export const REFUSED_STREAM = 3;
export const CANCEL = 5;

export function resetFrame(streamId: number, status: number): Buffer {
  return control(RESET, Buffer.concat([uint32(streamId), uint32(status)]));
}

export function pingFrame(id: number): Buffer {
  return control(PING, uint32(id));
}

export function goAwayFrame(lastStreamId: number): Buffer {
  return control(GOAWAY, Buffer.concat([uint32(lastStreamId), uint32(0)]));
}

function control(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt16BE(0x8000 | VERSION, 0);
  head.writeUInt16BE(type, 2);
  head.writeUIntBE(body.length, 5, 3);
  return Buffer.concat([head, body]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
