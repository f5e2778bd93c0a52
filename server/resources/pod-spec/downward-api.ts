import { type FieldError, invalid, notSupported, required } from '../../api/field-error.ts';
import { labelKeyErrors } from '../../api/names.ts';
import { compareQuantities, formatQuantity, parseQuantity, ZERO_QUANTITY } from '../../api/quantity.ts';
import type { DownwardAPIVolumeFile, ObjectFieldSelector, ResourceFieldSelector } from '../../api/types.gen.ts';
import { invalidFor } from '../field-checks.ts';
import { validateFileMode, validateLocalPath } from './paths.ts';

/** What a pod can be told about itself in environment variables, sorted. */
export const ENV_FIELDS: readonly string[] = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];

const VOLUME_FIELDS: readonly string[] = [
  'metadata.annotations',
  'metadata.labels',
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
];

/** Fields that exist for some use or other. */
const KNOWN_FIELDS = new Set([
  ...ENV_FIELDS,
  ...VOLUME_FIELDS,
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]);

const RESOURCES: readonly string[] = [
  'limits.cpu',
  'limits.ephemeral-storage',
  'limits.memory',
  'requests.cpu',
  'requests.ephemeral-storage',
  'requests.memory',
];

export function validateFieldRef(ref: ObjectFieldSelector, allowed: readonly string[], field: string): FieldError[] {
  if (!ref.apiVersion) return [required(`${field}.apiVersion`)];
  if (!ref.fieldPath) return [required(`${field}.fieldPath`)];
  const subscripted = /^(.+?)\['(.*)'\]$/s.exec(ref.fieldPath);
  const problem = unsupported(ref, subscripted?.[1]);
  if (problem) return [invalid(`${field}.fieldPath`, ref.fieldPath, `error converting fieldPath: ${problem}`)];
  if (subscripted) return validateSubscript(subscripted[1] as string, subscripted[2] as string, field);
  // `spec.host` is an old name of `spec.nodeName`.
  const path = ref.fieldPath === 'spec.host' ? 'spec.nodeName' : ref.fieldPath;
  return allowed.includes(path) ? [] : [notSupported(`${field}.fieldPath`, path, allowed)];
}

function unsupported(
  { apiVersion, fieldPath }: ObjectFieldSelector,
  subscripted: string | undefined,
): string | undefined {
  if (apiVersion !== 'v1') return `unsupported pod version: ${apiVersion}`;
  if (subscripted !== undefined) {
    const supported = subscripted === 'metadata.annotations' || subscripted === 'metadata.labels';
    return supported ? undefined : `field label does not support subscript: ${fieldPath}`;
  }
  return KNOWN_FIELDS.has(fieldPath) || fieldPath === 'spec.host'
    ? undefined
    : `field label not supported: ${fieldPath}`;
}

function validateSubscript(path: string, key: string, field: string): FieldError[] {
  const name = path === 'metadata.annotations' ? key.toLowerCase() : key;
  return invalidFor(field, name, labelKeyErrors(name));
}

/** In a volume the container must be named; in an environment variable it is its own. */
export function validateResourceFieldRef(
  ref: ResourceFieldSelector,
  field: string,
  { inVolume }: { inVolume: boolean },
): FieldError[] {
  return [...validateResourceField(ref, field, inVolume), ...validateDivisor(ref, field)];
}

function validateResourceField(ref: ResourceFieldSelector, field: string, inVolume: boolean): FieldError[] {
  const { containerName, resource } = ref;
  if (inVolume && !containerName) return [required(`${field}.containerName`)];
  if (!resource) return [required(`${field}.resource`)];
  if (RESOURCES.includes(resource) || isHugePagesField(resource)) return [];
  return [notSupported(`${field}.resource`, resource, RESOURCES)];
}

function isHugePagesField(resource: string): boolean {
  return resource.startsWith('requests.hugepages-') || resource.startsWith('limits.hugepages-');
}

const BYTE_DIVISORS = ['1', '1k', '1M', '1G', '1T', '1P', '1E', '1Ki', '1Mi', '1Gi', '1Ti', '1Pi', '1Ei'];

function validateDivisor({ resource = '', divisor }: ResourceFieldSelector, field: string): FieldError[] {
  const quantity = parseQuantity(divisor ?? '0');
  if (compareQuantities(quantity, ZERO_QUANTITY) === 0) return [];
  const [what, allowed] = divisorsOf(resource);
  if (what === undefined || allowed.includes(formatQuantity(quantity))) return [];
  const list = what === 'cpu' ? '1m and 1' : allowed.join(', ');
  return [
    invalid(`${field}.divisor`, resource, `only divisor's values ${list} are supported with the ${what} resource`),
  ];
}

function divisorsOf(resource: string): [what: string | undefined, allowed: readonly string[]] {
  if (isHugePagesField(resource)) return ['hugepages', BYTE_DIVISORS];
  switch (resource.slice(resource.indexOf('.') + 1)) {
    case 'cpu':
      return ['cpu', ['1m', '1']];
    case 'memory':
      return ['memory', BYTE_DIVISORS];
    case 'ephemeral-storage':
      return ['local ephemeral storage', BYTE_DIVISORS];
    default:
      return [undefined, []];
  }
}

/** A file of a downward API volume. Errors of the file as a whole stand at the volume. */
export function validateDownwardFile(file: DownwardAPIVolumeFile, field: string): FieldError[] {
  return [
    ...(file.path ? [] : [required(`${field}.path`)]),
    ...validateLocalPath(file.path ?? '', `${field}.path`),
    ...validateDownwardSource(file, field),
    ...validateFileMode(file.mode, `${field}.mode`),
  ];
}

function validateDownwardSource({ fieldRef, resourceFieldRef }: DownwardAPIVolumeFile, field: string): FieldError[] {
  if (fieldRef) {
    const errors = validateFieldRef(fieldRef, VOLUME_FIELDS, `${field}.fieldRef`);
    if (!resourceFieldRef) return errors;
    return [...errors, invalid(field, 'resource', 'fieldRef and resourceFieldRef can not be specified simultaneously')];
  }
  if (resourceFieldRef)
    return validateResourceFieldRef(resourceFieldRef, `${field}.resourceFieldRef`, { inVolume: true });
  return [required(field, 'one of fieldRef and resourceFieldRef is required')];
}
