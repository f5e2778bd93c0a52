/** What programs that are really run have printed: the logs of their containers. */
import type { Buffer } from 'node:buffer';
import type { Clock } from '../../lib/clock.ts';
import type { LogLine } from '../log-lines.ts';

export interface LiveOutput {
  /** Lines are kept when they are whole, as container runtimes do. */
  write(data: string | Buffer): void;
  /** No more will come: what has no line feed yet is kept too. */
  end(): void;
  readonly hasEnded: boolean;
  /** Those from a place on, and the place after them. The first place is 0. */
  linesFrom(place: number): { readonly lines: readonly LogLine[]; readonly next: number };
  /** Resolves when there is more, it has ended, or the signal aborts. */
  more(signal: AbortSignal): Promise<void>;
}

/** By the containers' ids. */
export interface LiveOutputs {
  get(containerID: string): LiveOutput | undefined;
  open(containerID: string): LiveOutput;
  forget(containerID: string): void;
}

/** Characters that are kept of one run of a container: the first ones go. */
const CAPACITY = 4 * 1024 * 1024;

export function createLiveOutputs(clock: Clock): LiveOutputs {
  const outputs = new Map<string, LiveOutput>();
  return {
    get: (containerID) => outputs.get(containerID),
    open(containerID) {
      const output = createLiveOutput(clock);
      outputs.set(containerID, output);
      return output;
    },
    forget: (containerID) => void outputs.delete(containerID),
  };
}

export function createLiveOutput(clock: Clock): LiveOutput {
  const decoder = new TextDecoder();
  const waiting = new Set<() => void>();
  let lines: LogLine[] = [];
  let dropped = 0;
  let length = 0;
  let begun = '';
  let hasEnded = false;

  const wake = () => {
    for (const resume of [...waiting]) resume();
  };
  const keep = (text: string) => {
    lines.push({ time: clock.now(), text });
    length += text.length;
  };
  const trim = () => {
    if (length <= CAPACITY) return;
    let count = 0;
    for (let rest = length; rest > CAPACITY / 2 && count < lines.length; count++)
      rest -= lines[count]?.text.length ?? 0;
    lines = lines.slice(count);
    dropped += count;
    length = lines.reduce((sum, { text }) => sum + text.length, 0);
  };

  return {
    get hasEnded() {
      return hasEnded;
    },
    write(data) {
      begun += typeof data === 'string' ? data : decoder.decode(data, { stream: true });
      let from = 0;
      for (let end = begun.indexOf('\n'); end >= 0; end = begun.indexOf('\n', from)) {
        keep(begun.slice(from, end + 1));
        from = end + 1;
      }
      begun = begun.slice(from);
      trim();
      if (from > 0) wake();
    },
    end() {
      if (begun !== '') keep(begun);
      begun = '';
      hasEnded = true;
      wake();
    },
    linesFrom(place) {
      const from = Math.max(0, place - dropped);
      return { lines: lines.slice(from), next: dropped + lines.length };
    },
    more: (signal) =>
      new Promise((resolve) => {
        const done = () => {
          waiting.delete(done);
          signal.removeEventListener('abort', done);
          resolve();
        };
        if (hasEnded || signal.aborted) return done();
        waiting.add(done);
        signal.addEventListener('abort', done, { once: true });
      }),
  };
}
