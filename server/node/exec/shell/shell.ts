/** A shell: its state, and the ways in which its parts call each other. */
import { createCollector } from '../pipe.ts';
import { BUILTINS, type Builtin } from './builtins.ts';
import { ExitShell } from './control-flow.ts';
import { type Expander, expandPieces, expandText } from './expand.ts';
import { runCommand, runList } from './run-list.ts';
import { type ShellState, subshell } from './shell-state.ts';
import type { Command, List } from './syntax.ts';

export interface Shell extends Expander {
  readonly builtins: ReadonlyMap<string, Builtin>;
  /** Resolves with the status of the last command. Rejects with what leaves the shell: see control-flow.ts. */
  run(list: List): Promise<number>;
  runCommand(command: Command): Promise<number>;
  /** A shell of its own, whose changes are lost with it. Resolves with its status, also when it exits. */
  runApart(work: (shell: Shell) => Promise<number>, changes?: Partial<ShellState>): Promise<number>;
}

export function createShell(state: ShellState): Shell {
  const shell: Shell = {
    state,
    builtins: BUILTINS,
    text: (word) => expandText(word, shell),
    pieces: (word) => expandPieces(word, shell),
    run: (list) => runList(list, shell),
    runCommand: (command) => runCommand(command, shell),
    async runApart(work, changes) {
      const inner = createShell(subshell(state, changes));
      try {
        return await work(inner);
      } catch (error) {
        if (error instanceof ExitShell) return error.status;
        throw error;
      }
    },
    async capture(body) {
      const collector = createCollector();
      const descriptors = new Map(state.descriptors).set(1, { output: collector });
      state.status = await shell.runApart((inner) => inner.run(body), { descriptors });
      return collector.text().replace(/\0/g, '').replace(/\n+$/, '');
    },
  };
  return shell;
}
