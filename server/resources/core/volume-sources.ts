/** The kinds of storage that a PersistentVolume may stand for: exactly one of them. */
import { type FieldError, forbidden, invalid, notSupported, required } from '../../api/field-error.ts';
import type { PersistentVolumeSpec } from '../../api/types.gen.ts';
import { requiredText } from '../field-checks.ts';

/** In the order in which Kubernetes looks at them. */
const SOURCES = [
  'hostPath',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'glusterfs',
  'flocker',
  'nfs',
  'rbd',
  'quobyte',
  'cephfs',
  'iscsi',
  'cinder',
  'fc',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'scaleIO',
  'local',
  'storageos',
  'csi',
] as const satisfies readonly (keyof PersistentVolumeSpec)[];

export function volumeSources(spec: PersistentVolumeSpec): Record<string, unknown> {
  return Object.fromEntries(SOURCES.filter((name) => spec[name]).map((name) => [name, spec[name]]));
}

export function validateVolumeSources(spec: PersistentVolumeSpec, field: string): FieldError[] {
  const present = SOURCES.filter((name) => spec[name]);
  const [first] = present;
  if (first === undefined) return [required(field, 'must specify a volume type')];
  const others = present
    .slice(1)
    .map((name) => forbidden(`${field}.${name}`, 'may not specify more than 1 volume type'));
  return [...validateSource(spec, first, `${field}.${first}`), ...others];
}

function validateSource(spec: PersistentVolumeSpec, name: (typeof SOURCES)[number], field: string): FieldError[] {
  switch (name) {
    case 'hostPath':
      return validateHostPath(spec.hostPath, field);
    case 'nfs':
      return validateNfs(spec.nfs, field);
    case 'local':
      return validateLocal(spec, field);
    case 'csi':
      return [
        ...requiredText(`${field}.driver`, spec.csi?.driver),
        ...requiredText(`${field}.volumeHandle`, spec.csi?.volumeHandle),
      ];
    case 'iscsi':
      return [
        ...requiredText(`${field}.targetPortal`, spec.iscsi?.targetPortal),
        ...requiredText(`${field}.iqn`, spec.iscsi?.iqn),
      ];
    default:
      return [];
  }
}

const HOST_PATH_TYPES = [
  '',
  'DirectoryOrCreate',
  'Directory',
  'FileOrCreate',
  'File',
  'Socket',
  'CharDevice',
  'BlockDevice',
].sort();

function validateHostPath(source: PersistentVolumeSpec['hostPath'], field: string): FieldError[] {
  if (!source?.path) return [required(`${field}.path`)];
  const errors = validateNoBacksteps(`${field}.path`, source.path);
  if (source.type === undefined || HOST_PATH_TYPES.includes(source.type)) return errors;
  return [...errors, notSupported(`${field}.type`, source.type, HOST_PATH_TYPES)];
}

function validateNfs(source: PersistentVolumeSpec['nfs'], field: string): FieldError[] {
  const errors = [...requiredText(`${field}.server`, source?.server), ...requiredText(`${field}.path`, source?.path)];
  if (source?.path?.startsWith('/')) return errors;
  return [...errors, invalid(`${field}.path`, source?.path ?? '', 'must be an absolute path')];
}

function validateLocal(spec: PersistentVolumeSpec, field: string): FieldError[] {
  const path = spec.local?.path ?? '';
  const errors = path === '' ? [required(`${field}.path`)] : validateNoBacksteps(`${field}.path`, path);
  if (spec.nodeAffinity?.required) return errors;
  return [...errors, required(`${field.replace(/\.local$/, '')}.nodeAffinity`, 'Local volume requires node affinity')];
}

function validateNoBacksteps(field: string, path: string): FieldError[] {
  return path.split('/').includes('..') ? [invalid(field, path, "must not contain '..'")] : [];
}
