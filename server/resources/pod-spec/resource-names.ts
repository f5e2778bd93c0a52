import { type FieldError, invalid, notSupported } from '../../api/field-error.ts';
import { labelKeyErrors } from '../../api/names.ts';
import { invalidFor } from '../field-checks.ts';

const HUGE_PAGES = 'hugepages-';
const CONTAINER_RESOURCES = new Set(['cpu', 'memory', 'ephemeral-storage']);
/** Things that are counted. */
const COUNTS = new Set([
  'pods',
  'resourcequotas',
  'services',
  'replicationcontrollers',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
]);
const STANDARD = new Set([
  ...CONTAINER_RESOURCES,
  ...[...CONTAINER_RESOURCES].flatMap((name) => [`requests.${name}`, `limits.${name}`]),
  ...COUNTS,
  'storage',
  'requests.storage',
]);

export function isHugePagesName(name: string): boolean {
  return name.startsWith(HUGE_PAGES);
}

/** `cpu`, `kubernetes.io/thing`: names that are Kubernetes' own. */
function isNativeResource(name: string): boolean {
  return !name.includes('/') || name.includes('kubernetes.io/');
}

/** `example.com/gpu`: what device plugins offer, in whole pieces. */
function isExtendedResource(name: string): boolean {
  if (isNativeResource(name) || name.startsWith('requests.')) return false;
  return labelKeyErrors(`requests.${name}`).length === 0;
}

/** Whether requests may be lower than limits. */
export function mayBeOvercommitted(name: string): boolean {
  return isNativeResource(name) && !isHugePagesName(name);
}

export function isCountedResource(name: string): boolean {
  return COUNTS.has(name) || isExtendedResource(name);
}

/** Names in the requests and limits of containers. */
export function validateContainerResourceName(name: string, field: string): FieldError[] {
  const errors = validateResourceName(name, field);
  if (!name.includes('/')) {
    if (CONTAINER_RESOURCES.has(name) || isHugePagesName(name)) return errors;
    return [...errors, invalid(field, name, 'must be a standard resource for containers')];
  }
  if (isNativeResource(name) || isExtendedResource(name)) return errors;
  return [...errors, invalid(field, name, "doesn't follow extended resource name standard")];
}

/** Names in the requests and limits of a pod as a whole. */
export function validatePodResourceName(name: string, field: string): FieldError[] {
  const errors = validateResourceName(name, field);
  if (errors.length > 0 || name === 'cpu' || name === 'memory' || isHugePagesName(name)) return errors;
  return [notSupported(field, name, ['cpu', HUGE_PAGES, 'memory'])];
}

function validateResourceName(name: string, field: string): FieldError[] {
  const errors = invalidFor(field, name, labelKeyErrors(name));
  if (errors.length > 0 || name.includes('/')) return errors;
  if (STANDARD.has(name) || isHugePagesName(name) || name.startsWith(`requests.${HUGE_PAGES}`)) return [];
  return [invalid(field, name, 'must be a standard resource type or fully qualified')];
}
