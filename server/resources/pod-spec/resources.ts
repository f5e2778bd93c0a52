import { duplicate, type FieldError, forbidden, invalid, notFoundField, required } from '../../api/field-error.ts';
import { dns1123LabelErrors } from '../../api/names.ts';
import {
  compareQuantityTexts,
  parseQuantity,
  quantityMilliValue,
  quantitySign,
  quantityValue,
} from '../../api/quantity.ts';
import type { ResourceRequirements } from '../../api/types.gen.ts';
import { invalidFor } from '../field-checks.ts';
import { validateEach } from '../validate-each.ts';
import {
  isCountedResource,
  isHugePagesName,
  mayBeOvercommitted,
  validateContainerResourceName,
  validatePodResourceName,
} from './resource-names.ts';

export type Amounts = Readonly<Record<string, string>>;

export function validateContainerResources(
  resources: ResourceRequirements,
  claimNames: ReadonlySet<string>,
  field: string,
): FieldError[] {
  return validateRequirements(resources, claimNames, { field, validateName: validateContainerResourceName });
}

/** Of the pod as a whole; what its containers ask for has to fit, see pod-resources.ts. */
export function validatePodRequirements(
  resources: ResourceRequirements,
  claimNames: ReadonlySet<string>,
  field: string,
): FieldError[] {
  return validateRequirements(resources, claimNames, { field, validateName: validatePodResourceName });
}

interface Rules {
  field: string;
  validateName(name: string, field: string): FieldError[];
}

function validateRequirements(
  { limits = {}, requests = {}, claims }: ResourceRequirements,
  claimNames: ReadonlySet<string>,
  rules: Rules,
): FieldError[] {
  const { field } = rules;
  return [
    ...entriesOf(limits).flatMap(([name, amount]) => [
      ...validateNamedAmount(name, amount, `${field}.limits[${name}]`, rules),
      ...validateHugePages(name, amount, `${field}.limits[${name}]`),
    ]),
    ...entriesOf(requests).flatMap(([name, amount]) => [
      ...validateNamedAmount(name, amount, `${field}.requests[${name}]`, rules),
      ...validateWithinLimit(name, amount, limits[name], field),
      ...validateHugePages(name, amount, `${field}.requests[${name}]`),
    ]),
    ...validateHugePagesCompany(limits, requests, field),
    ...validateClaims(claims, claimNames, `${field}.claims`),
  ];
}

/** Kubernetes walks maps in no order; this is the order of the answers that were recorded of it. */
function entriesOf(amounts: Amounts): [name: string, amount: string][] {
  return Object.entries(amounts).reverse();
}

function validateNamedAmount(name: string, amount: string, field: string, rules: Rules): FieldError[] {
  return [...rules.validateName(name, field), ...validateAmount(name, amount, field)];
}

/** An amount of a resource is not negative, and whole where the resource comes in pieces. */
export function validateAmount(name: string, amount: string, field: string): FieldError[] {
  const quantity = parseQuantity(amount);
  const errors = quantitySign(quantity) < 0 ? [invalid(field, amount, 'must be greater than or equal to 0')] : [];
  if (!isCountedResource(name) || quantityMilliValue(quantity) % 1000n === 0n) return errors;
  return [...errors, invalid(field, amount, 'must be an integer')];
}

function validateWithinLimit(name: string, amount: string, limit: string | undefined, field: string): FieldError[] {
  if (limit === undefined) {
    if (mayBeOvercommitted(name)) return [];
    return [required(`${field}.limits`, 'Limit must be set for non overcommitable resources')];
  }
  const order = compareQuantityTexts(amount, limit);
  if (order !== 0 && !mayBeOvercommitted(name)) {
    return [invalid(`${field}.requests`, amount, `must be equal to ${name} limit of ${limit}`)];
  }
  if (order <= 0) return [];
  return [invalid(`${field}.requests`, amount, `must be less than or equal to ${name} limit of ${limit}`)];
}

function validateHugePages(name: string, amount: string, field: string): FieldError[] {
  if (!isHugePagesName(name)) return [];
  const pageSize = pageSizeOf(name);
  const value = quantityValue(parseQuantity(amount));
  if (pageSize !== undefined && value % pageSize === 0n) return [];
  return [invalid(field, amount, `${amount} is not positive integer multiple of ${name}`)];
}

function pageSizeOf(name: string): bigint | undefined {
  try {
    const size = quantityValue(parseQuantity(name.slice(name.indexOf('-') + 1)));
    return size > 0n ? size : undefined;
  } catch {
    return undefined;
  }
}

function validateHugePagesCompany(limits: Amounts, requests: Amounts, field: string): FieldError[] {
  const names = [...Object.keys(limits), ...Object.keys(requests)];
  if (!names.some(isHugePagesName) || names.includes('cpu') || names.includes('memory')) return [];
  return [forbidden(field, 'HugePages require cpu or memory')];
}

/** Each claim once, or some of its requests, and only claims that the pod has. */
function validateClaims(
  claims: ResourceRequirements['claims'],
  claimNames: ReadonlySet<string>,
  field: string,
): FieldError[] {
  const seen = new Set<string>();
  return validateEach(claims, field, ({ name, request }, at) => {
    if (!name) return [required(at)];
    return [...validateClaimOnce(name, request, seen, at), ...validateClaimKnown(name, claimNames, at)];
  });
}

function validateClaimOnce(name: string, request: string | undefined, seen: Set<string>, field: string): FieldError[] {
  if (seen.has(name)) return [duplicate(field, name)];
  const key = request ? `${name}/${request}` : name;
  const errors = request ? invalidFor(`${field}.request`, request, dns1123LabelErrors(request)) : [];
  if (seen.has(key)) errors.push(duplicate(field, key));
  else if (!request)
    errors.push(...[...seen].filter((k) => k.startsWith(`${name}/`)).map(() => duplicate(field, name)));
  seen.add(key);
  return errors;
}

function validateClaimKnown(name: string, claimNames: ReadonlySet<string>, field: string): FieldError[] {
  if (claimNames.has(name)) return [];
  const list = claimNames.size === 0 ? ' which is empty' : `: ${[...claimNames].sort().join(', ')}`;
  const error = notFoundField(field, name);
  return [{ ...error, message: `${error.message}: must be one of the names in pod.spec.resourceClaims${list}` }];
}
