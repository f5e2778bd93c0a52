/** Faults of the cluster's DNS server. */
import type { NameFault, NameFaults } from '../api/name-faults.ts';
import type { Clock } from '../lib/clock.ts';
import { textMatcher } from '../lib/text-pattern.ts';
import { milliseconds } from './check-rule.ts';
import type { DnsRule } from './fault-rule.ts';
import type { RuleCounter } from './rule-timing.ts';
import { createSlowLane } from './slow-lane.ts';

export interface DnsFaults extends NameFaults {
  /** Returns a function that takes the rule back. */
  add(rule: DnsRule, counter: RuleCounter): () => void;
}

interface QuestionRule {
  counter: RuleCounter;
  matches(name: string, type: string): boolean;
  fault: NameFault;
}

export function createDnsFaults(clock: Clock): DnsFaults {
  const rules = new Set<QuestionRule>();
  const stale = new Set<DnsRule>();
  const changes = createSlowLane(clock);

  const addStale = (rule: DnsRule) => {
    stale.add(rule);
    update();
    return () => {
      stale.delete(rule);
      update();
    };
  };
  const update = () => {
    const delays = [...stale].map(({ delay }) => (delay === undefined ? undefined : milliseconds(delay)));
    changes.set({ held: delays.includes(undefined), delay: Math.max(0, ...delays.map((delay) => delay ?? 0)) });
  };

  return {
    add(rule, counter) {
      if (rule.dns === 'stale') return addStale(rule);
      const added = questionRule(rule, counter);
      rules.add(added);
      return () => void rules.delete(added);
    },
    get armed() {
      return rules.size > 0;
    },
    meet(name, type) {
      for (const { matches, counter, fault } of rules) if (matches(name, type) && counter.acts()) return fault;
      return undefined;
    },
    learn: changes.pass,
  };
}

function questionRule(rule: DnsRule, counter: RuleCounter): QuestionRule {
  const isName = textMatcher(rule.name);
  const isType = textMatcher(rule.type);
  const { dns } = rule;
  const answer = dns === 'lag' || dns === 'stale' ? undefined : dns;
  return {
    counter,
    matches: (name, type) => isName(name) && isType(type),
    fault: { delay: milliseconds(rule.delay), ...(answer && { answer }) },
  };
}
