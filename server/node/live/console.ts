/** Where a container's own program reads and prints: its log, and whoever is attached. */
import type { Buffer } from 'node:buffer';
import type { ContainerStreams, ExitStatus } from '../../api/pod-runtime.ts';
import type { Container } from '../../api/types.gen.ts';
import { duplexOutput } from '../exec/node-streams.ts';
import { createPipe, NO_INPUT, type Output, type Pipe } from '../exec/pipe.ts';
import type { Launch } from '../exec/process.ts';
import { feed } from '../exec/terminal/connect-terminal.ts';
import { createTerminal, type TerminalDevice } from '../exec/terminal/terminal.ts';
import type { LiveOutput } from './live-output.ts';

export interface LiveConsole {
  readonly io: Pick<Launch, 'stdin' | 'stdout' | 'stderr' | 'terminal'>;
  /** Resolves when the program has ended or the client is gone. */
  attach(streams: ContainerStreams): Promise<ExitStatus>;
  /** Aborts when the first one is attached. */
  readonly joined: AbortSignal;
  /** The program has ended: those who are attached are let go. */
  close(): void;
}

type Source = 'stdout' | 'stderr';

export function createConsole({ output, spec }: { output: LiveOutput; spec: Container }): LiveConsole {
  const readers = new Set<Partial<Record<Source, Output>>>();
  const joined = new AbortController();
  const ended = new AbortController();
  const print = async (source: Source, data: string | Buffer, signal?: AbortSignal) => {
    output.write(data);
    for (const reader of readers) {
      await reader[source]?.write(data, signal).catch(() => {
        readers.delete(reader);
        signal?.throwIfAborted();
      });
    }
  };
  const input = createPipe();
  const terminal = spec.tty ? createTerminal((bytes, signal) => print('stdout', bytes, signal)) : undefined;
  const write = (source: Source): Output => ({ write: (data, signal) => print(source, data, signal) });
  return {
    joined: joined.signal,
    io: terminal
      ? { stdin: terminal.input, stdout: terminal.output, stderr: terminal.output, terminal }
      : {
          stdin: spec.stdin ? input : NO_INPUT,
          stdout: write('stdout'),
          stderr: write('stderr'),
          terminal: undefined,
        },
    async attach(streams) {
      const reader = {
        ...(streams.stdout && { stdout: duplexOutput(streams.stdout) }),
        ...(streams.stderr && { stderr: duplexOutput(streams.stderr) }),
      };
      readers.add(reader);
      joined.abort();
      const gone = AbortSignal.any([streams.signal, ended.signal]);
      if (spec.stdin) void connectInput({ streams, gone, input, terminal, isOnce: spec.stdinOnce ?? false });
      await aborted(gone);
      readers.delete(reader);
      return { code: 0 };
    },
    close() {
      terminal?.hangUp();
      input.close();
      ended.abort();
    },
  };
}

/** What the client types. Its end is the program's when it was told to be so. */
async function connectInput(by: {
  streams: ContainerStreams;
  gone: AbortSignal;
  input: Pipe;
  terminal: TerminalDevice | undefined;
  isOnce: boolean;
}): Promise<void> {
  const { streams, gone, input, terminal, isOnce } = by;
  const { stdin } = streams;
  const end = () => {
    if (!isOnce) return;
    input.end();
    terminal?.hangUp();
  };
  if (terminal) {
    const { type, resize } = terminal;
    void feed({ type, resize, hangUp: end }, streams, () => !gone.aborted);
  } else if (stdin) {
    try {
      for await (const chunk of stdin) await input.write(chunk as Buffer, gone);
    } catch {
      // The client is gone, or the program: either way nothing more can be said.
    }
    end();
  }
  if (!stdin) return;
  await aborted(streams.signal);
  end();
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
