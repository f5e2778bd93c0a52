/** Runs programs of the container: what PATH leads to, or a path. */
import { dashEcho } from '../commands/echo.ts';
import { NO_INPUT, NO_OUTPUT } from '../pipe.ts';
import { launch } from '../process.ts';
import { type Found, findProgram } from './find-program.ts';
import { runScriptFile } from './run-script-file.ts';
import { complain, notFoundText } from './shell-message.ts';
import { type Descriptors, exportedVariables, type ShellState, variableOf } from './shell-state.ts';

/** Programs that shells have built in: they are found whatever PATH says. */
export const BUILTIN_PROGRAMS: ReadonlySet<string> = new Set([
  'echo',
  'printf',
  'test',
  '[',
  'true',
  'false',
  'pwd',
  'kill',
]);

export interface ProgramCall {
  /** What is assigned before the command: only it sees that. */
  readonly assignments: ReadonlyMap<string, string>;
  readonly descriptors: Descriptors;
  readonly state: ShellState;
}

/** Runs a program with the shell's descriptors; also for `exec`, `command` and the like. */
export async function runProgram(args: readonly string[], call: ProgramCall): Promise<number> {
  const { state } = call;
  const [name = ''] = args;
  const { commands } = state.container;
  const own = BUILTIN_PROGRAMS.has(name) ? commands.get(name)?.run : undefined;
  const built = own && name === 'echo' && state.style === 'dash' ? dashEcho : own;
  if (built) return launch(built, state.container, launchOptions(args, call));
  const path = call.assignments.get('PATH') ?? variableOf(state, 'PATH');
  const found = findProgram(state.container, name, { cwd: state.cwd, path });
  if (found.kind === 'program') {
    const command = commands.get(found.node.command);
    if (command) return launch(command.run, state.container, launchOptions(args, call));
  }
  if (found.kind === 'script')
    return runScriptFile(found, args, { container: state.container, options: launchOptions(args, call) });
  return refuse(found, name, call);
}

function launchOptions(args: readonly string[], { assignments, descriptors, state }: ProgramCall) {
  const [stdin, stdout, stderr] = [descriptors.get(0)?.input, descriptors.get(1)?.output, descriptors.get(2)?.output];
  return {
    args,
    env: { ...exportedVariables(state), ...Object.fromEntries(assignments) },
    cwd: state.cwd,
    stdin: stdin ?? NO_INPUT,
    stdout: stdout ?? NO_OUTPUT,
    stderr: stderr ?? NO_OUTPUT,
    terminal: state.terminal,
    parent: state.pid,
    signal: state.signal,
  };
}

async function refuse(found: Found, name: string, { descriptors, state }: ProgramCall): Promise<number> {
  const visible = { ...state, descriptors };
  if (found.kind === 'refused') {
    await complain(
      visible,
      `${name}: ${found.isDirectory && state.style === 'bash' ? 'Is a directory' : 'Permission denied'}`,
    );
    return 126;
  }
  const isPath = name.includes('/') && state.style === 'bash';
  await complain(visible, isPath ? `${name}: No such file or directory` : notFoundText(state, name));
  return 127;
}
