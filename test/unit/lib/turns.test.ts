import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createTurns, type Turns, TurnsEnded } from '../../../server/lib/turns.ts';

/** How many of a hundred pieces have begun. */
function begin(turns: Turns): () => number {
  let begun = 0;
  for (let i = 0; i < 100; i++) void turns.next().then(() => begun++);
  return () => begun;
}

test('so many pieces of work begin at once, and as many in each turn after', async () => {
  const begun = begin(createTurns({ least: 1, most: 2 }));
  await Promise.resolve();
  expect(begun()).toBe(2);
  await turn();
  expect(begun()).toBe(4);
  await turn();
  expect(begun()).toBe(6);
});

test('few begin after somebody came, and more with each turn in which nobody does', async () => {
  const turns = createTurns({ least: 2, most: 32 });
  const begun = begin(turns);
  await turn();
  expect(begun()).toBe(64);
  turns.giveWay();
  for (const expected of [66, 68, 70, 74, 82, 98]) {
    await turn();
    expect(begun()).toBe(expected);
  }
});

test('what is of no hurry has what others leave, and an eighth at least', async () => {
  const turns = createTurns({ least: 1, most: 8 });
  const letGo = turns.hold();
  const begun: string[] = [];
  for (const hurry of ['no hurry', undefined] as const)
    for (let i = 0; i < 10; i++) void turns.next(hurry).then(() => begun.push(hurry ?? 'hurry'));
  letGo();
  const countTurn = async () => {
    await turn();
    const all = begun.splice(0);
    return [all.filter((hurry) => hurry === 'hurry').length, all.filter((hurry) => hurry === 'no hurry').length];
  };
  expect(await countTurn()).toEqual([7, 1]);
  expect(await countTurn()).toEqual([3, 5]);
  expect(await countTurn()).toEqual([0, 4]);
});

test('there is room again in the turn after', async () => {
  const turns = createTurns({ least: 1, most: 1 });
  await turns.next();
  await turn();
  let begun = false;
  void turns.next().then(() => {
    begun = true;
  });
  await Promise.resolve();
  expect(begun).toBe(true);
});

test('at the end nothing begins any more', async () => {
  const turns = createTurns({ least: 1, most: 1 });
  await turns.next();
  const waiting = turns.next();
  turns.end();
  await expect(waiting).rejects.toThrow(TurnsEnded);
  await expect(turns.next()).rejects.toThrow(TurnsEnded);
});

test('nothing begins while somebody holds it', async () => {
  const turns = createTurns({ least: 1, most: 200 });
  const letGo = turns.hold();
  const begun = begin(turns);
  await turn();
  await turn();
  expect(begun()).toBe(0);
  letGo();
  await turn();
  expect(begun()).toBe(100);
});
