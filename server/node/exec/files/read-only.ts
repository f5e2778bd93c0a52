/** A directory in which nothing can be changed, whatever can be changed elsewhere. */
import { FileError } from './file-error.ts';
import type { AnyNode, DirectoryNode } from './file-node.ts';

export function readOnly(node: AnyNode): AnyNode {
  if (node.kind === 'file') return { kind: 'computed', mode: node.mode, mtime: node.mtime, read: () => node.content };
  return node.kind === 'directory' ? readOnlyDirectory(node) : node;
}

function readOnlyDirectory(directory: DirectoryNode): DirectoryNode {
  const refuse = () => {
    throw new FileError('EROFS');
  };
  return {
    kind: 'directory',
    mode: directory.mode,
    mtime: directory.mtime,
    get(name) {
      const node = directory.get(name);
      return node && readOnly(node);
    },
    names: () => directory.names(),
    set: refuse,
    delete: refuse,
  };
}
