/** What a shell shows when it waits for a command. */
import { type ShellState, variableOf } from './shell-state.ts';

export function promptText(state: ShellState, name: 'PS1' | 'PS2'): string {
  const text = variableOf(state, name) ?? (name === 'PS2' ? '> ' : defaultPrompt(state));
  return text.replace(/\\([\s\S])/g, (all, letter: string) => escapes(state)[letter] ?? all);
}

function defaultPrompt({ style, container }: ShellState): string {
  if (style === 'dash') return '\\$ ';
  if (style === 'ash') return '\\w \\$ ';
  return container.flavour.system === 'redhat' ? '[\\u@\\h \\W]\\$ ' : '\\u@\\h:\\w\\$ ';
}

function escapes({ cwd, container, style }: ShellState): Readonly<Record<string, string>> {
  const { user, hostname } = container;
  const shown = cwd === user.home ? '~' : cwd.startsWith(`${user.home}/`) ? `~${cwd.slice(user.home.length)}` : cwd;
  return {
    u: user.name,
    h: hostname.replace(/\..*$/, ''),
    H: hostname,
    w: shown,
    W: shown === '/' ? '/' : shown.replace(/^.*\//, ''),
    $: user.uid === 0 ? '#' : '$',
    s: style,
    n: '\n',
    e: '\x1b',
    '[': '',
    ']': '',
    '\\': '\\',
  };
}
