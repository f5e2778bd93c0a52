import { goQuote } from '../../api/field-error.ts';
import type { Volume, VolumeProjection } from '../../api/types.gen.ts';

const DEPRECATED = [
  ['photonPersistentDisk', 'photonPersistentDisk', 'deprecated in v1.11, non-functional in v1.16+'],
  ['gitRepo', 'gitRepo', 'deprecated in v1.11'],
  ['scaleIO', 'scaleIO', 'deprecated in v1.16, non-functional in v1.22+'],
  ['flocker', 'flocker', 'deprecated in v1.22, non-functional in v1.25+'],
  ['storageos', 'storageOS', 'deprecated in v1.22, non-functional in v1.25+'],
  ['quobyte', 'quobyte', 'deprecated in v1.22, non-functional in v1.25+'],
  ['glusterfs', 'glusterfs', 'deprecated in v1.25, non-functional in v1.26+'],
  ['cephfs', 'cephfs', 'deprecated in v1.28, non-functional in v1.31+'],
  ['rbd', 'rbd', 'deprecated in v1.28, non-functional in v1.31+'],
] as const satisfies readonly (readonly [name: keyof Volume, shown: string, text: string])[];

export function volumeWarnings(volumes: readonly Volume[], field: string): string[] {
  const deprecated = volumes.flatMap((volume, i) =>
    DEPRECATED.filter(([name]) => volume[name]).map(([, shown, text]) => `${field}[${i}].${shown}: ${text}`),
  );
  return [...deprecated, ...tokenPathWarnings(volumes, field)];
}

/** Files that a token of whatever volume would overwrite. */
function tokenPathWarnings(volumes: readonly Volume[], field: string): string[] {
  const sources = volumes.flatMap(({ projected }, i) =>
    (projected?.sources ?? []).map((source): [VolumeProjection, string] => [
      source,
      `${field}[${i}].projected.sources`,
    ]),
  );
  const tokens = new Set(
    sources.map(([source]) => source.serviceAccountToken?.path).filter((path) => path !== undefined),
  );
  if (tokens.size === 0) return [];
  return sources.flatMap(([source, at]) =>
    filesOf(source)
      .filter(([path]) => tokens.has(path))
      .map(([path, place]) => `${at}.${place}: has duplicated path with ServiceAccountToken ${goQuote(path)}`),
  );
}

function filesOf({
  configMap,
  secret,
  downwardAPI,
  clusterTrustBundle,
}: VolumeProjection): [path: string, place: string][] {
  const listed = (items: readonly { path: string }[] | undefined, name: string) =>
    (items ?? []).map(({ path }, j): [string, string] => [path, `${name}[${j}]`]);
  return [
    ...listed(configMap?.items, 'configMap'),
    ...listed(secret?.items, 'secrets'),
    ...listed(downwardAPI?.items, 'downwardAPI'),
    ...(clusterTrustBundle ? [[clusterTrustBundle.path, 'ClusterTrustBundle'] as [string, string]] : []),
  ];
}
