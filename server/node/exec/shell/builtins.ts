/** The commands that are part of the shell, because they change it. */
import type { Input, Output } from '../pipe.ts';
import { directoryBuiltins } from './builtins/directories.ts';
import { flowBuiltins } from './builtins/flow.ts';
import { jobBuiltins } from './builtins/jobs.ts';
import { lookupBuiltins } from './builtins/lookup.ts';
import { optionBuiltins } from './builtins/options.ts';
import { readBuiltins } from './builtins/read.ts';
import { variableBuiltins } from './builtins/variables.ts';
import type { Shell } from './shell.ts';

export interface InOut {
  readonly shell: Shell;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
}

export interface Builtin {
  readonly name: string;
  /** What is assigned before it stays assigned (POSIX, 2.15). */
  readonly isSpecial?: boolean;
  /** The name comes first. Resolves with the status. */
  run(args: readonly string[], io: InOut): Promise<number>;
}

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map(
  [
    ...directoryBuiltins,
    ...flowBuiltins,
    ...jobBuiltins,
    ...lookupBuiltins,
    ...optionBuiltins,
    ...readBuiltins,
    ...variableBuiltins,
  ].map((builtin) => [builtin.name, builtin]),
);
