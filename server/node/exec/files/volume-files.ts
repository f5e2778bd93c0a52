/** The volumes of a pod, as the files that its containers see. */
import { Buffer } from 'node:buffer';
import type {
  ConfigMap,
  Container,
  DownwardAPIVolumeFile,
  KeyToPath,
  Pod,
  Secret,
  Volume,
  VolumeProjection,
} from '../../../api/types.gen.ts';
import { type Allocatable, fieldValue, resourceValue } from '../../environment/field-values.ts';
import {
  type AnyNode,
  computedDirectory,
  computedNode,
  type DirectoryNode,
  directoryNode,
  linkNode,
} from './file-node.ts';

/** What volumes are filled from, as it is now. */
export interface VolumeSources {
  pod(): Pod;
  configMap(name: string): ConfigMap | undefined;
  secret(name: string): Secret | undefined;
  /** A token for the audience; undefined while there is none. */
  token(audience: string | undefined): string | undefined;
  allocatable(): Allocatable;
  /** A directory that others see too: by the claim, or by the path on the node. */
  shared(key: string): DirectoryNode;
  now(): number;
}

/** A directory for the volume: the same each time for those that can be written to. */
export function volumeDirectory(volume: Volume, sources: VolumeSources): DirectoryNode {
  const { configMap, secret, downwardAPI, projected, persistentVolumeClaim, hostPath, ephemeral } = volume;
  const { metadata, spec } = sources.pod();
  const { namespace = '', name } = metadata;
  const read = (projections: readonly VolumeProjection[], mode: number | undefined) =>
    projectedDirectory(projections, { mode: mode ?? 0o644, sources });
  if (configMap) return read([{ configMap }], configMap.defaultMode);
  if (secret) return read([{ secret: { ...secret, name: secret.secretName } }], secret.defaultMode);
  if (downwardAPI) return read([{ downwardAPI }], downwardAPI.defaultMode);
  if (projected) return read(projected.sources ?? [], projected.defaultMode);
  if (persistentVolumeClaim) return sources.shared(`claim ${namespace}/${persistentVolumeClaim.claimName}`);
  if (ephemeral) return sources.shared(`claim ${namespace}/${name}-${volume.name}`);
  if (hostPath) return sources.shared(`host ${spec.nodeName} ${hostPath.path}`);
  return directoryNode([], { mode: 0o777, mtime: sources.now() });
}

function projectedDirectory(
  projections: readonly VolumeProjection[],
  { mode, sources }: { mode: number; sources: VolumeSources },
): DirectoryNode {
  const files = () => new Map(projections.flatMap((projection) => projectedFiles(projection, { mode, sources })));
  const mtime = sources.now();
  return computedDirectory(() => versioned(treeOf(files()), mtime), { mode: 0o777, mtime });
}

/** What is mounted can be replaced at one stroke: names lead through `..data` to a directory of this version. */
function versioned(files: ReadonlyMap<string, AnyNode>, mtime: number): Map<string, AnyNode> {
  const [day = '', time = ''] = new Date(mtime).toISOString().split('T');
  const version = `..${[...day.split('-'), ...time.slice(0, 8).split(':')].join('_')}.${String(mtime % 1_000_000_000)}`;
  return new Map<string, AnyNode>([
    [version, directoryNode(files, { mtime })],
    ['..data', linkNode(version, { mtime })],
    ...[...files.keys()].map((name): [string, AnyNode] => [name, linkNode(`..data/${name}`, { mtime })]),
  ]);
}

type Files = [path: string, node: AnyNode][];

function projectedFiles(
  { configMap, secret, downwardAPI, serviceAccountToken }: VolumeProjection,
  { mode, sources }: { mode: number; sources: VolumeSources },
): Files {
  const mtime = sources.now();
  if (configMap) {
    const { data = {}, binaryData = {} } = sources.configMap(configMap.name ?? '') ?? {};
    const all = { ...texts(data), ...encoded(binaryData) };
    return chosenFiles(all, configMap.items, { mode, mtime });
  }
  if (secret) return chosenFiles(encoded(sources.secret(secret.name ?? '')?.data ?? {}), secret.items, { mode, mtime });
  if (downwardAPI) return (downwardAPI.items ?? []).map((item) => downwardFile(item, { mode, sources }));
  if (serviceAccountToken) {
    const { path, audience } = serviceAccountToken;
    return [[path, computedNode(() => sources.token(audience) ?? '', { mode, mtime })]];
  }
  return [];
}

function texts(data: Readonly<Record<string, string>>): Record<string, () => Buffer> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, () => Buffer.from(value)]));
}

function encoded(data: Readonly<Record<string, string>>): Record<string, () => Buffer> {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, () => Buffer.from(value, 'base64')]));
}

function chosenFiles(
  all: Readonly<Record<string, () => Buffer>>,
  items: readonly KeyToPath[] | undefined,
  { mode, mtime }: { mode: number; mtime: number },
): Files {
  const chosen = items?.length ? items : Object.keys(all).map((key): KeyToPath => ({ key, path: key }));
  return chosen.flatMap(({ key, path, mode: own }) => {
    const read = all[key];
    return read ? [[path, computedNode(read, { mode: own ?? mode, mtime })]] : [];
  });
}

function downwardFile(
  { path, fieldRef, resourceFieldRef, mode: own }: DownwardAPIVolumeFile,
  { mode, sources }: { mode: number; sources: VolumeSources },
): [string, AnyNode] {
  const read = () => {
    if (fieldRef) return fieldValue(sources.pod(), fieldRef.fieldPath);
    const { spec } = sources.pod();
    const container = spec.containers.find(({ name }) => name === resourceFieldRef?.containerName) as Container;
    return resourceFieldRef && container
      ? resourceValue(resourceFieldRef, { container, allocatable: sources.allocatable() })
      : '';
  };
  return [path, computedNode(read, { mode: own ?? mode, mtime: sources.now() })];
}

/** `a/b` becomes a directory with a file in it. */
function treeOf(files: ReadonlyMap<string, AnyNode>): Map<string, AnyNode> {
  const root = directoryNode();
  for (const [path, node] of files) place(root, path.split('/'), node);
  return new Map([...root.names()].flatMap((name) => [[name, root.get(name) as AnyNode]]));
}

function place(directory: DirectoryNode, [name = '', ...rest]: readonly string[], node: AnyNode): void {
  if (rest.length === 0) {
    directory.set(name, node);
    return;
  }
  const known = directory.get(name);
  const next = known?.kind === 'directory' ? known : directoryNode();
  directory.set(name, next);
  place(next, rest, node);
}
