import { type FieldError, forbidden, invalid, notSupported, required, tooLong } from '../../api/field-error.ts';
import { dns1123LabelErrors, dns1123SubdomainErrors, rangeErrors } from '../../api/names.ts';
import { nameIsDnsSubdomain } from '../../api/object-names.ts';
import { parseQuantity, quantitySign } from '../../api/quantity.ts';
import type { Volume } from '../../api/types.gen.ts';
import { choice, invalidFor } from '../field-checks.ts';
import { validateDownwardFile } from './downward-api.ts';
import { validateIscsi } from './iscsi-volumes.ts';
import { validateConfigMapVolume, validateSecretVolume } from './key-paths.ts';
import { validateDescendingPath, validateFileMode, validateNoBacksteps } from './paths.ts';
import { validateProjectedVolume } from './projected-volumes.ts';

export type SourceName = Exclude<keyof Volume, 'name'>;
type Source<N extends SourceName> = NonNullable<Volume[N]>;
type Rule<N extends SourceName> = (source: Source<N>, field: string) => FieldError[];

/** Fields without which a source is nothing, where that is all there is to say or the first thing. */
const REQUIRED: { [N in SourceName]?: readonly string[] } = {
  gitRepo: ['repository'],
  gcePersistentDisk: ['pdName'],
  awsElasticBlockStore: ['volumeID'],
  nfs: ['server', 'path'],
  glusterfs: ['endpoints', 'path'],
  persistentVolumeClaim: ['claimName'],
  rbd: ['monitors', 'image'],
  cinder: ['volumeID'],
  cephfs: ['monitors'],
  flexVolume: ['driver'],
  azureFile: ['secretName', 'shareName'],
  vsphereVolume: ['volumePath'],
  photonPersistentDisk: ['pdID'],
  portworxVolume: ['volumeID'],
  azureDisk: ['diskName', 'diskURI'],
  scaleIO: ['gateway', 'system', 'volumeName'],
};

