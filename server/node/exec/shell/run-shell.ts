/** The programs `sh` and `bash`: a command, a file, or what comes in. */
import { Buffer } from 'node:buffer';
import { joinPath } from '../files/file-system.ts';
import { type Input, NO_INPUT } from '../pipe.ts';
import type { Process } from '../process.ts';
import { takeOptions } from './builtins/options.ts';
import { BreakLoop, ContinueLoop, ExitShell, ReturnFrom } from './control-flow.ts';
import { createShell } from './create-shell.ts';
import { DEFAULT_PATH } from './find-program.ts';
import { parseScript } from './parse-command.ts';
import { runInteractive } from './run-interactive.ts';
import type { Shell } from './shell.ts';
import { complain, syntaxErrorText } from './shell-message.ts';
import type { ShellState, ShellStyle, Variable } from './shell-state.ts';
import { ShellSyntaxError } from './syntax.ts';

export async function runShell(process: Process, style: ShellStyle): Promise<number> {
  const call = readArguments(process.args);
  const isInteractive = call.isInteractive || (call.kind === 'input' && process.stdin.isTerminal === true);
  const state = createState(process, { style, isInteractive, name: call.name, args: call.args });
  takeOptions(state, call.options);
  const shell = createShell(state);
  try {
    return await untilExit(shell, () => runCall(call, shell, process));
  } finally {
    for (const { pid } of state.jobs) process.container.processes.get(pid)?.kill(1);
  }
}

interface ShellCall {
  kind: 'command' | 'file' | 'input';
  /** The command or the file. */
  text: string;
  name: string;
  args: string[];
  options: string[];
  isInteractive: boolean;
}

function readArguments([name = 'sh', ...given]: readonly string[]): ShellCall {
  const args = [...given];
  const options: string[] = [];
  let isCommand = false;
  let isInteractive = false;
  let readsInput = false;
  while (args[0] !== undefined && /^[-+]./.test(args[0])) {
    const option = args.shift() ?? '';
    if (option === '--') break;
    if (option.startsWith('--')) continue;
    isCommand ||= option.includes('c');
    isInteractive ||= option.includes('i');
    readsInput ||= option.includes('s');
    options.push(option.replace(/[cils]/g, ''));
    if (option.includes('o')) options.push(args.shift() ?? '');
  }
  const common = { options: options.filter((option) => option.length > 1), isInteractive };
  if (isCommand) {
    const [text = '', own = name, ...rest] = args;
    return { kind: 'command', text, name: own, args: rest, ...common };
  }
  const [file] = args;
  if (file === undefined || readsInput) return { kind: 'input', text: '', name, args, ...common };
  return { kind: 'file', text: file, name: file, args: args.slice(1), ...common };
}

function createState(
  process: Process,
  { style, isInteractive, name, args }: { style: ShellStyle; isInteractive: boolean; name: string; args: string[] },
): ShellState {
  const { container, env, cwd, stdin, stdout, stderr, signal, terminal, pid } = process;
  const exported = Object.entries({ PATH: DEFAULT_PATH, ...env, PWD: cwd });
  const own: [string, string][] = [
    ['IFS', ' \t\n'],
    ['OPTIND', '1'],
  ];
  if (style === 'bash') own.push(['HOSTNAME', container.hostname], ['BASH_VERSION', '5.2.37(1)-release']);
  const plain = own.filter(([key]) => !(key in env));
  return {
    container,
    terminal,
    style,
    isInteractive,
    name,
    pid,
    cwd,
    positional: args,
    variables: new Map([...variables(plain, false), ...variables(exported, true)]),
    functions: new Map(),
    traps: new Map(),
    options: { errexit: false, nounset: false, xtrace: false, noglob: false, pipefail: false },
    descriptors: new Map([
      [0, { input: stdin }],
      [1, { output: stdout }],
      [2, { output: stderr }],
    ]),
    status: 0,
    jobs: [],
    lifetime: signal,
    signal,
    line: 1,
    locals: [],
    tolerance: 0,
    steps: { count: 0 },
  };
}

function variables(entries: readonly [string, string][], isExported: boolean): [string, Variable][] {
  return entries.map(([name, value]) => [name, { value, isExported, isReadonly: false }]);
}

async function runCall({ kind, text }: ShellCall, shell: Shell, process: Process): Promise<number> {
  const { state } = shell;
  if (kind === 'command') return runText(text, shell);
  if (kind === 'file') {
    const path = joinPath(state.cwd, text);
    const node = state.container.files.look(path);
    if (node && node.kind !== 'directory') return runText(state.container.files.read(path).toString('utf8'), shell);
    await process.stderr.write(openError(text, state.style, node !== undefined));
    return node ? 126 : state.style === 'dash' ? 2 : 127;
  }
  if (state.isInteractive && state.terminal) return runInteractive(shell, state.terminal);
  return runInput(state.descriptors.get(0)?.input ?? NO_INPUT, shell);
}

function openError(file: string, style: ShellStyle, isDirectory: boolean): string {
  if (isDirectory) return `${file}: ${file}: Is a directory\n`;
  if (style === 'bash') return `bash: ${file}: No such file or directory\n`;
  return style === 'dash'
    ? `sh: 0: cannot open ${file}: No such file\n`
    : `sh: can't open '${file}': No such file or directory\n`;
}

async function runText(text: string, shell: Shell): Promise<number> {
  const { state } = shell;
  try {
    return await shell.run(parseScript(text));
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    state.line = error.line;
    await complain(state, syntaxErrorText(state.style, error.found));
    return 2;
  }
}

/** Line by line: what a command reads is what comes after it. */
async function runInput(input: Input, shell: Shell): Promise<number> {
  const { state } = shell;
  let text = '';
  for await (const line of linesGivenBack(input)) {
    text += line;
    try {
      const list = parseScript(text);
      text = '';
      await shell.run(list);
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      if (error.found === undefined) continue;
      await complain(state, syntaxErrorText(state.style, error.found));
      return 2;
    }
  }
  if (text === '') return state.status;
  return runText(text, shell);
}

/** One line at a time; what comes after it stays in the input. */
async function* linesGivenBack(input: Input): AsyncGenerator<string> {
  let begun = Buffer.alloc(0);
  for (let chunk = await input.read(); chunk; chunk = await input.read()) {
    const all = Buffer.concat([begun, chunk]);
    const end = all.indexOf('\n');
    begun = Buffer.alloc(0);
    if (end < 0) {
      begun = all;
      continue;
    }
    input.unread(all.subarray(end + 1));
    yield all.toString('utf8', 0, end + 1);
  }
  if (begun.length > 0) yield begun.toString('utf8');
}

async function untilExit(shell: Shell, work: () => Promise<number>): Promise<number> {
  const { state } = shell;
  state.status = await statusOf(work);
  const trap = state.traps.get('EXIT');
  if (!trap) return state.status;
  state.traps.delete('EXIT');
  const { status } = state;
  await statusOf(() => shell.run(trap));
  return status;
}

async function statusOf(work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ExitShell || error instanceof ReturnFrom) return error.status;
    if (error instanceof BreakLoop || error instanceof ContinueLoop) return 0;
    throw error;
  }
}
