import { expect, test } from 'vitest';
import { type AnyCondition, isConditionTrue, withCondition } from '../../../server/api/conditions.ts';

test('a condition keeps the time of its transition while its status stays', () => {
  const first = withCondition<AnyCondition & { reason: string }>(
    undefined,
    { type: 'Ready', status: 'False', reason: 'a' },
    't1',
  );
  const second = withCondition(first, { type: 'Ready', status: 'False', reason: 'b' }, 't2');
  expect(second).toEqual([{ type: 'Ready', status: 'False', reason: 'b', lastTransitionTime: 't1' }]);
  const third = withCondition(second, { type: 'Ready', status: 'True', reason: 'b' }, 't3');
  expect(third[0]?.lastTransitionTime).toBe('t3');
  expect([isConditionTrue(second, 'Ready'), isConditionTrue(third, 'Ready')]).toEqual([false, true]);
});
