/** Patterns of the shell: `*`, `?` and `[…]`, of names, texts and paths. */
import type { FileSystem } from '../files/file-system.ts';
import { joinPath } from '../files/file-system.ts';

/** Text in which some characters are quoted, and so mean nothing but themselves. */
export interface Piece {
  readonly text: string;
  readonly isQuoted: boolean;
}

export function hasPattern(pieces: readonly Piece[]): boolean {
  return pieces.some(({ text, isQuoted }) => !isQuoted && /[*?[]/.test(text));
}

/** The pattern as a regular expression's source, without anchors. `lazy` makes `*` match as little as it can. */
export function patternSource(pieces: readonly Piece[], { lazy = false, within = '[\\s\\S]' } = {}): string {
  return pieces
    .map(({ text, isQuoted }) => (isQuoted ? escapeText(text) : unquotedSource(text, { lazy, within })))
    .join('');
}

export function matchesPattern(text: string, pieces: readonly Piece[]): boolean {
  return new RegExp(`^${patternSource(pieces)}$`).test(text);
}

function unquotedSource(text: string, { lazy, within }: { lazy: boolean; within: string }): string {
  return text.replace(/\*+|\?|\[(!|\^)?(\]?[^\]]*)\]|[\\^$.|+(){}[\]]/g, (all, not?: string, set?: string) => {
    if (all.startsWith('*')) return `${within}*${lazy ? '?' : ''}`;
    if (all === '?') return within;
    if (set === undefined) return `\\${all}`;
    return `[${not ? '^' : ''}${set.replace(/\[:(\w+):\]?/g, className).replace(/[\\\]]/g, '\\$&')}]`;
  });
}

const CLASSES: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  digit: '0-9',
  lower: 'a-z',
  upper: 'A-Z',
  space: '\\s',
  xdigit: '0-9A-Fa-f',
};

function className(all: string, name: string): string {
  return CLASSES[name] ?? all;
}

function escapeText(text: string): string {
  return text.replace(/[\\^$.|?*+(){}[\]]/g, '\\$&');
}

/** The paths that a pattern means, sorted; undefined when there are none. */
export function expandPaths(pieces: readonly Piece[], files: FileSystem, cwd: string): string[] | undefined {
  const isAbsolute = pieces[0]?.text.startsWith('/') ?? false;
  let found: string[] = [isAbsolute ? '/' : ''];
  for (const segment of splitSegments(pieces)) {
    const next: string[] = [];
    for (const directory of found) next.push(...entriesOf(directory, segment, { files, cwd }));
    found = next;
    if (found.length === 0) return undefined;
  }
  return found.sort();
}

function entriesOf(
  directory: string,
  segment: readonly Piece[],
  { files, cwd }: { files: FileSystem; cwd: string },
): string[] {
  const prefix = directory === '' || directory.endsWith('/') ? directory : `${directory}/`;
  const at = joinPath(cwd, prefix === '' ? '.' : prefix);
  if (!hasPattern(segment)) {
    const path = prefix + segment.map(({ text }) => text).join('');
    return files.look(joinPath(cwd, path), { followLast: false }) ? [path] : [];
  }
  const node = files.look(at);
  if (node?.kind !== 'directory') return [];
  const wanted = new RegExp(`^${patternSource(segment)}$`);
  const showsHidden = segment[0]?.text.startsWith('.') ?? false;
  return [...node.names()]
    .filter((name) => wanted.test(name) && (showsHidden || !name.startsWith('.')))
    .map((name) => prefix + name);
}

function splitSegments(pieces: readonly Piece[]): Piece[][] {
  const segments: Piece[][] = [[]];
  for (const { text, isQuoted } of pieces) {
    for (const [index, part] of text.split('/').entries()) {
      if (index > 0) segments.push([]);
      if (part !== '') segments.at(-1)?.push({ text: part, isQuoted });
    }
  }
  return segments.filter((segment) => segment.length > 0);
}
