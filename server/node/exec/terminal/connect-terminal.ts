/** A terminal whose other end is a client's streams. */
import { Buffer } from 'node:buffer';
import type { ContainerStreams } from '../../../api/pod-runtime.ts';
import { duplexOutput } from '../node-streams.ts';
import { NO_OUTPUT } from '../pipe.ts';
import { createTerminal, type TerminalDevice } from './terminal.ts';

/** `disconnect` ends what comes from the client. */
export function connectTerminal(streams: ContainerStreams): { terminal: TerminalDevice; disconnect(): void } {
  const output = streams.stdout ? duplexOutput(streams.stdout) : NO_OUTPUT;
  const terminal = createTerminal((bytes, signal) => output.write(bytes, signal));
  let isConnected = true;
  void feed(terminal, streams, () => isConnected);
  return {
    terminal,
    disconnect() {
      isConnected = false;
      terminal.hangUp();
    },
  };
}

/** Types what the client sends into the terminal, until it sends no more. */
export async function feed(
  terminal: Pick<TerminalDevice, 'type' | 'resize' | 'hangUp'>,
  { stdin, resize }: Pick<ContainerStreams, 'stdin' | 'resize'>,
  isConnected: () => boolean,
): Promise<void> {
  void followSize(terminal, resize, isConnected);
  if (!stdin) return;
  try {
    for await (const chunk of stdin) {
      if (!isConnected()) return;
      await terminal.type(Buffer.from(chunk as Buffer | string));
    }
  } catch {
    // The client is gone, which is what the end of its input means too.
  }
  if (isConnected()) terminal.hangUp();
}

async function followSize(
  terminal: Pick<TerminalDevice, 'resize'>,
  resize: ContainerStreams['resize'],
  isConnected: () => boolean,
): Promise<void> {
  for await (const size of resize ?? []) {
    if (!isConnected()) return;
    terminal.resize(size);
  }
}
