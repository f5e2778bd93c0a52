/** A terminal: what somebody types comes in, what is printed goes out, and some keys do something. */
import { Buffer } from 'node:buffer';
import type { TerminalSize } from '../../../api/pod-runtime.ts';
import { createPipe, type Input, Interrupted, type Output, SIGINT } from '../pipe.ts';
import { createLineDiscipline } from './line-discipline.ts';

export interface Terminal {
  readonly input: Input;
  readonly output: Output;
  readonly size: TerminalSize;
  /** Bytes come as they are typed, and nothing is echoed. */
  setRaw(isRaw: boolean): void;
  /** Whoever runs in the foreground is told of ^C and ^\; the last one that asked. Returns a function that ends it. */
  onInterrupt(handler: (interruption: Interrupted) => void): () => void;
  /** Called with each change of the size, and when somebody looks at the terminal anew. Returns a function that ends it. */
  onResize(handler: () => void): () => void;
}

/** The other end of a terminal: the person's. */
export interface TerminalDevice extends Terminal {
  /** What is typed. */
  type(bytes: Buffer): Promise<void>;
  resize(size: TerminalSize): void;
  /** Nobody is there any more: programs that read get the end. */
  hangUp(): void;
}

const SIZE: TerminalSize = { width: 80, height: 24 };

/** `show` gets what is printed, with a carriage return before each line feed. */
export function createTerminal(show: (bytes: Buffer, signal?: AbortSignal) => Promise<void>): TerminalDevice {
  const typed = createPipe();
  const interruptHandlers: ((interruption: Interrupted) => void)[] = [];
  const resizeHandlers = new Set<() => void>();
  let size = SIZE;
  let isRaw = false;
  const output: Output = {
    isTerminal: true,
    write: (data, signal) => show(withReturns(data), signal),
  };
  const lines = createLineDiscipline({
    echo: (text) => void output.write(text).catch(() => {}),
    deliver: (text) => typed.write(text),
    end: () => typed.write(END_OF_INPUT),
    interrupt: (signalNumber = SIGINT) => interruptHandlers.at(-1)?.(new Interrupted(signalNumber)),
  });
  return {
    output,
    input: terminalInput(typed),
    get size() {
      return size;
    },
    setRaw: (raw) => {
      isRaw = raw;
    },
    onInterrupt(handler) {
      interruptHandlers.push(handler);
      return () => void interruptHandlers.splice(interruptHandlers.lastIndexOf(handler), 1);
    },
    onResize(handler) {
      resizeHandlers.add(handler);
      return () => void resizeHandlers.delete(handler);
    },
    async type(bytes) {
      if (isRaw) await typed.write(bytes);
      else await lines.type(bytes.toString('utf8'));
    },
    resize(next) {
      size = next;
      for (const handler of resizeHandlers) handler();
    },
    hangUp: () => typed.end(),
  };
}

/** ^D on an empty line ends one read, not the terminal. It cannot be typed otherwise. */
const END_OF_INPUT = '\u{10FFFF}';
const END_BYTES = Buffer.from(END_OF_INPUT);

function terminalInput(typed: Input): Input {
  let rest: Buffer = Buffer.alloc(0);
  return {
    isTerminal: true,
    unread(bytes) {
      rest = Buffer.concat([bytes, rest]);
    },
    async read(signal) {
      const chunk = rest.length > 0 ? rest : await typed.read(signal);
      rest = Buffer.alloc(0);
      const end = chunk?.indexOf(END_BYTES) ?? -1;
      if (!chunk || end < 0) return chunk;
      const isEnd = end === 0;
      rest = Buffer.from(chunk.subarray(isEnd ? END_BYTES.length : end));
      return isEnd ? undefined : chunk.subarray(0, end);
    },
  };
}

function withReturns(data: string | Buffer): Buffer {
  const bytes = Buffer.from(data);
  return bytes.includes(0x0a) ? Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1') : bytes;
}
