/** A command's name → the program that it means in a container. */
import type { SimulatedContainer } from '../container.ts';
import type { ProgramNode } from '../files/file-node.ts';
import { joinPath } from '../files/file-system.ts';

export type Found =
  | { kind: 'program'; path: string; node: ProgramNode }
  /** A text file: a script for a shell, or for what its first line says. */
  | { kind: 'script'; path: string; text: string }
  | { kind: 'missing' }
  /** There, but it cannot be run. */
  | { kind: 'refused'; path: string; isDirectory: boolean };

export const DEFAULT_PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

export function findProgram(
  { files }: SimulatedContainer,
  name: string,
  { cwd, path = DEFAULT_PATH }: { cwd: string; path?: string | undefined },
): Found {
  const candidates = name.includes('/') ? [name] : path.split(':').map((directory) => `${directory || '.'}/${name}`);
  let refused: Found | undefined;
  for (const candidate of candidates) {
    const full = joinPath(cwd, candidate);
    const node = files.look(full);
    if (!node) continue;
    if (node.kind === 'program') return { kind: 'program', path: full, node };
    if (node.kind === 'file' && node.mode & 0o111) {
      return { kind: 'script', path: full, text: node.content.toString('utf8') };
    }
    refused ??= { kind: 'refused', path: full, isDirectory: node.kind === 'directory' };
  }
  return refused && name.includes('/') ? refused : { kind: 'missing' };
}
