/** Files that cannot be changed here, whatever can be changed elsewhere. */
import { FileError } from './file-error.ts';
import type { AnyNode, DirectoryNode } from './file-node.ts';

/** With `sparesMounts`, what is mounted below stays as it is. */
export function readOnly(node: AnyNode, { sparesMounts = false } = {}): AnyNode {
  if (sparesMounts && node.kind === 'directory' && node.isMount) return node;
  if (node.kind === 'file') return { kind: 'computed', mode: node.mode, mtime: node.mtime, read: () => node.content };
  return node.kind === 'directory' ? readOnlyDirectory(node, { sparesMounts }) : node;
}

export function readOnlyDirectory(directory: DirectoryNode, { sparesMounts = false } = {}): DirectoryNode {
  const refuse = () => {
    throw new FileError('EROFS');
  };
  return {
    kind: 'directory',
    mode: directory.mode,
    mtime: directory.mtime,
    get(name) {
      const node = directory.get(name);
      return node && readOnly(node, { sparesMounts });
    },
    names: () => directory.names(),
    set: refuse,
    delete: refuse,
  };
}
