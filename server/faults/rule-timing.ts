import { seededRandom } from '../lib/seeded-random.ts';
import type { RuleTiming } from './fault-rule.ts';

/** Counts the calls of a rule, and says of each whether the rule acts. */
export interface RuleCounter {
  readonly calls: number;
  readonly acted: number;
  /** It has acted as often as it may. */
  readonly isSpent: boolean;
  /** Counts a call. */
  acts(): boolean;
}

/** `random` is asked where the rule has no seed. */
export function createRuleCounter(timing: RuleTiming, random: () => number): RuleCounter {
  const { times = Number.POSITIVE_INFINITY, skip = 0, every = 1, probability = 1, seed } = timing;
  const nth = timing.nth === undefined ? undefined : [timing.nth].flat();
  const draw = seed === undefined ? random : seededRandom(seed);
  const last = nth && Math.max(...nth);
  let calls = 0;
  let acted = 0;
  const isMeant = () => {
    if (nth && !nth.includes(calls)) return false;
    if (calls <= skip || (calls - skip) % every !== 0) return false;
    return probability >= 1 || draw() < probability;
  };
  return {
    get calls() {
      return calls;
    },
    get acted() {
      return acted;
    },
    get isSpent() {
      return acted >= times || (last !== undefined && calls >= last);
    },
    acts() {
      calls++;
      if (acted >= times || !isMeant()) return false;
      acted++;
      return true;
    },
  };
}
