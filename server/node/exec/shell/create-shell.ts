/** Joins a shell's parts, which call each other. */
import { createCollector } from '../pipe.ts';
import { BUILTINS } from './builtins.ts';
import { ExitShell } from './control-flow.ts';
import { expandPieces, expandText } from './expand.ts';
import { runCommand, runList } from './run-list.ts';
import type { Shell } from './shell.ts';
import { type ShellState, subshell } from './shell-state.ts';

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
