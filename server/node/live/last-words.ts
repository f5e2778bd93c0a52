import type { SimulatedContainer } from '../exec/container.ts';
import { contentOf } from '../exec/files/file-system.ts';
import type { LiveOutput } from './live-output.ts';

const MAX_BYTES = 4096;
const MAX_LOG_BYTES = 2048;
const MAX_LOG_LINES = 80;

/** The termination message: what the program wrote to its file, or what it printed last when it failed without a word. */
export function lastWords(
  { spec, files }: SimulatedContainer,
  { output, exitCode }: { output: LiveOutput; exitCode: number },
): string | undefined {
  const node = files.look(spec.terminationMessagePath || '/dev/termination-log');
  const written = node && node.kind !== 'directory' ? contentOf(node) : undefined;
  if (written && written.length > 0) return written.subarray(0, MAX_BYTES).toString('utf8');
  if (spec.terminationMessagePolicy !== 'FallbackToLogsOnError' || exitCode === 0) return undefined;
  const lines = output.linesFrom(0).lines.slice(-MAX_LOG_LINES);
  return (
    Buffer.from(lines.map(({ text }) => text).join(''))
      .subarray(-MAX_LOG_BYTES)
      .toString('utf8') || undefined
  );
}
