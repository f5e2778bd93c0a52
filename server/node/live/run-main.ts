/** The container's own program, as its first process. */
import { expandReferences } from '../environment/expand-references.ts';
import type { SimulatedContainer } from '../exec/container.ts';
import { type Launch, launch } from '../exec/process.ts';
import { findProgram } from '../exec/shell/find-program.ts';
import { runScriptFile } from '../exec/shell/run-script-file.ts';
import { commandLine } from '../programs/command-line.ts';
import type { LiveConsole } from './console.ts';

/** Resolves with its exit code. */
export async function runMain(
  container: SimulatedContainer,
  { console, signal }: { console: LiveConsole; signal: AbortSignal },
): Promise<number> {
  const { env, workingDirectory: cwd, spec, commands } = container;
  const args = (commandLine(spec) ?? []).map((word) => expandReferences(word, env));
  const end = new AbortController();
  console.io.terminal?.onInterrupt((interruption) => end.abort(interruption));
  const own = spec.tty ? { ...env, TERM: env.TERM ?? 'xterm' } : env;
  const options: Launch = {
    ...console.io,
    args,
    env: own,
    cwd,
    signal: AbortSignal.any([signal, end.signal]),
    isMain: true,
  };
  const [name = ''] = args;
  const found = findProgram(container, name, { cwd, path: env.PATH });
  if (found.kind === 'script') return runScriptFile(found, args, { container, options });
  // Images have their programs where they please.
  const command = commands.get(found.kind === 'program' ? found.node.command : name.replace(/^.*\//, ''));
  return command ? launch(command.run, container, options) : 127;
}
