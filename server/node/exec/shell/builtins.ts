/** The commands that are part of the shell, because they change it. */
import { directoryBuiltins } from './builtins/directories.ts';
import { flowBuiltins } from './builtins/flow.ts';
import { jobBuiltins } from './builtins/jobs.ts';
import { lookupBuiltins } from './builtins/lookup.ts';
import { optionBuiltins } from './builtins/options.ts';
import { readBuiltins } from './builtins/read.ts';
import { variableBuiltins } from './builtins/variables.ts';
import type { Builtin } from './shell.ts';

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
