/** Copies of files and of whole directories. */
import { type AnyNode, directoryNode, fileNode } from './files/file-node.ts';
import { contentOf } from './files/file-system.ts';

export function copyNode(node: AnyNode, now: number): AnyNode {
  if (node.kind === 'link' || node.kind === 'device' || node.kind === 'program') return { ...node };
  if (node.kind !== 'directory') return fileNode(contentOf(node), { mode: node.mode, mtime: now });
  const entries = [...node.names()].flatMap((name): [string, AnyNode][] => {
    const inner = node.get(name);
    return inner ? [[name, copyNode(inner, now)]] : [];
  });
  return directoryNode(entries, { mode: node.mode, mtime: now });
}
