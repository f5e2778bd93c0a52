import { describe, expect, test } from 'vitest';
import { type Correlated, createEventCorrelator, type SourceEvent } from '../../../server/client/correlate-events.ts';
import { timestamp } from '../../../server/lib/timestamps.ts';

const NOON = Date.UTC(2026, 0, 1, 12);
let names = 0;
const event = (message: string, { at = NOON, object = 'a' } = {}): SourceEvent => ({
  metadata: { name: `${object}.${++names}`, namespace: 'default' },
  involvedObject: { kind: 'Pod', name: object, uid: object },
  source: { component: 'test' },
  type: 'Normal',
  reason: 'Tested',
  message,
  lastTimestamp: timestamp(at),
});

describe('events of one source', () => {
  test('the same again is counted on the first', () => {
    const { correlate } = createEventCorrelator();
    const first = correlate(event('hello'));
    expect(first).toMatchObject({ kind: 'create' });
    expect(correlate(event('hello'))).toMatchObject({ kind: 'count', count: 2, name: first?.event.metadata.name });
    expect(correlate(event('hello', { object: 'b' }))).toMatchObject({ kind: 'create' });
  });

  test('one that the server forgot is written anew', () => {
    const { correlate, forget } = createEventCorrelator();
    const { said } = correlate(event('hello')) as Correlated;
    forget(said);
    expect(correlate(event('hello'))).toMatchObject({ kind: 'create' });
  });

  test('from the tenth message of a reason on, one event stands for all', () => {
    const { correlate } = createEventCorrelator();
    const results = Array.from({ length: 12 }, (_, n) => correlate(event(`message ${n}`)));
    expect(results.slice(0, 9).map((r) => r?.kind)).toEqual(Array(9).fill('create'));
    expect(results[9]).toMatchObject({
      kind: 'create',
      event: { message: '(combined from similar events): message 9' },
    });
    expect(results[11]).toMatchObject({
      kind: 'count',
      count: 3,
      event: { message: '(combined from similar events): message 11' },
    });
  });

  test('ten quiet minutes end the combining', () => {
    const { correlate } = createEventCorrelator();
    for (let n = 0; n < 10; n++) correlate(event(`message ${n}`));
    const later = correlate(event('message 99', { at: NOON + 601_000 }));
    expect(later?.event.message).toBe('message 99');
  });

  test('after 25 about one object, one in five minutes gets through', () => {
    const { correlate } = createEventCorrelator();
    const passed = Array.from({ length: 30 }, () => correlate(event('again'))).filter((r) => r !== undefined);
    expect(passed).toHaveLength(25);
    expect(correlate(event('again', { object: 'b' }))).toBeDefined();
    expect(correlate(event('again', { at: NOON + 301_000 }))).toBeDefined();
    expect(correlate(event('again', { at: NOON + 302_000 }))).toBeUndefined();
  });
});