const RULES: { [N in SourceName]?: Rule<N> } = {
  emptyDir: ({ sizeLimit }, field) => {
    if (sizeLimit === undefined || quantitySign(parseQuantity(sizeLimit)) >= 0) return [];
    return [forbidden(`${field}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')];
  },
  hostPath: validateHostPath,
  gitRepo: ({ directory }, field) => validateDescendingPath(directory ?? '', `${field}.directory`),
  gcePersistentDisk: ({ partition }, field) => validatePartition(partition, `${field}.partition`),
  awsElasticBlockStore: ({ partition }, field) => validatePartition(partition, `${field}.partition`),
  secret: validateSecretVolume,
  nfs: ({ path }, field) =>
    path?.startsWith('/') ? [] : [invalid(`${field}.path`, path ?? '', 'must be an absolute path')],
  iscsi: validateIscsi,
  flocker: validateFlocker,
  cinder: ({ secretRef }, field) => (secretRef && !secretRef.name ? [required(`${field}.secretRef.name`)] : []),
  quobyte: validateQuobyte,
  downwardAPI: ({ defaultMode, items }, field) => [
    ...validateFileMode(defaultMode, `${field}.defaultMode`),
    ...(items ?? []).flatMap((file) => validateDownwardFile(file, field)),
  ],
  fc: validateFibreChannel,
  flexVolume: validateFlexOptions,
  configMap: validateConfigMapVolume,
  azureDisk: validateAzureDisk,
  storageos: validateStorageOs,
  projected: validateProjectedVolume,
  csi: validateCsi,
  image: ({ pullPolicy }, field) => validatePullPolicy(pullPolicy, `${field}.pullPolicy`),
};

/** What is wrong with one source of a volume, `ephemeral` apart. */
export function validateVolumeSource<N extends SourceName>(name: N, source: Source<N>, field: string): FieldError[] {
  const missing = (REQUIRED[name] ?? []).filter((key) => isEmpty((source as Readonly<Record<string, unknown>>)[key]));
  return [...missing.map((key) => required(`${field}.${key}`)), ...(RULES[name]?.(source, field) ?? [])];
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
}

const HOST_PATH_TYPES = [
  '',
  'BlockDevice',
  'CharDevice',
  'Directory',
  'DirectoryOrCreate',
  'File',
  'FileOrCreate',
  'Socket',
];

function validateHostPath({ path, type }: Source<'hostPath'>, field: string): FieldError[] {
  if (!path) return [required(`${field}.path`)];
  return [...validateNoBacksteps(path, `${field}.path`), ...choice(`${field}.type`, type, HOST_PATH_TYPES)];
}

function validatePartition(partition: number | undefined, field: string): FieldError[] {
  if (partition === undefined || (partition >= 0 && partition <= 255)) return [];
  return [invalid(field, partition, 'must be between 1 and 255, inclusive')];
}

function validateFlocker({ datasetName = '', datasetUUID = '' }: Source<'flocker'>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (!datasetName && !datasetUUID) errors.push(required(field, 'one of datasetName and datasetUUID is required'));
  if (datasetName && datasetUUID) {
    errors.push(invalid(field, 'resource', 'datasetName and datasetUUID can not be specified simultaneously'));
  }
  if (datasetName.includes('/')) errors.push(invalid(`${field}.datasetName`, datasetName, "must not contain '/'"));
  return errors;
}

const HOST_PORTS = 'must be a host:port pair or multiple pairs separated by commas';

function validateQuobyte({ registry = '', tenant = '', volume }: Source<'quobyte'>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (registry === '') errors.push(required(`${field}.registry`, HOST_PORTS));
  else if (tenant.length >= 65) {
    errors.push(required(`${field}.tenant`, 'must be a UUID and may not exceed a length of 64 characters'));
  } else {
    const wrong = registry.split(',').filter((pair) => !/^(\[[^[\]]*\]|[^:[\]]*):[^:[\]]*$/.test(pair));
    errors.push(...wrong.map(() => invalid(`${field}.registry`, registry, HOST_PORTS)));
  }
  return volume ? errors : [...errors, required(`${field}.volume`)];
}

function validateFibreChannel({ targetWWNs = [], wwids = [], lun }: Source<'fc'>, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (targetWWNs.length === 0) {
    return wwids.length > 0
      ? []
      : [required(`${field}.targetWWNs`, 'must specify either targetWWNs or wwids, but not both')];
  }
  if (wwids.length > 0) {
    errors.push(invalid(`${field}.targetWWNs`, targetWWNs, 'targetWWNs and wwids can not be specified simultaneously'));
  }
  if (lun === undefined) return [...errors, required(`${field}.lun`, 'lun is required if targetWWNs is specified')];
  return [...errors, ...invalidFor(`${field}.lun`, lun, rangeErrors(lun, 0, 255))];
}

function validateFlexOptions({ options }: Source<'flexVolume'>, field: string): FieldError[] {
  const reserved = Object.keys(options ?? {}).filter((key) => {
    const domain = `.${(key.split('/', 1)[0] as string).toLowerCase()}`;
    return domain.endsWith('.kubernetes.io') || domain.endsWith('.k8s.io');
  });
  return reserved.map((key) =>
    invalid(`${field}.options[${key}]`, key, 'kubernetes.io and k8s.io namespaces are reserved'),
  );
}

const MANAGED_DISK = '/subscriptions/{sub-id}/resourcegroups/{group-name}/providers/microsoft.compute/disks/{disk-id}';
const BLOB_DISK = 'https://{account-name}.blob.core.windows.net/{container-name}/{disk-name}.vhd';

function validateAzureDisk({ diskURI, cachingMode, kind }: Source<'azureDisk'>, field: string): FieldError[] {
  const errors = [
    ...choice(`${field}.cachingMode`, cachingMode, ['None', 'ReadOnly', 'ReadWrite']),
    ...choice(`${field}.kind`, kind, ['Dedicated', 'Managed', 'Shared']),
  ];
  if (kind === undefined) return errors;
  const [start, form] = kind === 'Managed' ? ['/subscriptions/', MANAGED_DISK] : ['https://', BLOB_DISK];
  return diskURI?.startsWith(start) ? errors : [...errors, notSupported(`${field}.diskURI`, diskURI ?? '', [form])];
}

function validateStorageOs(source: Source<'storageos'>, field: string): FieldError[] {
  const { volumeName, volumeNamespace, secretRef } = source;
  return [
    ...(volumeName
      ? invalidFor(`${field}.volumeName`, volumeName, dns1123LabelErrors(volumeName))
      : [required(`${field}.volumeName`)]),
    ...(volumeNamespace
      ? invalidFor(`${field}.volumeNamespace`, volumeNamespace, dns1123LabelErrors(volumeNamespace))
      : []),
    ...(secretRef && !secretRef.name ? [required(`${field}.secretRef.name`)] : []),
  ];
}

function validateCsi({ driver = '', nodePublishSecretRef }: Source<'csi'>, field: string): FieldError[] {
  const secret = nodePublishSecretRef?.name;
  return [
    ...validateCsiDriverName(driver, `${field}.driver`),
    ...(nodePublishSecretRef && !secret ? [required(`${field}.nodePublishSecretRef.name`)] : []),
    ...(secret ? invalidFor(`${field}.name`, secret, nameIsDnsSubdomain(secret, { prefix: false })) : []),
  ];
}

function validateCsiDriverName(driver: string, field: string): FieldError[] {
  return [
    ...(driver === '' ? [required(field)] : []),
    ...(driver.length > 63 ? [tooLong(field, 63)] : []),
    ...invalidFor(field, driver, dns1123SubdomainErrors(driver.toLowerCase())),
  ];
}

const PULL_POLICIES = ['Always', 'IfNotPresent', 'Never'];

export function validatePullPolicy(policy: string | undefined, field: string): FieldError[] {
  if (!policy) return [required(field)];
  return PULL_POLICIES.includes(policy) ? [] : [notSupported(field, policy, PULL_POLICIES)];
}
