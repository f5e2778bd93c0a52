/** The query of exec and attach. */
import { statusError } from '../../api/errors.ts';
import { flag, type Query, text } from '../query.ts';

/** Which streams a client wants. */
export interface CommandOptions {
  readonly command: string[];
  readonly container: string;
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
  readonly tty: boolean;
}

export function commandOptions(query: Query): CommandOptions {
  const tty = flag(query, 'tty') ?? false;
  return {
    command: query.getAll('command'),
    container: text(query, 'container') ?? '',
    stdin: flag(query, 'stdin') ?? false,
    stdout: flag(query, 'stdout') ?? false,
    // A terminal has one output.
    stderr: (flag(query, 'stderr') ?? false) && !tty,
    tty,
  };
}

/** What a node says to a client that wants nothing. */
export function requireStreams({ stdin, stdout, stderr }: CommandOptions): void {
  if (!stdin && !stdout && !stderr) throw statusError(400, '', 'you must specify at least 1 of stdin, stdout, stderr');
}
