import { addQuantities, compareQuantities, parseQuantity, type Quantity, ZERO_QUANTITY } from './quantity.ts';
import type { Container, PodSpec } from './types.gen.ts';

type Sums = Map<string, Quantity>;

/** What the containers of a pod ask for together, exactly; by resource name. */
export function containerRequests(spec: PodSpec): Sums {
  return togetherOf(spec, (container) => container.resources?.requests);
}

export function containerLimits(spec: PodSpec): Sums {
  return togetherOf(spec, (container) => container.resources?.limits);
}

type Part = (container: Container) => Readonly<Record<string, string>> | undefined;

/**
 * All containers that run side by side, or the init container that takes most with the sidecars that were started before
 * it, whichever is more (KEP-753).
 */
function togetherOf(spec: PodSpec, part: Part): Sums {
  const total = sumOf(spec.containers ?? [], part);
  const sidecars: Sums = new Map();
  const initial: Sums = new Map();
  for (const container of spec.initContainers ?? []) {
    const own = sumOf([container], part);
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

function sumOf(containers: readonly Container[], part: Part): Sums {
  const sum: Sums = new Map();
  for (const container of containers) {
    const amounts = Object.entries(part(container) ?? {});
    addTo(sum, new Map(amounts.map(([name, amount]) => [name, parseQuantity(amount)])));
  }
  return sum;
}

function addTo(sum: Sums, amounts: ReadonlyMap<string, Quantity>): void {
  for (const [name, amount] of amounts) {
    const before = sum.get(name);
    sum.set(name, before ? addQuantities(before, amount) : amount);
  }
}

function raiseTo(high: Sums, amounts: ReadonlyMap<string, Quantity>): void {
  for (const [name, amount] of amounts) {
    if (compareQuantities(amount, high.get(name) ?? ZERO_QUANTITY) > 0) high.set(name, amount);
  }
}
