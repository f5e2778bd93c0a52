/** A WebSocket whose binary messages are one stream of bytes. */
import { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

const NORMAL_CLOSURE = 1000;

export function socketBytes(socket: WebSocket): Duplex {
  const bytes = new Duplex({
    read: () => socket.resume(),
    write(chunk: Buffer, _encoding, done) {
      if (socket.readyState !== socket.OPEN) return done();
      socket.send(chunk, { binary: true }, (error) => done(error));
    },
    final(done) {
      socket.close(NORMAL_CLOSURE);
      done();
    },
    destroy(error, done) {
      if (socket.readyState === socket.OPEN) socket.close(NORMAL_CLOSURE);
      done(error);
    },
  });
  bytes.on('error', () => {});
  socket.on('message', (data) => {
    if (!bytes.push(data as Buffer)) socket.pause();
  });
  socket.on('close', () => {
    if (!bytes.destroyed) bytes.push(null);
  });
  return bytes;
}
