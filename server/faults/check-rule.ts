import { parseDuration } from '../lib/clock.ts';
import { type Duration, type FaultRule, isDnsRule } from './fault-rule.ts';

/** Throws a RangeError, in words for a person, for a rule that cannot be meant. */
export function checkRule(rule: FaultRule): void {
  const effects = EFFECTS.filter((effect) => effect in rule);
  if (effects.length > 1) throw new RangeError(`a fault has one effect, not ${effects.join(' and ')}`);
  if (effects.length === 0 && !('delay' in rule))
    throw new RangeError(`a fault needs one of ${EFFECTS.join(', ')}, delay`);
  checkNumbers(rule);
  if ('delay' in rule && rule.delay !== undefined) milliseconds(rule.delay);
  if (isLagging(rule) && !('delay' in rule)) throw new RangeError("'lag' needs a delay");
  if ('status' in rule && !(Number.isInteger(rule.status) && rule.status >= 400 && rule.status <= 599)) {
    throw new RangeError(`status must be from 400 to 599, not ${rule.status}`);
  }
}

const EFFECTS = ['status', 'connection', 'staleBy', 'watch', 'dns'] as const;

function isLagging(rule: FaultRule): boolean {
  return isDnsRule(rule) ? rule.dns === 'lag' : 'watch' in rule && rule.watch === 'lag';
}

function checkNumbers({ probability = 1, every = 1, skip = 0, times = 1, nth = 1 }: FaultRule): void {
  if (!(probability >= 0 && probability <= 1))
    throw new RangeError(`probability must be from 0 to 1, not ${probability}`);
  const counts = { every, skip, times };
  for (const [name, count] of Object.entries(counts)) {
    const least = name === 'every' ? 1 : 0;
    if (!Number.isInteger(count) || count < least)
      throw new RangeError(`${name} must be a number from ${least}, not ${count}`);
  }
  for (const call of [nth].flat()) {
    if (!Number.isInteger(call) || call < 1) throw new RangeError(`nth must be a number from 1, not ${call}`);
  }
}

/** Throws a RangeError for what is no duration. */
export function milliseconds(duration: Duration | undefined): number {
  if (duration === undefined) return 0;
  const result = typeof duration === 'number' ? duration : parseDuration(duration);
  if (!(result >= 0 && Number.isFinite(result))) throw new RangeError(`not a duration: ${duration}`);
  return result;
}
