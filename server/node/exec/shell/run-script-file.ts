/** A text file that is run as a program: by what its first line names, else by a shell. */
import type { SimulatedContainer } from '../container.ts';
import { type Launch, launch } from '../process.ts';
import { findProgram } from './find-program.ts';

export async function runScriptFile(
  { path, text }: { path: string; text: string },
  [, ...args]: readonly string[],
  { container, options }: { container: SimulatedContainer; options: Launch },
): Promise<number> {
  const [, interpreter = '/bin/sh', argument] =
    /^#!\s*(\S+)(?:[ \t]+(.*?))?\s*$/m.exec(text.split('\n', 1)[0] ?? '') ?? [];
  const isEnv = /(^|\/)env$/.test(interpreter);
  const name = isEnv ? (argument ?? 'sh') : interpreter;
  const found = findProgram(container, name, { cwd: '/' });
  const command = found.kind === 'program' ? container.commands.get(found.node.command) : undefined;
  if (!command) {
    await options.stderr.write(`${path}: ${name}: bad interpreter: No such file or directory\n`);
    return 126;
  }
  const extra = argument !== undefined && !isEnv ? [argument] : [];
  return launch(command.run, container, { ...options, args: [name, ...extra, path, ...args] });
}
