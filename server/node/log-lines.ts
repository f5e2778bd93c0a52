import type { LogOptions } from '../api/pod-runtime.ts';
import type { Output } from './programs/run-script.ts';

/** A line of a container's log; `time` in milliseconds since the epoch. The last one may lack its line feed. */
export interface LogLine {
  readonly time: number;
  readonly text: string;
}

/** What a program prints, cut into lines: each has the time of its first part. */
export function* linesOf(output: Iterable<Output>, startedAt: number): Generator<LogLine> {
  let begun: LogLine | undefined;
  for (const { at, text } of output) {
    for (const part of text.match(/[^\n]*\n|[^\n]+$/g) ?? []) {
      const line: LogLine = { time: begun?.time ?? startedAt + at, text: (begun?.text ?? '') + part };
      begun = part.endsWith('\n') ? undefined : line;
      if (!begun) yield line;
    }
  }
  if (begun) yield begun;
}

/** Whether the options want the line as far as its time goes. `now` in milliseconds. */
export function isRecentEnough({ time }: LogLine, { sinceSeconds, sinceTime }: LogOptions, now: number): boolean {
  if (sinceTime !== undefined) return time >= Date.parse(sinceTime);
  return sinceSeconds === undefined || time >= now - sinceSeconds * 1000;
}

/** The last `count` of the lines; all of them when that is left out. */
export function lastLines(lines: Iterable<LogLine>, count: number | undefined): LogLine[] {
  const kept: LogLine[] = [];
  for (const line of lines) {
    kept.push(line);
    if (count !== undefined && kept.length > Math.max(1000, 2 * count)) kept.splice(0, kept.length - count);
  }
  return count === undefined ? kept : kept.slice(Math.max(0, kept.length - count));
}

export function formatLine({ time, text }: LogLine, { timestamps }: LogOptions): string {
  return timestamps ? `${new Date(time).toISOString().replace('Z', '000000Z')} ${text}` : text;
}

/** Passes on what fits into `limit` bytes. */
export async function* limited(texts: AsyncIterable<string>, limit: number | undefined): AsyncGenerator<string> {
  if (limit === undefined) return yield* texts;
  let left = limit;
  for await (const text of texts) {
    const bytes = Buffer.from(text);
    if (bytes.length >= left) {
      yield bytes.subarray(0, left).toString();
      return;
    }
    left -= bytes.length;
    yield text;
  }
}
