/** Builtins that leave loops, functions and shells, or run texts as commands. */
import { joinPath } from '../../files/file-system.ts';
import { BreakLoop, ContinueLoop, ExitShell, ReturnFrom } from '../control-flow.ts';
import { parseScript } from '../parse-command.ts';
import { runProgram } from '../run-program.ts';
import type { Builtin, InOut } from '../shell.ts';
import { complain, syntaxErrorText } from '../shell-message.ts';
import { ShellSyntaxError } from '../syntax.ts';

export const flowBuiltins: readonly Builtin[] = [
  { name: ':', isSpecial: true, run: async () => 0 },
  {
    name: 'exit',
    isSpecial: true,
    run: async ([, code], { shell }) => {
      throw new ExitShell(statusOf(code, shell.state.status));
    },
  },
  {
    name: 'return',
    isSpecial: true,
    run: async ([, code], { shell }) => {
      throw new ReturnFrom(statusOf(code, shell.state.status));
    },
  },
  {
    name: 'break',
    isSpecial: true,
    run: async ([, levels = '1']) => {
      throw new BreakLoop(Math.max(1, Number(levels) || 1));
    },
  },
  {
    name: 'continue',
    isSpecial: true,
    run: async ([, levels = '1']) => {
      throw new ContinueLoop(Math.max(1, Number(levels) || 1));
    },
  },
  { name: 'eval', isSpecial: true, run: ([, ...words], io) => runText(words.join(' '), io) },
  { name: '.', isSpecial: true, run: source },
  { name: 'source', run: source },
  { name: 'exec', isSpecial: true, run: execute },
];

function statusOf(code: string | undefined, last: number): number {
  return (code === undefined ? last : Number(code) || 0) & 255;
}

export async function runText(text: string, { shell }: InOut): Promise<number> {
  try {
    const list = parseScript(text);
    return list.length > 0 ? await shell.run(list) : 0;
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    await complain(shell.state, syntaxErrorText(shell.state.style, error.found));
    return 2;
  }
}

async function source([name = '', file = '', ...args]: readonly string[], io: InOut): Promise<number> {
  const { state } = io.shell;
  const path = joinPath(state.cwd, file);
  if (!state.container.files.look(path)) {
    if (state.style === 'bash') {
      await complain(state, `${file}: No such file or directory`);
      return 1;
    }
    const isDash = state.style === 'dash';
    await complain(state, isDash ? `${name}: cannot open ${file}: No such file` : `${name}: can't open '${file}'`);
    if (state.isInteractive) return 2;
    throw new ExitShell(2);
  }
  const before = state.positional;
  if (args.length > 0) state.positional = [...args];
  try {
    return await runText(state.container.files.read(path).toString('utf8'), io);
  } catch (error) {
    if (error instanceof ReturnFrom) return error.status;
    throw error;
  } finally {
    state.positional = before;
  }
}

/** Without a command only the redirections count, which are made by then. */
async function execute([, ...args]: readonly string[], { shell }: InOut): Promise<number> {
  if (args.length === 0) return 0;
  const { state } = shell;
  const { descriptors } = state;
  throw new ExitShell(await runProgram(args, { assignments: new Map(), descriptors, state }));
}
