/** Faults of open watches: a rule meets those that are open when it is added, and those that are opened later. */
import type { Asked } from '../api/exchange.ts';
import type { WatchControl, WatchFaults } from '../api/wire-faults.ts';
import type { Clock } from '../lib/clock.ts';
import { milliseconds } from './check-rule.ts';
import type { RequestMatch, WatchFault } from './fault-rule.ts';
import { requestMatcher } from './match-request.ts';
import type { RuleCounter } from './rule-timing.ts';
import { createSlowLane } from './slow-lane.ts';

export interface OpenWatches {
  follow(asked: Asked, control: WatchControl): WatchFaults;
  /** Returns a function that takes the rule back: what it held comes then. */
  add(rule: RequestMatch & WatchFault, counter: RuleCounter): () => void;
}

interface WatchRule {
  rule: WatchFault;
  counter: RuleCounter;
  matches(asked: Asked): boolean;
}

interface OpenWatch {
  offer(rule: WatchRule): void;
  free(rule: WatchRule): void;
}

export function createOpenWatches(clock: Clock): OpenWatches {
  const rules = new Set<WatchRule>();
  const watches = new Set<OpenWatch>();
  return {
    follow(asked, control) {
      const { watch, faults } = openWatch(asked, control, clock);
      watches.add(watch);
      for (const rule of rules) watch.offer(rule);
      return {
        ...faults,
        stop() {
          watches.delete(watch);
          faults.stop();
        },
      };
    },
    add(rule, counter) {
      const added: WatchRule = { rule, counter, matches: requestMatcher(rule) };
      rules.add(added);
      for (const watch of [...watches]) watch.offer(added);
      return () => {
        rules.delete(added);
        for (const watch of watches) watch.free(added);
      };
    },
  };
}

interface Burden {
  rule: WatchRule;
  /** It acts when this many more events have been sent. */
  left: number;
}

function openWatch(
  asked: Asked,
  control: WatchControl,
  clock: Clock,
): { watch: OpenWatch; faults: Pick<WatchFaults, 'event' | 'bookmark' | 'stop'> } {
  const lane = createSlowLane(clock);
  let burdens: Burden[] = [];
  let isOver = false;

  const has = (what: WatchFault['watch']) => burdens.some(({ rule, left }) => left <= 0 && rule.rule.watch === what);
  const update = () => {
    const lags = burdens.filter(({ rule, left }) => left <= 0 && rule.rule.watch === 'lag');
    lane.set({ held: has('silence'), delay: lags.reduce((sum, { rule }) => sum + milliseconds(rule.rule.delay), 0) });
  };
  const endIfDue = () => {
    if (isOver || !(has('cut') || has('expire'))) return false;
    isOver = true;
    lane.clear();
    // The watch may be about to begin: it does so before it ends.
    queueMicrotask(has('cut') ? control.cut : control.expire);
    return true;
  };

  return {
    watch: {
      offer(rule) {
        if (isOver || !rule.matches(asked) || !rule.counter.acts()) return;
        burdens = [...burdens, { rule, left: rule.rule.afterEvents ?? 0 }];
        if (!endIfDue()) update();
      },
      free(rule) {
        burdens = burdens.filter((burden) => burden.rule !== rule);
        if (!isOver) update();
      },
    },
    faults: {
      event(send) {
        if (isOver) return;
        lane.pass(send);
        if (burdens.length === 0) return;
        for (const burden of burdens) burden.left--;
        if (!endIfDue()) update();
      },
      bookmark(send) {
        if (!isOver && !has('no-bookmarks')) lane.pass(send);
      },
      stop() {
        isOver = true;
        lane.clear();
      },
    },
  };
}
