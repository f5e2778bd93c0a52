/** What shells say of themselves when something is wrong, each in its way. */
import type { ShellState } from './shell-state.ts';

export async function complain(state: ShellState, text: string): Promise<void> {
  await state.descriptors.get(2)?.output?.write(`${shellName(state)}: ${text}\n`, state.signal);
}

function shellName({ style, name, isInteractive, line }: ShellState): string {
  const base = name.replace(/^-?.*\//, '');
  if (style === 'bash') return isInteractive ? base : `${name}: line ${line}`;
  return style === 'dash' ? `${name}: ${line}` : name;
}

export function notFoundText({ style }: ShellState, command: string): string {
  return style === 'bash' ? `${command}: command not found` : `${command}: not found`;
}

export function syntaxErrorText(style: ShellState['style'], found: string | undefined): string {
  if (style === 'bash') {
    return found === undefined
      ? 'syntax error: unexpected end of file'
      : `syntax error near unexpected token \`${found}'`;
  }
  if (found === undefined)
    return style === 'dash' ? 'Syntax error: end of file unexpected' : 'syntax error: unexpected end of file';
  return style === 'dash' ? `Syntax error: "${found}" unexpected` : `syntax error: unexpected "${found}"`;
}
