/** What could be meant by a word that is half typed: programs in the first place, paths in all others. */
import { joinPath } from '../files/file-system.ts';
import { DEFAULT_PATH } from './find-program.ts';
import { type ShellState, variableOf } from './shell-state.ts';

export function completions(state: ShellState, before: string): string[] {
  const word = /\S*$/.exec(before)?.[0] ?? '';
  const isFirst = /(^|[;&|(]\s*)\S*$/.test(before);
  const found = isFirst && !word.includes('/') ? programsLike(state, word) : pathsLike(state, word);
  return [...new Set(found)].sort();
}

function programsLike(state: ShellState, word: string): string[] {
  const path = variableOf(state, 'PATH') ?? DEFAULT_PATH;
  return path.split(':').flatMap((directory) => namesIn(state, directory).filter((name) => name.startsWith(word)));
}

function pathsLike(state: ShellState, word: string): string[] {
  const slash = word.lastIndexOf('/') + 1;
  const [directory, start] = [word.slice(0, slash), word.slice(slash)];
  return namesIn(state, directory || '.')
    .filter((name) => name.startsWith(start) && (start.startsWith('.') || !name.startsWith('.')))
    .map((name) => {
      const node = state.container.files.look(joinPath(state.cwd, directory + name));
      return `${directory}${name}${node?.kind === 'directory' ? '/' : ''}`;
    });
}

function namesIn({ container, cwd }: ShellState, directory: string): string[] {
  const node = container.files.look(joinPath(cwd, directory));
  return node?.kind === 'directory' ? [...node.names()] : [];
}
