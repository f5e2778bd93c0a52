/** Puts a pod's volumes where a container wants them. */
import type { Container, Volume } from '../../../api/types.gen.ts';
import { expandReferences } from '../../environment/expand-references.ts';
import { type AnyNode, type DirectoryNode, directoryNode, fileNode } from './file-node.ts';
import { contentOf, createFileSystem, type FileSystem } from './file-system.ts';
import { readOnly } from './read-only.ts';

/** `directoryOf` gives the same directory for the same volume to all containers of the pod. */
export function mountVolumes(
  files: FileSystem,
  container: Container,
  by: {
    directoryOf(name: string): DirectoryNode | undefined;
    env: Readonly<Record<string, string>>;
    now: number;
  },
): void {
  for (const { name, mountPath, subPath, subPathExpr, readOnly: isReadOnly } of container.volumeMounts ?? []) {
    const directory = by.directoryOf(name);
    if (!directory) continue;
    const within = subPathExpr ? expandReferences(subPathExpr, by.env) : subPath;
    const node = within ? partOf(directory, within, by.now) : directory;
    files.mount(mountPath, isReadOnly ? readOnly(node) : node);
  }
}

/** What is at the path now: a directory is made where nothing is, and a file stays as it is from now on. */
function partOf(directory: DirectoryNode, path: string, now: number): AnyNode {
  const volume = createFileSystem(directory, () => now);
  const found = volume.look(path);
  if (!found) {
    const made = directoryNode([], { mtime: now });
    volume.mount(path, made);
    return made;
  }
  return found.kind === 'computed' ? fileNode(contentOf(found), found) : found;
}

export function volumeNamed(volumes: readonly Volume[] | undefined, name: string): Volume | undefined {
  return volumes?.find((volume) => volume.name === name);
}
