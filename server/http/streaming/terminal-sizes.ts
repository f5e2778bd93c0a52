/** The sizes of a terminal, as clients send them: JSON objects `{"Width": 80, "Height": 24}`, one after the other. */
import type { Readable } from 'node:stream';
import type { TerminalSize } from '../../api/pod-runtime.ts';

const MAX_WAITING = 4096;

export async function* terminalSizes(stream: Readable): AsyncGenerator<TerminalSize> {
  let text = '';
  try {
    for await (const chunk of stream) {
      text += String(chunk);
      for (let end = text.indexOf('}'); end >= 0; end = text.indexOf('}')) {
        const size = sizeOf(text.slice(0, end + 1));
        text = text.slice(end + 1);
        if (size) yield size;
      }
      if (text.length > MAX_WAITING) return;
    }
  } catch {
    // The client is gone: its terminal has no size any more.
  }
}

function sizeOf(text: string): TerminalSize | undefined {
  try {
    const { Width: width, Height: height } = JSON.parse(text) as { Width?: unknown; Height?: unknown };
    return typeof width === 'number' && typeof height === 'number' ? { width, height } : undefined;
  } catch {
    return undefined;
  }
}
