/** Which names may stand in quotas and limit ranges, and which of them count whole things. */
import { type FieldError, invalid } from '../../api/field-error.ts';
import { labelKeyErrors } from '../../api/names.ts';
import { parseQuantity, quantityMilliValue, quantitySign } from '../../api/quantity.ts';
import { invalidFor } from '../field-checks.ts';

const CONTAINER = ['cpu', 'memory', 'ephemeral-storage'];
const WHOLE = [
  'pods',
  'services',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'services.nodeports',
  'services.loadbalancers',
];
const QUOTA = [
  ...CONTAINER,
  ...CONTAINER.flatMap((name) => [`requests.${name}`, `limits.${name}`]),
  'requests.storage',
  ...WHOLE,
];
const STANDARD = new Set([...QUOTA, 'storage']);
const containerNames = new Set(CONTAINER);
const quotaNames = new Set(QUOTA);
const wholeNames = new Set(WHOLE);

export function validateQuotaResourceName(field: string, name: string): FieldError[] {
  const errors = validateResourceName(field, name);
  if (errors.length > 0 || name.includes('/') || quotaNames.has(name) || isHugePages(name)) return errors;
  return [invalid(field, name, 'must be a standard resource for quota')];
}

/** Limits on containers and pods know only what containers have; other limits take any resource. */
export function validateLimitResourceName(field: string, name: string, type: string): FieldError[] {
  const errors = validateResourceName(field, name);
  if (type !== 'Pod' && type !== 'Container') return errors;
  if (errors.length > 0 || name.includes('/') || containerNames.has(name) || isHugePages(name)) return errors;
  return [invalid(field, name, 'must be a standard resource for containers')];
}

function validateResourceName(field: string, name: string): FieldError[] {
  const errors = invalidFor(field, name, labelKeyErrors(name));
  if (errors.length > 0 || name.includes('/') || STANDARD.has(name) || isHugePages(name)) return errors;
  return [invalid(field, name, 'must be a standard resource type or fully qualified')];
}

/** An amount of the resource: not negative, and whole for things that are counted. */
export function validateResourceAmount(field: string, name: string, text: string): FieldError[] {
  const amount = parseQuantity(text);
  const errors = quantitySign(amount) < 0 ? [invalid(field, text, 'must be greater than or equal to 0')] : [];
  if (!isWhole(name) || quantityMilliValue(amount) % 1000n === 0n) return errors;
  return [...errors, invalid(field, text, 'must be an integer')];
}

function isWhole(name: string): boolean {
  return wholeNames.has(name) || isExtended(name);
}

/** Resources of device plugins, and `count/…`. */
export function isExtended(name: string): boolean {
  return name.includes('/') && !name.includes('kubernetes.io/') && !name.startsWith('requests.');
}

/** Extended resources and huge pages cannot be promised twice: their limit is their request. */
export function mayOvercommit(name: string): boolean {
  return !isExtended(name) && !isHugePages(name);
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-') || name.startsWith('requests.hugepages-');
}
