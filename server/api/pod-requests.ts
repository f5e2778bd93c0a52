import { BoundedMap } from '../lib/bounded-map.ts';
import { parseQuantity, quantityMilliValue, quantityValue } from './quantity.ts';
import type { Container, PodSpec, Quantity } from './types.gen.ts';

/** Amounts of resources by name: thousandths for `cpu`, whole units (bytes) for all others. */
export type Amounts = Readonly<Record<string, number>>;

const NOTHING: Amounts = Object.freeze({});

/**
 * What a pod asks for, as the scheduler counts it: the sum of its containers and sidecars, or more when one of the init
 * containers, which run alone but for the sidecars before them, needs more; what is said for the pod as a whole wins.
 */
export function podRequests(spec: PodSpec): Amounts {
  if (!hasRequests(spec)) return NOTHING;
  let total = sumOf(spec.containers.map(requestsOf));
  let sidecars: Amounts = NOTHING;
  let initial: Amounts = NOTHING;
  for (const container of spec.initContainers ?? []) {
    const requests = requestsOf(container);
    if (container.restartPolicy === 'Always') {
      total = sumOf([total, requests]);
      sidecars = sumOf([sidecars, requests]);
      initial = largestOf(initial, sidecars);
    } else initial = largestOf(initial, sumOf([sidecars, requests]));
  }
  const ofPod = amountsOf(spec.resources?.requests);
  return sumOf([{ ...largestOf(total, initial), ...ofPod }, amountsOf(spec.overhead)]);
}

/** A list of quantities as numbers. */
export function amountsOf(quantities: Readonly<Record<string, Quantity>> | undefined): Amounts {
  if (!quantities) return NOTHING;
  return Object.fromEntries(Object.entries(quantities).map(([name, text]) => [name, amountOf(name, text)]));
}

function hasRequests(spec: PodSpec): boolean {
  const asks = ({ resources }: Container) => resources?.requests !== undefined;
  return (
    spec.containers.some(asks) ||
    spec.overhead !== undefined ||
    spec.resources?.requests !== undefined ||
    (spec.initContainers?.some(asks) ?? false)
  );
}

function requestsOf({ resources }: Container): Amounts {
  return amountsOf(resources?.requests);
}

export function sumOf(all: readonly Amounts[]): Amounts {
  const sum: Record<string, number> = {};
  for (const amounts of all) for (const name in amounts) sum[name] = (sum[name] ?? 0) + (amounts[name] as number);
  return sum;
}

function largestOf(a: Amounts, b: Amounts): Amounts {
  const largest: Record<string, number> = { ...a };
  for (const name in b) largest[name] = Math.max(largest[name] ?? 0, b[name] as number);
  return largest;
}

// A cache of constants: a text always means the same, and pods repeat few texts many times.
const known = new BoundedMap<string, number>(1000);

function amountOf(name: string, text: Quantity): number {
  const key = name === 'cpu' ? `m${text}` : text;
  let amount = known.get(key);
  if (amount === undefined) {
    const quantity = parseQuantity(text);
    amount = Number(name === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity));
    known.set(key, amount);
  }
  return amount;
}
