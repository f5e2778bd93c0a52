import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  type Quantity,
  subtractQuantities,
  ZERO_QUANTITY,
} from '../quantity.ts';

/** Exact amounts by the names that quotas have for them: `requests.cpu`, `pods`, `count/jobs.batch`. */
export type QuotaAmounts = ReadonlyMap<string, Quantity>;

const ONE = parseQuantity('1');

export function pieces(...names: string[]): [string, Quantity][] {
  return names.map((name) => [name, ONE]);
}

export function addAmounts(a: QuotaAmounts, b: QuotaAmounts): QuotaAmounts {
  const sum = new Map(a);
  for (const [name, amount] of b) {
    const before = sum.get(name);
    sum.set(name, before ? addQuantities(before, amount) : amount);
  }
  return sum;
}

/** What `a` has more of than `b`; what it has less of is left out. */
export function surplus(a: QuotaAmounts, b: QuotaAmounts): QuotaAmounts {
  const more = [...a].map(([name, amount]): [string, Quantity] => {
    const before = b.get(name);
    return [name, before ? subtractQuantities(amount, before) : amount];
  });
  return new Map(more.filter(([, amount]) => compareQuantities(amount, ZERO_QUANTITY) > 0));
}

/** As an object has them: all the names asked for, zero where there is nothing. */
export function amountTexts(amounts: QuotaAmounts, names: Iterable<string>): Record<string, string> {
  return Object.fromEntries([...names].map((name) => [name, formatQuantity(amounts.get(name) ?? ZERO_QUANTITY)]));
}
