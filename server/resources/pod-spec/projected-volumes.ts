import { type FieldError, forbidden, invalid, required } from '../../api/field-error.ts';
import { validateLabelSelector } from '../../api/label-selector-validation.ts';
import { nameIsDnsSubdomain } from '../../api/object-names.ts';
import type {
  ClusterTrustBundleProjection,
  DownwardAPIProjection,
  KeyToPath,
  PodCertificateProjection,
  ProjectedVolumeSource,
  ServiceAccountTokenProjection,
  VolumeProjection,
} from '../../api/types.gen.ts';
import { choice } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';
import { validateDownwardFile } from './downward-api.ts';
import { validateKeyToPath } from './key-paths.ts';
import { validateFileMode, validateLocalPath } from './paths.ts';

/** Which files the sources make so far; two may not make the same. */
interface Projection {
  /** Of the volume: where duplicates are told. */
  field: string;
  paths: Set<string>;
}

const SOURCES = [
  'secret',
  'configMap',
  'downwardAPI',
  'serviceAccountToken',
  'clusterTrustBundle',
  'podCertificate',
] as const satisfies readonly (keyof VolumeProjection)[];

export function validateProjectedVolume(source: ProjectedVolumeSource, field: string): FieldError[] {
  const projection: Projection = { field, paths: new Set() };
  return [
    ...validateFileMode(source.defaultMode, `${field}.defaultMode`),
    ...validateEach(source.sources ?? [], `${field}.sources`, (item, at) => validateSource(item, at, projection)),
  ];
}

function validateSource(source: VolumeProjection, field: string, projection: Projection): FieldError[] {
  const { secret, configMap, downwardAPI, serviceAccountToken, clusterTrustBundle, podCertificate } = source;
  return [
    ...(secret ? validateKeys(secret, `${field}.secret`, projection) : []),
    ...(configMap ? validateKeys(configMap, `${field}.configMap`, projection) : []),
    ...(downwardAPI ? validateDownward(downwardAPI, `${field}.downwardAPI`, projection) : []),
    ...(serviceAccountToken ? validateToken(serviceAccountToken, `${field}.serviceAccountToken`, projection) : []),
    ...(clusterTrustBundle ? validateTrustBundle(clusterTrustBundle, `${field}.clusterTrustBundle`, projection) : []),
    ...(podCertificate ? validateCertificate(podCertificate, `${field}.podCertificate`, projection) : []),
    ...(SOURCES.filter((name) => source[name]).length > 1
      ? [forbidden(field, 'may not specify more than 1 volume type per source')]
      : []),
  ];
}

function takePath(path: string, shown: string, { field, paths }: Projection): FieldError[] {
  if (paths.has(path)) return [invalid(field, shown, 'conflicting duplicate paths')];
  paths.add(path);
  return [];
}

function validateKeys(
  source: { name?: string | undefined; items?: readonly KeyToPath[] | undefined },
  field: string,
  projection: Projection,
): FieldError[] {
  return [
    ...(source.name ? [] : [required(`${field}.name`)]),
    ...validateEach(source.items, `${field}.items`, (item, at) => [
      ...validateKeyToPath(item, at),
      ...(item.path ? takePath(item.path, source.name ?? '', projection) : []),
    ]),
  ];
}

function validateDownward({ items }: DownwardAPIProjection, field: string, projection: Projection): FieldError[] {
  return (items ?? []).flatMap((file) => [
    ...validateDownwardFile(file, field),
    ...(file.path ? takePath(file.path, file.path, projection) : []),
  ]);
}

function validateToken(
  token: ServiceAccountTokenProjection,
  field: string,
  { field: volume }: Projection,
): FieldError[] {
  const seconds = token.expirationSeconds ?? 0;
  const errors: FieldError[] = [];
  if (seconds < 600) {
    errors.push(invalid(`${field}.expirationSeconds`, seconds, 'may not specify a duration less than 10 minutes'));
  }
  if (seconds > 2 ** 32) {
    errors.push(invalid(`${field}.expirationSeconds`, seconds, 'may not specify a duration larger than 2^32 seconds'));
  }
  // NOTE: Kubernetes tells of the path at the volume.
  if (!token.path) return [...errors, required(`${volume}.path`)];
  return [...errors, ...validateLocalPath(token.path, `${volume}.path`)];
}

function validateTrustBundle(
  bundle: ClusterTrustBundleProjection,
  field: string,
  projection: Projection,
): FieldError[] {
  return [
    ...validateBundleChoice(bundle, field),
    ...(bundle.path ? [] : [required(`${field}.path`)]),
    ...validateLocalPath(bundle.path ?? '', `${field}.path`),
    ...takePath(bundle.path ?? '', bundle.path ?? '', projection),
  ];
}

function validateBundleChoice(bundle: ClusterTrustBundleProjection, field: string): FieldError[] {
  const { name, signerName, labelSelector } = bundle;
  if (name !== undefined && signerName !== undefined) {
    return [invalid(field, bundle, 'only one of name and signerName may be used')];
  }
  if (name !== undefined) {
    const detail = 'labelSelector must be unset if name is specified';
    return [
      ...(name === '' ? [required(`${field}.name`, 'must be a valid object name')] : []),
      ...nameIsDnsSubdomain(name.replaceAll(':', '.'), { prefix: false }).map((text) =>
        invalid(`${field}.name`, name, `not a valid clustertrustbundlename: ${text}`),
      ),
      ...(labelSelector ? [invalid(`${field}.labelSelector`, labelSelector, detail)] : []),
    ];
  }
  if (signerName === undefined) return [required(field, 'either name or signerName must be specified')];
  return [
    ...(signerName === '' ? [required(`${field}.signerName`, 'must be a valid signer name')] : []),
    ...validateLabelSelector(labelSelector, `${field}.labelSelector`),
  ];
}

const KEY_TYPES = ['ECDSAP256', 'ECDSAP384', 'ECDSAP521', 'ED25519', 'RSA3072', 'RSA4096'];

function validateCertificate(source: PodCertificateProjection, field: string, projection: Projection): FieldError[] {
  const paths = ['credentialBundlePath', 'keyPath', 'certificateChainPath'] as const;
  return [
    ...(source.signerName ? [] : [required(`${field}.signerName`)]),
    ...choice(`${field}.keyType`, source.keyType, KEY_TYPES),
    ...(paths.some((name) => source[name])
      ? []
      : [required(field, 'specify at least one of credentialBundlePath, keyPath, certificateChainPath')]),
    ...paths.flatMap((name) => {
      const path = source[name];
      return path ? [...validateLocalPath(path, `${field}.${name}`), ...takePath(path, path, projection)] : [];
    }),
  ];
}
