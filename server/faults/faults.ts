/** Faults on the wire and in DNS: rules, what they have done, and how to take them back. */
import type { WireFaults } from '../api/wire-faults.ts';
import type { Clock } from '../lib/clock.ts';
import { checkRule } from './check-rule.ts';
import { createDnsFaults, type DnsFaults } from './dns-faults.ts';
import { type FaultRule, isDnsRule, isWatchFault } from './fault-rule.ts';
import { meetFaults, type RequestFault, requestFault } from './request-faults.ts';
import { createRuleCounter, type RuleCounter } from './rule-timing.ts';
import { createOpenWatches } from './watch-faults.ts';

export interface Faults {
  /**
   * Puts a fault in the way of requests over HTTP, of watches or of DNS questions, until it is removed. What the
   * cluster's own controllers do in process is never hurt. Throws a RangeError for a rule that cannot be meant.
   */
  add(rule: FaultRule): FaultHandle;
  /** In the order in which they were added, which is the order in which they are tried. */
  list(): FaultState[];
  get(id: string): FaultState | undefined;
  /** False when there is none with this id. */
  remove(id: string): boolean;
  clear(): void;
}

export interface FaultState {
  readonly id: string;
  readonly rule: FaultRule;
  /** Requests, watches or questions that matched. */
  readonly calls: number;
  /** Those of them that it hurt. */
  readonly acted: number;
}

/** Ends with `using` too. */
export interface FaultHandle extends FaultState, Disposable {
  remove(): void;
}

export interface FaultParts {
  faults: Faults;
  wire: WireFaults;
  dns: DnsFaults;
}

interface Kept {
  rule: FaultRule;
  counter: RuleCounter;
  request: RequestFault | undefined;
  end(): void;
}

/** `random` gives numbers from 0 up to 1. */
export function createFaults({ clock, random }: { clock: Clock; random: () => number }): FaultParts {
  const kept = new Map<string, Kept>();
  const watches = createOpenWatches(clock);
  const dns = createDnsFaults(clock);
  let requests: RequestFault[] = [];
  let made = 0;

  const remove = (id: string): boolean => {
    const found = kept.get(id);
    if (!found) return false;
    kept.delete(id);
    requests = requests.filter((request) => request !== found.request);
    found.end();
    return true;
  };
  const state = (id: string, { rule, counter }: Kept): FaultState => ({
    id,
    rule,
    calls: counter.calls,
    acted: counter.acted,
  });
  const get = (id: string) => {
    const found = kept.get(id);
    return found && state(id, found);
  };
  const add = (rule: FaultRule): FaultHandle => {
    checkRule(rule);
    const id = rule.id ?? nextId();
    if (kept.has(id)) throw new RangeError(`there is a fault '${id}' already`);
    const counter = createRuleCounter(rule, random);
    const request = isDnsRule(rule) ? undefined : requestFault(id, rule, counter);
    if (request) requests = [...requests, request];
    kept.set(id, { rule, counter, request, end: begin(rule, counter) });
    return handle(id, { rule, counter, remove: () => void remove(id) });
  };
  const nextId = (): string => {
    do made++;
    while (kept.has(`fault-${made}`));
    return `fault-${made}`;
  };
  const begin = (rule: FaultRule, counter: RuleCounter): (() => void) => {
    if (isDnsRule(rule)) return dns.add(rule, counter);
    return isWatchFault(rule) ? watches.add(rule, counter) : () => {};
  };

  return {
    faults: {
      add,
      get,
      remove,
      list: () => [...kept].map(([id, fault]) => state(id, fault)),
      clear() {
        for (const id of [...kept.keys()]) remove(id);
      },
    },
    wire: {
      get armed() {
        return requests.length > 0;
      },
      meet: (asked) => meetFaults(requests, asked),
      follow: watches.follow,
    },
    dns,
  };
}

function handle(
  id: string,
  { rule, counter, remove }: { rule: FaultRule; counter: RuleCounter; remove(): void },
): FaultHandle {
  return {
    id,
    rule,
    get calls() {
      return counter.calls;
    },
    get acted() {
      return counter.acted;
    },
    remove,
    [Symbol.dispose]: remove,
  };
}
