/** DNS over TCP: each message comes after its length (RFC 1035, 4.2.2). */

const LENGTH_BYTES = 2;

export function frameOf(message: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(LENGTH_BYTES + message.length);
  frame.writeUInt16BE(message.length, 0);
  message.copy(frame, LENGTH_BYTES);
  return frame;
}

/** Takes what the network brings, in pieces of any size, and gives the messages that are complete. */
export function createFrameReader(): (data: Buffer) => Buffer[] {
  let pieces: Buffer[] = [];
  let length = 0;
  let wanted = LENGTH_BYTES;
  return (data) => {
    pieces.push(data);
    length += data.length;
    // Joining at every piece would make many small ones expensive.
    if (length < wanted) return [];
    const frames: Buffer[] = [];
    let rest = Buffer.concat(pieces, length);
    for (wanted = frameLength(rest); rest.length >= wanted; wanted = frameLength(rest)) {
      if (rest.length < LENGTH_BYTES) break;
      frames.push(rest.subarray(LENGTH_BYTES, wanted));
      rest = rest.subarray(wanted);
    }
    pieces = [rest];
    length = rest.length;
    return frames;
  };
}

function frameLength(bytes: Buffer): number {
  return bytes.length < LENGTH_BYTES ? LENGTH_BYTES : LENGTH_BYTES + bytes.readUInt16BE(0);
}
