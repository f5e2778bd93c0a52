/** What is in a simulated container's file system. */
import { Buffer } from 'node:buffer';
import { FileError } from './file-error.ts';

interface NodeBase {
  /** Permission bits. */
  mode: number;
  /** Milliseconds since the epoch. */
  mtime: number;
}

export interface FileNode extends NodeBase {
  readonly kind: 'file';
  content: Buffer;
}

/** A file that is made when it is read: mounted objects, /proc, /etc/hosts. */
export interface ComputedNode extends NodeBase {
  readonly kind: 'computed';
  read(): Buffer | string;
}

export interface LinkNode extends NodeBase {
  readonly kind: 'link';
  readonly target: string;
}

export interface DeviceNode extends NodeBase {
  readonly kind: 'device';
  readonly device: 'null' | 'zero' | 'full' | 'random' | 'tty' | 'stdin' | 'stdout' | 'stderr';
}

/** A program of the image: its content is of no use, but it can be run. */
export interface ProgramNode extends NodeBase {
  readonly kind: 'program';
  readonly command: string;
}

export interface DirectoryNode extends NodeBase {
  readonly kind: 'directory';
  /** Undefined when nothing of that name is there. */
  get(name: string): AnyNode | undefined;
  names(): Iterable<string>;
  /** Throws EROFS where nothing can be changed. */
  set(name: string, node: AnyNode): void;
  delete(name: string): void;
  /** Something else is mounted here. */
  isMount?: boolean;
}

export type AnyNode = FileNode | ComputedNode | LinkNode | DeviceNode | ProgramNode | DirectoryNode;

export function fileNode(content: string | Buffer, { mode = 0o644, mtime = 0 } = {}): FileNode {
  return { kind: 'file', content: Buffer.from(content), mode, mtime };
}

export function computedNode(read: () => Buffer | string, { mode = 0o644, mtime = 0 } = {}): ComputedNode {
  return { kind: 'computed', read, mode, mtime };
}

export function linkNode(target: string, { mtime = 0 } = {}): LinkNode {
  return { kind: 'link', target, mode: 0o777, mtime };
}

export function directoryNode(
  entries: Iterable<readonly [string, AnyNode]> = [],
  { mode = 0o755, mtime = 0 } = {},
): DirectoryNode {
  const map = new Map(entries);
  return {
    kind: 'directory',
    mode,
    mtime,
    get: (name) => map.get(name),
    names: () => map.keys(),
    set: (name, node) => void map.set(name, node),
    delete: (name) => void map.delete(name),
  };
}

/** A directory whose entries are looked up when they are asked for. */
export function computedDirectory(
  entries: () => ReadonlyMap<string, AnyNode>,
  { mode = 0o755, mtime = 0 } = {},
): DirectoryNode {
  const refuse = () => {
    throw new FileError('EROFS');
  };
  return {
    kind: 'directory',
    mode,
    mtime,
    get: (name) => entries().get(name),
    names: () => entries().keys(),
    set: refuse,
    delete: refuse,
  };
}
