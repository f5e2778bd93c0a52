import type { Asked } from '../api/exchange.ts';
import type { MetFault, RequestEffects } from '../api/wire-faults.ts';
import { milliseconds } from './check-rule.ts';
import { isWatchFault, type RequestEffect, type RequestRule } from './fault-rule.ts';
import { requestMatcher } from './match-request.ts';
import type { RuleCounter } from './rule-timing.ts';

export interface RequestFault {
  readonly id: string;
  readonly counter: RuleCounter;
  matches(asked: Asked): boolean;
  readonly effects: RequestEffects;
}

/** Undefined for a rule that is about open watches. */
export function requestFault(id: string, rule: RequestRule, counter: RuleCounter): RequestFault | undefined {
  if (isWatchFault(rule)) return undefined;
  return { id, counter, matches: requestMatcher(rule), effects: effectsOf(rule) };
}

function effectsOf(rule: Exclude<RequestEffect, { watch: unknown }>): RequestEffects {
  const delay = 'delay' in rule && rule.delay !== undefined ? { delay: milliseconds(rule.delay) } : {};
  if ('connection' in rule) return { ...delay, connection: rule.connection };
  if ('staleBy' in rule) return { ...delay, staleBy: rule.staleBy };
  if (!('status' in rule)) return delay;
  const { status: code, reason, message, retryAfter } = rule;
  const texts = { ...(reason !== undefined && { reason }), ...(message !== undefined && { message }) };
  return { ...delay, status: { code, ...texts, ...(retryAfter !== undefined && { retryAfter }) } };
}

/** Delays add up; the first rule that does more ends the search, and those after it do not count the call. */
export function meetFaults(faults: Iterable<RequestFault>, asked: Asked): MetFault | undefined {
  let met: MetFault | undefined;
  for (const { id, counter, matches, effects } of faults) {
    if (!matches(asked) || !counter.acts()) continue;
    const delay = (met?.effects.delay ?? 0) + (effects.delay ?? 0);
    met = { id, effects: { ...effects, ...(delay > 0 && { delay }) } };
    if (effects.status || effects.connection || effects.staleBy !== undefined) return met;
  }
  return met;
}
