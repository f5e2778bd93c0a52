import { duplicate, type FieldError, forbidden, invalid, required } from '../../api/field-error.ts';
import { dns1123LabelErrors } from '../../api/names.ts';
import { nameIsDnsSubdomain } from '../../api/object-names.ts';
import type { EphemeralVolumeSource, Volume } from '../../api/types.gen.ts';
import { validateClaimSpec } from '../core/persistent-volume-claim-spec.ts';
import { invalidFor } from '../field-checks.ts';
import { validateTemplateMeta } from './template-meta.ts';
import { type SourceName, validateVolumeSource } from './volume-sources.ts';

/** In the order in which Kubernetes looks at them. */
const SOURCES: readonly SourceName[] = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
];

/** Names that Kubernetes' messages spell in their own way, for details and for a source too many. */
const DETAIL_FIELDS: { [N in SourceName]?: string } = { gcePersistentDisk: 'persistentDisk' };
const EXTRA_FIELDS: { [N in SourceName]?: string } = { cephfs: 'cephFS', downwardAPI: 'downwarAPI' };

export interface VolumeOptions {
  /** The spec is a pod's own and not a template. */
  isPod: boolean;
  podName?: string | undefined;
}

/** The volumes that mounts may name: those without a fault. */
export type VolumesByName = ReadonlyMap<string, Volume>;

export function validateVolumes(
  volumes: readonly Volume[] | undefined,
  field: string,
  options: VolumeOptions,
): { volumes: VolumesByName; errors: FieldError[] } {
  const known = new Map<string, Volume>();
  const errors: FieldError[] = [];
  const created = claimsToBeCreated(volumes ?? [], options.podName);
  (volumes ?? []).forEach((volume, i) => {
    const at = `${field}[${i}]`;
    const own = [...validateSources(volume, at, options), ...validateVolumeName(volume.name, known, `${at}.name`)];
    if (own.length === 0) known.set(volume.name, volume);
    errors.push(...own, ...validateClaimIsForeign(volume, created, `${at}.persistentVolumeClaim.claimName`));
  });
  return { volumes: known, errors };
}

function claimsToBeCreated(volumes: readonly Volume[], podName: string | undefined): Set<string> {
  const ephemeral = podName ? volumes.filter((volume) => volume.ephemeral && volume.name) : [];
  return new Set(ephemeral.map((volume) => `${podName}-${volume.name}`));
}

function validateClaimIsForeign(volume: Volume, created: ReadonlySet<string>, field: string): FieldError[] {
  const claim = volume.persistentVolumeClaim?.claimName;
  if (claim === undefined || !created.has(claim)) return [];
  return [invalid(field, claim, 'must not reference a PVC that gets created for an ephemeral volume')];
}

function validateVolumeName(name: string | undefined, known: VolumesByName, field: string): FieldError[] {
  const errors = name ? invalidFor(field, name, dns1123LabelErrors(name)) : [required(field)];
  return known.has(name ?? '') ? [...errors, duplicate(field, name)] : errors;
}

function validateSources(volume: Volume, field: string, options: VolumeOptions): FieldError[] {
  const [first, ...others] = SOURCES.filter((name) => volume[name]);
  if (first === undefined) return [required(field, 'must specify a volume type')];
  return [
    ...validateOnly(volume, first, field, options),
    ...others.map((name) =>
      forbidden(`${field}.${EXTRA_FIELDS[name] ?? name}`, 'may not specify more than 1 volume type'),
    ),
  ];
}

function validateOnly(volume: Volume, name: SourceName, field: string, options: VolumeOptions): FieldError[] {
  const at = `${field}.${DETAIL_FIELDS[name] ?? name}`;
  const source = volume[name] as NonNullable<Volume[SourceName]>;
  const errors = validateVolumeSource(name, source as never, at);
  if (volume.ephemeral) return validateEphemeral(volume.ephemeral, volume.name, field, options);
  if (volume.image && options.isPod && !volume.image.reference) return [required(`${at}.reference`), ...errors];
  if (volume.iscsi?.initiatorName !== undefined) return [...errors, ...validateIscsiLength(volume, `${field}.name`)];
  return errors;
}

function validateIscsiLength({ name, iscsi }: Volume, field: string): FieldError[] {
  if (`${name}:${iscsi?.targetPortal}`.length <= 64) return [];
  const detail =
    'Total length of <volume name>:<iscsi.targetPortal> must be under 64 characters if iscsi.initiatorName is specified.';
  return [invalid(field, name, detail)];
}

function validateEphemeral(
  { volumeClaimTemplate: template }: EphemeralVolumeSource,
  name: string,
  field: string,
  { podName }: VolumeOptions,
): FieldError[] {
  const at = `${field}.ephemeral.volumeClaimTemplate`;
  const errors = template
    ? [...validateTemplateMeta(template.metadata, `${at}.metadata`), ...validateClaimSpec(template.spec, `${at}.spec`)]
    : [required(at)];
  if (!podName || !name) return errors;
  const claim = `${podName}-${name}`;
  const texts = nameIsDnsSubdomain(claim, { prefix: false });
  return [...errors, ...texts.map((text) => invalid(`${field}.name`, name, `PVC name "${claim}": ${text}`))];
}
