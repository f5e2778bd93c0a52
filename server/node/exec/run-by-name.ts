/** A command that another one runs: `env`, `timeout`, `xargs` … */
import { fail, launch, type Process } from './process.ts';
import { findProgram } from './shell/find-program.ts';
import { runScriptFile } from './shell/run-script-file.ts';

/** 127 when there is no such command, as shells have it. */
export async function runByName(process: Process, args: readonly string[]): Promise<number> {
  const [name = ''] = args;
  const { container, cwd, env, pid } = process;
  const found = findProgram(container, name, { cwd, path: env.PATH });
  const options = { ...process, args, parent: pid };
  if (found.kind === 'script') return runScriptFile(found, args, { container, options });
  const command = found.kind === 'program' ? container.commands.get(found.node.command) : undefined;
  if (command) return launch(command.run, container, options);
  return fail(process, `'${name}': No such file or directory`, 127);
}
