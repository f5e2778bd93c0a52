import { containerLimits, containerRequests } from '../api/container-amounts.ts';
import {
  compareQuantityTexts,
  formatQuantity,
  parseQuantity,
  type Quantity,
  quantityMilliValue,
  quantitySign,
} from '../api/quantity.ts';
import type { LimitRangeItem, PodSpec } from '../api/types.gen.ts';

type Amounts = Readonly<Record<string, string>> | undefined;

interface Asked {
  requests: Amounts;
  limits: Amounts;
}

/** Why the containers are outside of the range, in Kubernetes' words. */
export function containerViolations(spec: PodSpec, item: LimitRangeItem): string[] {
  return [...spec.containers, ...(spec.initContainers ?? [])].flatMap(({ resources }) =>
    violations(item, { requests: resources?.requests, limits: resources?.limits }),
  );
}

export function podViolations(spec: PodSpec, item: LimitRangeItem): string[] {
  return violations(item, { requests: texts(containerRequests(spec)), limits: texts(containerLimits(spec)) });
}

function texts(sums: ReadonlyMap<string, Quantity>): Amounts {
  return Object.fromEntries([...sums].map(([name, amount]) => [name, formatQuantity(amount)]));
}

export function violations(item: LimitRangeItem, asked: Asked): string[] {
  const each = (bounds: Amounts, check: (name: string, bound: string) => string | undefined) =>
    Object.entries(bounds ?? {}).flatMap(([name, bound]) => check(name, bound) ?? []);
  return [
    ...each(item.min, (name, bound) =>
      belowMinimum(`minimum ${name} usage per ${item.type} is ${bound}`, bound, amountsOf(asked, name)),
    ),
    ...each(item.max, (name, bound) =>
      aboveMaximum(`maximum ${name} usage per ${item.type} is ${bound}`, bound, amountsOf(asked, name)),
    ),
    ...each(item.maxLimitRequestRatio, (name, bound) =>
      aboveRatio(`${name} max limit to request ratio per ${item.type} is ${bound}`, bound, amountsOf(asked, name)),
    ),
  ];
}

interface Pair {
  request: string | undefined;
  limit: string | undefined;
}

function amountsOf({ requests, limits }: Asked, name: string): Pair {
  return { request: requests?.[name], limit: limits?.[name] };
}

function belowMinimum(rule: string, bound: string, { request, limit }: Pair): string | undefined {
  if (request === undefined) return `${rule}.  No request is specified`;
  if (compareQuantityTexts(request, bound) < 0) return `${rule}, but request is ${request}`;
  return limit !== undefined && compareQuantityTexts(limit, bound) < 0 ? `${rule}, but limit is ${limit}` : undefined;
}

function aboveMaximum(rule: string, bound: string, { request, limit }: Pair): string | undefined {
  if (limit === undefined) return `${rule}.  No limit is specified`;
  if (compareQuantityTexts(limit, bound) > 0) return `${rule}, but limit is ${limit}`;
  return request !== undefined && compareQuantityTexts(request, bound) > 0
    ? `${rule}, but request is ${request}`
    : undefined;
}

function aboveRatio(rule: string, bound: string, { request, limit }: Pair): string | undefined {
  if (request === undefined || isNothing(request)) return `${rule}, but no request is specified or request is 0`;
  if (limit === undefined || isNothing(limit)) return `${rule}, but no limit is specified or limit is 0`;
  const ratio = thousandths(limit) / thousandths(request);
  return ratio * 1000 > thousandths(bound) ? `${rule}, but provided ratio is ${ratio.toFixed(6)}` : undefined;
}

function isNothing(amount: string): boolean {
  return quantitySign(parseQuantity(amount)) === 0;
}

function thousandths(amount: string): number {
  return Number(quantityMilliValue(parseQuantity(amount)));
}
