/** A container's tree of files, walked by path as Linux does it. */
import { Buffer } from 'node:buffer';
import { FileError } from './file-error.ts';
import { type AnyNode, type DirectoryNode, directoryNode, fileNode, linkNode } from './file-node.ts';

export interface FileSystem {
  readonly root: DirectoryNode;
  /** Follows links, the last one too. Throws ENOENT, ENOTDIR, ELOOP. */
  find(path: string): AnyNode;
  /** Undefined when there is no such thing. */
  look(path: string, options?: { followLast?: boolean }): AnyNode | undefined;
  /** Throws EISDIR for a directory. Devices give nothing. */
  read(path: string): Buffer;
  /** Creates the file or replaces its content; `append` adds to it. */
  write(path: string, content: Buffer | string, options?: { append?: boolean; mode?: number; mtime?: number }): void;
  makeDirectory(path: string, options?: { parents?: boolean; mode?: number }): void;
  link(path: string, target: string): void;
  /** Puts a node at a place, with the directories above it. */
  mount(path: string, node: AnyNode): void;
  remove(path: string): void;
  /** With all links followed. */
  realPath(path: string): string;
}

/** What all files of a container may hold together, in bytes. */
const CAPACITY = 256 * 1024 * 1024;
const MAX_LINKS = 40;

export function createFileSystem(root: DirectoryNode, now: () => number): FileSystem {
  let used = 0;

  const walk = (path: string, { followLast }: { followLast: boolean }, depth = 0): Place => {
    if (depth > MAX_LINKS) throw new FileError('ELOOP');
    let parent = root;
    let at = '/';
    const names = segmentsOf(path);
    for (const [index, name] of names.entries()) {
      const isLast = index === names.length - 1;
      const node = parent.get(name);
      if (node?.kind === 'link' && (followLast || !isLast)) {
        const rest = names.slice(index + 1).join('/');
        return walk(joinPath(at, `${node.target}/${rest}`), { followLast }, depth + 1);
      }
      if (isLast) return { parent, name, node, path: joinPath(at, name) };
      if (!node) throw new FileError('ENOENT');
      if (node.kind !== 'directory') throw new FileError('ENOTDIR');
      parent = node;
      at = joinPath(at, name);
    }
    return { parent: root, name: '', node: root, path: '/' };
  };

  const find = (path: string): AnyNode => {
    const { node } = walk(path, { followLast: true });
    if (!node) throw new FileError('ENOENT');
    if (path.endsWith('/') && node.kind !== 'directory') throw new FileError('ENOTDIR');
    return node;
  };

  const grow = (bytes: number) => {
    if (used + bytes > CAPACITY) throw new FileError('ENOSPC');
    used += bytes;
  };

  const fs: FileSystem = {
    root,
    find,
    look(path, { followLast = true } = {}) {
      try {
        return walk(path, { followLast }).node;
      } catch (error) {
        if (error instanceof FileError) return undefined;
        throw error;
      }
    },
    read: (path) => contentOf(find(path)),
    write(path, content, { append = false, mode, mtime = now() } = {}) {
      const { parent, name, node } = walk(path, { followLast: true });
      const bytes = Buffer.from(content);
      if (node?.kind === 'device') return;
      if (node?.kind === 'directory') throw new FileError('EISDIR');
      if (node?.kind === 'computed') throw new FileError('EROFS');
      const before = node?.kind === 'file' ? node : undefined;
      grow(bytes.length - (append ? 0 : (before?.content.length ?? 0)));
      if (!before) return parent.set(name, fileNode(bytes, { mode: mode ?? 0o644, mtime }));
      before.content = append ? Buffer.concat([before.content, bytes]) : bytes;
      before.mtime = mtime;
      if (mode !== undefined) before.mode = mode;
    },
    makeDirectory(path, { parents = false, mode = 0o755 } = {}) {
      if (parents) for (const above of pathsAbove(path)) makeOne(above, mode, true);
      makeOne(path, mode, parents);
    },
    link(path, target) {
      const { parent, name, node } = walk(path, { followLast: false });
      if (node) throw new FileError('EEXIST');
      parent.set(name, linkNode(target, { mtime: now() }));
    },
    mount(path, node) {
      for (const above of pathsAbove(path)) makeOne(above, 0o755, true);
      const { parent, name } = walk(path, { followLast: false });
      if (node.kind === 'directory') node.isMount = true;
      parent.set(name, node);
    },
    remove(path) {
      const { parent, name, node } = walk(path, { followLast: false });
      if (!node) throw new FileError('ENOENT');
      if (node.kind === 'directory' && node.isMount) throw new FileError('EBUSY');
      if (node.kind === 'file') used -= node.content.length;
      parent.delete(name);
      parent.mtime = now();
    },
    realPath: (path) => walk(path, { followLast: true }).path,
  };

  function makeOne(path: string, mode: number, mayExist: boolean): void {
    const { parent, name, node } = walk(path, { followLast: true });
    if (node) {
      if (mayExist && node.kind === 'directory') return;
      throw new FileError('EEXIST');
    }
    parent.set(name, directoryNode([], { mode, mtime: now() }));
  }

  return fs;
}

interface Place {
  parent: DirectoryNode;
  name: string;
  node: AnyNode | undefined;
  path: string;
}

/** The bytes of a file. Throws EISDIR for a directory. */
export function contentOf(node: AnyNode): Buffer {
  switch (node.kind) {
    case 'directory':
      throw new FileError('EISDIR');
    case 'file':
      return node.content;
    case 'computed':
      return Buffer.from(node.read());
    case 'program':
      return Buffer.from('\x7fELF\x02\x01\x01');
    default:
      return Buffer.alloc(0);
  }
}

function segmentsOf(path: string): string[] {
  return joinPath('/', path)
    .split('/')
    .filter((name) => name !== '');
}

function pathsAbove(path: string): string[] {
  const names = segmentsOf(path).slice(0, -1);
  return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`);
}

/** The absolute path, seen from a directory, without `.` and `..`. */
export function joinPath(directory: string, path: string): string {
  const names: string[] = [];
  for (const name of (path.startsWith('/') ? path : `${directory}/${path}`).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}
