import type { Condition } from '../../test/parity/scenario.ts';
import type { RecordedStep } from './recorded.ts';

/**
 * What a recorded step waits for, as data. Functions that only compare are read as text; a count of items is found by
 * trying. What is left waits for the recorded answer alone, which says it as well: no conditions.
 */
export function waitingFor(until: NonNullable<RecordedStep['until']>): Condition[] {
  const text = until
    .toString()
    .replace(/^\((\w+)(, \w+)?\) => /, '')
    .replaceAll('?.', '.')
    .replace(/\[(\d+)\]/g, '.$1');
  const parts = text.split(' && ').map(conditionOf);
  if (parts.every((part) => part !== undefined)) return parts;
  return itemCount(until) ?? [];
}

function conditionOf(text: string): Condition | undefined {
  const status = text.match(/^r(?:es)?\.status (===|!==) (\d+)$/);
  // Only the creation of a pod waits for an end to 403s.
  if (status) return { status: status[1] === '===' ? Number(status[2]) : 201 };
  const equal = text.match(/^b\.([\w.]+) === (\d+|'[^']*')$/);
  if (equal) return { at: equal[1] as string, is: JSON.parse((equal[2] as string).replaceAll("'", '"')) };
  const there = text.match(/^(!{0,2})b\.([\w.]+)$/);
  if (there) return { at: there[2] as string, exists: there[1] !== '!' };
  const current = text === 'b.status.observedGeneration === b.metadata.generation';
  if (current) return { at: 'status.observedGeneration', sameAs: 'metadata.generation' };
  const condition = text.match(/^cond\(b, '(\w+)'\)(?:\.reason === '(\w+)')?$/);
  return condition ? { condition: condition[1] as string, ...(condition[2] && { reason: condition[2] }) } : undefined;
}

function itemCount(until: NonNullable<RecordedStep['until']>): Condition[] | undefined {
  if (!until.toString().includes('items?.length === n')) return undefined;
  for (let count = 0; count < 10; count++) {
    if (until({ items: Array(count).fill({}) }, { status: 200 })) return [{ at: 'items.length', is: count }];
  }
  return undefined;
}
