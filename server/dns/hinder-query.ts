/** Puts faults in the way of questions. */
import type { NameFault, NameFaults } from '../api/name-faults.ts';
import { type Clock, sleep } from '../lib/clock.ts';
import type { MaybeLater, Outcome } from './answer-query.ts';
import { labelsOf } from './domain-name.ts';
import { bareAnswer, type Query, type Rcode, TYPES } from './message.ts';

export interface HinderOptions {
  faults: NameFaults;
  clock: Clock;
}

/** Answers as `answer` does, where nothing is in the way. */
export function hinderedAnswer(
  answer: (query: Query) => MaybeLater<Outcome>,
  { faults, clock }: HinderOptions,
): (query: Query) => MaybeLater<Outcome | 'drop'> {
  return (query) => {
    const fault = faults.armed ? faults.meet(...asText(query)) : undefined;
    if (!fault) return answer(query);
    if (fault.delay === 0) return outcomeOf(fault, () => answer(query));
    return sleep(clock, fault.delay).then(() => outcomeOf(fault, () => answer(query)));
  };
}

const RCODES: Readonly<Record<string, Rcode>> = { servfail: 'SERVFAIL', refused: 'REFUSED', nxdomain: 'NXDOMAIN' };

function outcomeOf({ answer }: NameFault, real: () => MaybeLater<Outcome>): MaybeLater<Outcome | 'drop'> {
  if (answer === undefined) return real();
  const rcode = RCODES[answer];
  return rcode === undefined ? 'drop' : bareAnswer(rcode);
}

const TYPE_NAMES: ReadonlyMap<number, string> = new Map(Object.entries(TYPES).map(([name, type]) => [type, name]));

function asText({ question: { name, type } }: Query): [name: string, type: string] {
  return [labelsOf(name).join('.').toLowerCase(), TYPE_NAMES.get(type) ?? `TYPE${type}`];
}
