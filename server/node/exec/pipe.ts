/** Bytes from one simulated process to another, as pipes and terminals carry them. */
import { Buffer } from 'node:buffer';

export interface Input {
  /** The next bytes, or undefined when no more will come. Rejects with Interrupted when the signal aborts. */
  read(signal?: AbortSignal): Promise<Buffer | undefined>;
  /** Gives back what was read too much: it comes again first. */
  unread(bytes: Buffer): void;
  readonly isTerminal?: boolean;
}

export interface Output {
  /** Resolves when there is room for more. Rejects with BrokenPipe when nobody reads any more. */
  write(data: string | Buffer, signal?: AbortSignal): Promise<void>;
  readonly isTerminal?: boolean;
}

/** The process was told to end by a signal. */
export class Interrupted extends Error {
  /** SIGINT is 2, SIGKILL 9, SIGTERM 15. */
  readonly signalNumber: number;
  constructor(signalNumber: number) {
    super(`signal ${signalNumber}`);
    this.signalNumber = signalNumber;
  }
}

export class BrokenPipe extends Error {}

export const SIGHUP = 1;
export const SIGINT = 2;
export const SIGKILL = 9;
export const SIGPIPE = 13;
export const SIGTERM = 15;

export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interruptionOf(signal);
}

export function interruptionOf({ reason }: AbortSignal): Interrupted {
  return reason instanceof Interrupted ? reason : new Interrupted(SIGKILL);
}

export interface Pipe extends Input, Output {
  /** The reader gets what is there, and then the end. */
  end(): void;
  /** Nobody reads any more. */
  close(): void;
  readonly isClosed: boolean;
}

/** As Linux has it. */
const CAPACITY = 64 * 1024;

export function createPipe(capacity = CAPACITY): Pipe {
  let chunks: Buffer[] = [];
  let bytes = 0;
  let hasEnded = false;
  let isClosed = false;
  const waiting = new Set<() => void>();
  const wake = () => {
    for (const resume of [...waiting]) resume();
  };
  const change = (signal: AbortSignal | undefined) =>
    new Promise<void>((resolve) => {
      const done = () => {
        waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      waiting.add(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  return {
    get isClosed() {
      return isClosed;
    },
    async read(signal) {
      for (;;) {
        throwIfInterrupted(signal);
        if (bytes > 0) {
          const all = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks);
          chunks = [];
          bytes = 0;
          wake();
          return all;
        }
        if (hasEnded || isClosed) return undefined;
        await change(signal);
      }
    },
    async write(data, signal) {
      const chunk = typeof data === 'string' ? Buffer.from(data) : data;
      throwIfInterrupted(signal);
      if (isClosed || hasEnded) throw new BrokenPipe();
      if (chunk.length === 0) return;
      chunks.push(chunk);
      bytes += chunk.length;
      wake();
      while (bytes > capacity && !isClosed) {
        await change(signal);
        throwIfInterrupted(signal);
      }
    },
    unread(chunk) {
      if (chunk.length === 0) return;
      chunks.unshift(chunk);
      bytes += chunk.length;
      wake();
    },
    end() {
      hasEnded = true;
      wake();
    },
    close() {
      isClosed = true;
      wake();
    },
  };
}

export const NO_INPUT: Input = { read: async () => undefined, unread: () => {} };
export const NO_OUTPUT: Output = { write: async () => {} };

/** Bytes that are there already. */
export function bytesInput(bytes: Buffer): Input {
  let left = bytes;
  return {
    async read(signal) {
      throwIfInterrupted(signal);
      const all = left;
      left = Buffer.alloc(0);
      return all.length > 0 ? all : undefined;
    },
    unread(chunk) {
      left = Buffer.concat([chunk, left]);
    },
  };
}

/** An input and an output that belong to one process: its signal ends what it waits for. */
export function readableBy(input: Input, signal: AbortSignal): Input {
  return {
    read: () => input.read(signal),
    unread: (bytes) => input.unread(bytes),
    isTerminal: input.isTerminal ?? false,
  };
}

export function writableBy(output: Output, signal: AbortSignal): Output {
  return { write: (data) => output.write(data, signal), isTerminal: output.isTerminal ?? false };
}

/** All that comes until the end. */
export async function readAll(input: Input): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let chunk = await input.read(); chunk; chunk = await input.read()) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Lines without their line feeds, and whether the last one had one. */
export async function* readLines(input: Input): AsyncGenerator<{ text: string; isWhole: boolean }> {
  let rest = '';
  const decoder = new TextDecoder();
  for (let chunk = await input.read(); chunk; chunk = await input.read()) {
    rest += decoder.decode(chunk, { stream: true });
    let from = 0;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', from)) {
      yield { text: rest.slice(from, end), isWhole: true };
      from = end + 1;
    }
    rest = rest.slice(from);
  }
  if (rest !== '') yield { text: rest, isWhole: false };
}

export interface Collector extends Output {
  text(): string;
}

/** Keeps what is written: for `$(…)`. */
export function createCollector(limit = 16 * 1024 * 1024): Collector {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return {
    async write(data, signal) {
      throwIfInterrupted(signal);
      const chunk = Buffer.from(data);
      bytes += chunk.length;
      if (bytes > limit) throw new BrokenPipe();
      chunks.push(chunk);
    },
    text: () => Buffer.concat(chunks).toString('utf8'),
  };
}
