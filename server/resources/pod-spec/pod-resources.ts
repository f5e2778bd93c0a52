import { type FieldError, forbidden, invalid } from '../../api/field-error.ts';
import {
  addQuantities,
  compareQuantities,
  compareQuantityTexts,
  formatQuantity,
  parseQuantity,
  type Quantity,
  ZERO_QUANTITY,
} from '../../api/quantity.ts';
import type { Container, PodSpec } from '../../api/types.gen.ts';
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

/**
 * What the containers ask for together: all that run side by side, or the init container that asks for most with the
 * sidecars that were started before it, whichever is more.
 */
export function containerRequests(spec: PodSpec): Map<string, Quantity> {
  const total = sumOf(spec.containers ?? []);
  const sidecars = new Map<string, Quantity>();
  const initial = new Map<string, Quantity>();
  for (const container of spec.initContainers ?? []) {
    const own = sumOf([container]);
    if (container.restartPolicy === 'Always') {
      addTo(total, own);
      addTo(sidecars, own);
      raiseTo(initial, sidecars);
    } else {
      addTo(own, sidecars);
      raiseTo(initial, own);
    }
  }
  raiseTo(total, initial);
  return total;
}

function sumOf(containers: readonly Container[]): Map<string, Quantity> {
  const sum = new Map<string, Quantity>();
  for (const container of containers) {
    const amounts = Object.entries(container.resources?.requests ?? {});
    addTo(sum, new Map(amounts.map(([name, amount]) => [name, parseQuantity(amount)])));
  }
  return sum;
}

function addTo(sum: Map<string, Quantity>, amounts: ReadonlyMap<string, Quantity>): void {
  for (const [name, amount] of amounts) {
    const before = sum.get(name);
    sum.set(name, before ? addQuantities(before, amount) : amount);
  }
}

function raiseTo(high: Map<string, Quantity>, amounts: ReadonlyMap<string, Quantity>): void {
  for (const [name, amount] of amounts) {
    if (compareQuantities(amount, high.get(name) ?? ZERO_QUANTITY) > 0) high.set(name, amount);
  }
}
