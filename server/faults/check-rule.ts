import { parseDuration } from '../lib/clock.ts';
import { type Duration, type FaultRule, isDnsRule } from './fault-rule.ts';

/** Throws a RangeError, in words for a person, for a rule that cannot be meant. */
export function checkRule(rule: FaultRule): void {
  const effects = EFFECTS.filter((effect) => effect in rule);
  if (effects.length > 1) throw new RangeError(`a fault has one effect, not ${effects.join(' and ')}`);
  if (effects.length === 0 && !('delay' in rule))
    throw new RangeError(`a fault needs one of ${EFFECTS.join(', ')}, delay`);
  checkNumbers(rule);
  checkCompany(rule);
  if ('delay' in rule && rule.delay !== undefined) milliseconds(rule.delay);
  if (isLagging(rule) && !('delay' in rule)) throw new RangeError("'lag' needs a delay");
  if ('status' in rule && !(Number.isInteger(rule.status) && rule.status >= 400 && rule.status <= 599)) {
    throw new RangeError(`status must be from 400 to 599, not ${rule.status}`);
  }
}

/** Words that one effect alone understands: beside another they would be passed over without a word. */
const GOES_WITH: Readonly<Record<string, (typeof EFFECTS)[number]>> = {
  reason: 'status',
  message: 'status',
  retryAfter: 'status',
  afterEvents: 'watch',
  type: 'dns',
};

const OF_REQUESTS = ['verb', 'group', 'resource', 'kind', 'namespace', 'userAgent', 'path'] as const;
const OF_QUESTIONS = ['name', 'type', 'nth', 'every', 'skip', 'times', 'probability', 'seed'] as const;

function checkCompany(rule: FaultRule): void {
  for (const [field, effect] of Object.entries(GOES_WITH)) {
    if (field in rule && !(effect in rule)) throw new RangeError(`${field} goes with ${effect}`);
  }
  if ('watch' in rule && 'delay' in rule && rule.watch !== 'lag') throw new RangeError("delay goes with 'lag'");
  if (!isDnsRule(rule)) return;
  for (const field of OF_REQUESTS) if (field in rule) throw new RangeError(`${field} is not for faults of DNS`);
  if (rule.dns !== 'stale') return;
  for (const field of OF_QUESTIONS)
    if (field in rule) throw new RangeError(`${field} is not for 'stale', which is about everything`);
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
