/** The shell's options and arguments. */
import type { Builtin, InOut } from '../shell.ts';
import { complain } from '../shell-message.ts';
import type { ShellOptions, ShellState } from '../shell-state.ts';
import { assign, variableOf } from '../shell-state.ts';
import { listed } from './variables.ts';

export const optionBuiltins: readonly Builtin[] = [
  { name: 'set', isSpecial: true, run: set },
  { name: 'shift', isSpecial: true, run: shift },
  { name: 'getopts', run: getopts },
  { name: 'shopt', run: async () => 0 },
];

const LETTERS: Readonly<Record<string, keyof ShellOptions>> = {
  e: 'errexit',
  f: 'noglob',
  u: 'nounset',
  x: 'xtrace',
};
const NAMES: ReadonlySet<string> = new Set([...Object.values(LETTERS), 'pipefail']);

async function set([, ...args]: readonly string[], { shell, stdout }: InOut): Promise<number> {
  const { state } = shell;
  if (args.length === 0) {
    for (const line of listed(state)) await stdout.write(`${line}\n`);
    return 0;
  }
  const rest = takeOptions(state, args);
  if (rest) state.positional = rest;
  return 0;
}

/** Takes `-e`, `+x`, `-o name` and the like. Returns what comes after them, if anything. */
export function takeOptions({ options }: ShellState, args: readonly string[]): string[] | undefined {
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') return args.slice(at + 1);
    if (!/^[-+]./.test(arg)) return args.slice(at);
    const isOn = arg.startsWith('-');
    for (const letter of arg.slice(1)) {
      const name = letter === 'o' ? args[++at] : LETTERS[letter];
      if (name !== undefined && NAMES.has(name)) options[name as keyof ShellOptions] = isOn;
    }
  }
  return undefined;
}

async function shift([, count = '1']: readonly string[], { shell }: InOut): Promise<number> {
  const { state } = shell;
  if (Number(count) > state.positional.length) {
    if (state.style !== 'bash') await complain(state, "shift: can't shift that many");
    return 1;
  }
  state.positional = state.positional.slice(Number(count) || 0);
  return 0;
}

/** POSIX, getopts: one option a call; OPTIND says where to go on, a letter within a group is kept beside it. */
async function getopts([, letters = '', name = '', ...given]: readonly string[], { shell }: InOut): Promise<number> {
  const { state } = shell;
  const args = given.length > 0 ? given : state.positional;
  const [index = 1, within = 1] = (variableOf(state, 'OPTIND') ?? '1').split('.').map(Number);
  const arg = args[index - 1];
  if (arg === undefined || !/^-./.test(arg) || arg === '--') {
    assign(state, name, '?');
    return 1;
  }
  const letter = arg[within] ?? '';
  const at = letters.indexOf(letter, letters.startsWith(':') ? 1 : 0);
  const isLastOfGroup = within + 1 >= arg.length;
  assign(state, 'OPTIND', isLastOfGroup ? String(index + 1) : `${index}.${within + 1}`);
  if (at < 0) return unknownOption(state, { name, letter, isQuiet: letters.startsWith(':') });
  assign(state, name, letter);
  if (letters[at + 1] !== ':') return 0;
  const value = isLastOfGroup ? args[index] : arg.slice(within + 1);
  assign(state, 'OPTARG', value ?? '');
  assign(state, 'OPTIND', String(index + (isLastOfGroup ? 2 : 1)));
  return 0;
}

async function unknownOption(
  state: ShellState,
  { name, letter, isQuiet }: { name: string; letter: string; isQuiet: boolean },
): Promise<number> {
  assign(state, name, '?');
  if (isQuiet) assign(state, 'OPTARG', letter);
  else await complain(state, `illegal option -- ${letter}`);
  return 0;
}
