import { addQuantities, compareQuantities, parseQuantity, type Quantity, quantitySign } from '../../api/quantity.ts';
import type { PodSpec, ResourceRequirements } from '../../api/types.gen.ts';

const COMPUTE = ['cpu', 'memory'] as const;

type Sums = Map<string, Quantity>;

/** How much a pod is guaranteed: decides which pods go first when a node runs short. */
export function qualityOfService(spec: PodSpec): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const parts = spec.resources
    ? [spec.resources]
    : [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map((container) => container.resources ?? {});
  const requests: Sums = new Map();
  const limits: Sums = new Map();
  for (const part of parts) {
    addPositive(requests, part.requests);
    addPositive(limits, part.limits);
  }
  if (requests.size === 0 && limits.size === 0) return 'BestEffort';
  const all = parts.every(isLimited) && requests.size === limits.size;
  return all && [...requests].every(([name, amount]) => isEqual(amount, limits.get(name))) ? 'Guaranteed' : 'Burstable';
}

function addPositive(sums: Sums, amounts: Readonly<Record<string, string>> | undefined): void {
  for (const name of COMPUTE) {
    const amount = amounts?.[name];
    if (amount === undefined) continue;
    const quantity = parseQuantity(amount);
    const before = sums.get(name);
    if (quantitySign(quantity) > 0) sums.set(name, before ? addQuantities(before, quantity) : quantity);
  }
}

function isLimited({ limits }: ResourceRequirements): boolean {
  return COMPUTE.every((name) => limits?.[name] !== undefined && quantitySign(parseQuantity(limits[name])) > 0);
}

function isEqual(amount: Quantity, limit: Quantity | undefined): boolean {
  return limit !== undefined && compareQuantities(amount, limit) === 0;
}
