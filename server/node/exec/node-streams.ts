/** Node's streams as inputs and outputs of simulated processes. */
import { Buffer } from 'node:buffer';
import type { Readable, Writable } from 'node:stream';
import { BrokenPipe, type Input, interruptionOf, type Output, throwIfInterrupted } from './pipe.ts';

export function duplexInput(stream: Readable): Input {
  let givenBack: Buffer | undefined;
  return {
    unread(bytes) {
      givenBack = givenBack ? Buffer.concat([bytes, givenBack]) : bytes;
    },
    async read(signal) {
      for (;;) {
        throwIfInterrupted(signal);
        if (givenBack) {
          const bytes = givenBack;
          givenBack = undefined;
          return bytes;
        }
        const chunk = stream.read() as Buffer | string | null;
        if (chunk !== null) return Buffer.from(chunk);
        if (stream.readableEnded || stream.destroyed) return undefined;
        await nextEvent(stream, ['readable', 'end', 'close', 'error'], signal);
      }
    },
  };
}

export function duplexOutput(stream: Writable): Output {
  return {
    async write(data, signal) {
      throwIfInterrupted(signal);
      if (stream.destroyed || stream.writableEnded) throw new BrokenPipe();
      if (stream.write(data)) return;
      await nextEvent(stream, ['drain', 'close', 'error'], signal);
    },
  };
}

/** Rejects with Interrupted when the signal aborts before. */
export function nextEvent(
  stream: Readable | Writable,
  names: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (finish: () => void) => () => {
      for (const name of names) stream.off(name, done);
      signal?.removeEventListener('abort', interrupted);
      finish();
    };
    const done = end(resolve);
    const interrupted = end(() => reject(interruptionOf(signal as AbortSignal)));
    for (const name of names) stream.on(name, done);
    signal?.addEventListener('abort', interrupted, { once: true });
  });
}
