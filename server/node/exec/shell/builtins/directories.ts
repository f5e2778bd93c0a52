/** The shell's own directory. */
import { joinPath } from '../../files/file-system.ts';
import type { Builtin, InOut } from '../shell.ts';
import { complain } from '../shell-message.ts';
import { assign, variableOf } from '../shell-state.ts';

export const directoryBuiltins: readonly Builtin[] = [
  { name: 'cd', run: changeDirectory },
  { name: 'umask', run: async ([, mask], { stdout }) => (mask === undefined ? print(stdout, '0022\n') : 0) },
];

async function changeDirectory([, ...args]: readonly string[], { shell, stdout }: InOut): Promise<number> {
  const { state } = shell;
  const [wanted] = args.filter((arg) => !/^-[LP]$/.test(arg) && arg !== '--');
  const target = wanted === '-' ? variableOf(state, 'OLDPWD') : (wanted ?? variableOf(state, 'HOME') ?? '/');
  if (target === undefined) {
    await complain(state, 'cd: OLDPWD not set');
    return 1;
  }
  const path = joinPath(state.cwd, target);
  const node = state.container.files.look(path);
  if (node?.kind !== 'directory') {
    await complain(state, describe(target, { style: state.style, exists: node !== undefined }));
    return state.style === 'dash' ? 2 : 1;
  }
  assign(state, 'OLDPWD', state.cwd);
  state.cwd = path;
  assign(state, 'PWD', path);
  return wanted === '-' ? print(stdout, `${path}\n`) : 0;
}

function describe(target: string, { style, exists }: { style: string; exists: boolean }): string {
  const reason = exists ? 'Not a directory' : 'No such file or directory';
  if (style === 'bash') return `cd: ${target}: ${reason}`;
  return style === 'dash' ? `cd: can't cd to ${target}` : `cd: can't cd to ${target}: ${reason}`;
}

async function print(stdout: InOut['stdout'], text: string): Promise<number> {
  await stdout.write(text);
  return 0;
}
