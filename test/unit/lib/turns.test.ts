import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns } from '../../../server/lib/turns.ts';

test('so many pieces of work begin at once, and as many in each turn after', async () => {
  const turns = createTurns(2);
  const begun: number[] = [];
  for (let i = 0; i < 5; i++) void turns.next().then(() => begun.push(i));
  await Promise.resolve();
  expect(begun).toEqual([0, 1]);
  await turn();
  expect(begun).toEqual([0, 1, 2, 3]);
  await turn();
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

test('there is room again in the turn after', async () => {
  const turns = createTurns(1);
  await turns.next();
  await turn();
  let begun = false;
  void turns.next().then(() => {
    begun = true;
  });
  await Promise.resolve();
  expect(begun).toBe(true);
});
