import { containerRequests } from '../../api/container-amounts.ts';
import { type FieldError, forbidden, invalid } from '../../api/field-error.ts';
import { compareQuantities, compareQuantityTexts, formatQuantity, parseQuantity } from '../../api/quantity.ts';
import type { PodSpec } from '../../api/types.gen.ts';
import { validateEach } from '../validate-each.ts';
import { validatePodRequirements } from './resources.ts';

/** What the pod asks for as a whole (KEP-2837): enough for its containers. */
export function validatePodResources(spec: PodSpec, claimNames: ReadonlySet<string>, field: string): FieldError[] {
  const { resources } = spec;
  if (!resources) return [];
  return [
    ...(resources.claims ? [forbidden(`${field}.claims`, 'claims cannot be set for Resources at pod-level')] : []),
    ...validatePodRequirements(resources, claimNames, field),
    ...validateRequests(spec, `${field}.requests`),
    ...validateContainerLimits(spec, field),
  ];
}

function validateRequests(spec: PodSpec, field: string): FieldError[] {
  const errors: FieldError[] = [];
  for (const [name, total] of containerRequests(spec)) {
    const amount = spec.resources?.requests?.[name] ?? '0';
    if (compareQuantities(total, parseQuantity(amount)) <= 0) continue;
    const detail = `must be greater than or equal to aggregate container requests of ${formatQuantity(total)}`;
    errors.push(invalid(`${field}[${name}]`, amount, detail));
  }
  return errors;
}

function validateContainerLimits(spec: PodSpec, field: string): FieldError[] {
  const limits = spec.resources?.limits ?? {};
  return validateEach(spec.containers, `${field}.containers`, (container, at) =>
    Object.entries(container.resources?.limits ?? {}).flatMap(([name, amount]) => {
      const limit = limits[name];
      if (limit === undefined || compareQuantityTexts(amount, limit) <= 0) return [];
      return [invalid(`${at}[${name}].limits`, amount, `must be less than or equal to pod limits of ${limit}`)];
    }),
  );
}
