/** Variables: exported, read-only, local or gone. */
import type { Builtin, InOut } from '../shell.ts';
import { complain } from '../shell-message.ts';
import { assign, type ShellState, type Variable } from '../shell-state.ts';

export const variableBuiltins: readonly Builtin[] = [
  { name: 'export', isSpecial: true, run: (args, io) => mark(args, io, 'isExported') },
  { name: 'readonly', isSpecial: true, run: (args, io) => mark(args, io, 'isReadonly') },
  { name: 'unset', isSpecial: true, run: unset },
  { name: 'local', run: declareLocal },
  { name: 'declare', run: declare },
  { name: 'typeset', run: declare },
];

const NAME = /^([A-Za-z_]\w*)(?:=(.*))?$/s;

async function mark(
  [command = '', ...args]: readonly string[],
  { shell, stdout }: InOut,
  what: 'isExported' | 'isReadonly',
): Promise<number> {
  const { state } = shell;
  const names = args.filter((arg) => !/^-[pn]$/.test(arg));
  if (names.length === 0) {
    for (const line of listed(state, what)) await stdout.write(`${prefixOf(state, command)}${line}\n`);
    return 0;
  }
  let status = 0;
  for (const arg of names) {
    const [, name, value] = NAME.exec(arg) ?? [];
    if (name === undefined) {
      await complain(state, `${command}: \`${arg}': not a valid identifier`);
      status = 1;
    } else {
      if (value !== undefined) assign(state, name, value);
      const variable = state.variables.get(name) ?? { value: '', isExported: false, isReadonly: false };
      variable[what] = !args.includes('-n');
      if (value !== undefined || state.variables.has(name)) state.variables.set(name, variable);
    }
  }
  return status;
}

function prefixOf({ style }: ShellState, command: string): string {
  if (style !== 'bash') return `${command} `;
  return command === 'export' ? 'declare -x ' : 'declare -r ';
}

export function listed({ variables, style }: ShellState, what?: 'isExported' | 'isReadonly'): string[] {
  const quote = style === 'bash' && what ? doubleQuoted : singleQuoted;
  return [...variables]
    .filter(([, variable]) => what === undefined || variable[what])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { value }]) => `${name}=${quote(value)}`);
}

function doubleQuoted(value: string): string {
  return `"${value.replace(/["\\$`]/g, '\\$&')}"`;
}

function singleQuoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}

async function unset([, ...args]: readonly string[], { shell }: InOut): Promise<number> {
  const { state } = shell;
  const isFunction = args.includes('-f');
  for (const name of args.filter((arg) => !arg.startsWith('-'))) {
    if (state.variables.get(name)?.isReadonly) {
      await complain(state, `unset: ${name}: cannot unset: readonly variable`);
      return 1;
    }
    if (!isFunction && state.variables.delete(name)) continue;
    state.functions.delete(name);
  }
  return 0;
}

async function declareLocal([, ...args]: readonly string[], { shell }: InOut): Promise<number> {
  const { state } = shell;
  const frame = state.locals.at(-1);
  if (!frame) {
    await complain(state, 'local: can only be used in a function');
    return 1;
  }
  for (const arg of args.filter((word) => !word.startsWith('-'))) makeLocal(state, frame, arg);
  return 0;
}

function makeLocal(state: ShellState, frame: Map<string, Variable | undefined>, arg: string): void {
  const [, name, value = ''] = NAME.exec(arg) ?? [];
  if (name === undefined) return;
  const before = state.variables.get(name);
  if (!frame.has(name)) frame.set(name, before && { ...before });
  state.variables.set(name, { value, isExported: before?.isExported ?? false, isReadonly: false });
}

async function declare([, ...args]: readonly string[], io: InOut): Promise<number> {
  const { state } = io.shell;
  const flags = args.filter((arg) => /^-[a-zA-Z]+$/.test(arg)).join('');
  const names = args.filter((arg) => !arg.startsWith('-'));
  const frame = flags.includes('g') ? undefined : state.locals.at(-1);
  for (const arg of names) {
    const [, name, value] = NAME.exec(arg) ?? [];
    if (name === undefined) continue;
    if (frame) makeLocal(state, frame, arg);
    else if (value !== undefined) assign(state, name, value);
    const variable = state.variables.get(name);
    if (variable && flags.includes('x')) variable.isExported = true;
    if (variable && flags.includes('r')) variable.isReadonly = true;
  }
  if (names.length === 0) for (const line of listed(state)) await io.stdout.write(`${line}\n`);
  return 0;
}
