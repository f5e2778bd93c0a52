import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ManualClock, manualClock, parseDuration, runningClock } from '../../../server/lib/clock.ts';
import { createTimerQueue } from '../../../server/lib/timer-queue.ts';

/** Notes what is called, and when. */
function diary(clock: ManualClock) {
  const start = clock.now();
  const entries: string[] = [];
  return { entries, note: (text: string) => () => void entries.push(`${clock.now() - start} ${text}`) };
}

describe('a manual clock', () => {
  test('stands still until it is moved, and then calls what is due in order of its time', async () => {
    const clock = manualClock();
    const { entries, note } = diary(clock);
    clock.setTimeout(note('late'), 2000);
    clock.setTimeout(note('first'), 1000);
    clock.setTimeout(note('second'), 1000);
    clock.setTimeout(note('never'), 1500).cancel();
    await clock.advance('1s');
    expect(entries).toEqual(['1000 first', '1000 second']);
    await clock.advance(999);
    await clock.advance(1);
    expect(entries.at(-1)).toBe('2000 late');
  });

  test('calls what is set on the way, at its time', async () => {
    const clock = manualClock();
    const { entries, note } = diary(clock);
    const again = () => {
      note('again')();
      clock.setTimeout(again, 30_000);
    };
    clock.setTimeout(again, 30_000);
    await clock.advance('1m30s');
    expect(entries).toEqual(['30000 again', '60000 again', '90000 again']);
  });

  test('waits after each moment until what was begun has come to an end', async () => {
    const clock = manualClock();
    const { entries, note } = diary(clock);
    clock.setTimeout(note('a'), 1000);
    clock.setTimeout(note('b'), 1000);
    clock.setTimeout(note('c'), 2000);
    await clock.advance('3s', async () => note('settled')());
    expect(entries).toEqual(['1000 a', '1000 b', '1000 settled', '2000 c', '2000 settled']);
  });

  test('calls upkeep at its times for two minutes, and then once more', async () => {
    const clock = manualClock();
    const { entries, note } = diary(clock);
    const beat = () => {
      note('beat')();
      clock.setTimeout(beat, 50_000, 'upkeep');
    };
    clock.setTimeout(beat, 50_000, 'upkeep');
    clock.setTimeout(note('timer'), 3_600_000);
    await clock.advance('7d');
    expect(entries).toEqual(['50000 beat', '100000 beat', '3600000 timer', `${7 * 86_400_000} beat`]);
  });

  test('moves by the sum of what is asked for at once', async () => {
    const clock = manualClock(0);
    const { entries, note } = diary(clock);
    clock.setTimeout(note('a'), 1500);
    await Promise.all([clock.advance('1s'), clock.advance('1s')]);
    expect(clock.now()).toBe(2000);
    expect(entries).toEqual(['1500 a']);
  });

  test.each(['', '5', '-5m', '5 m', 'm5', '5y'])('does not know the duration %j', async (text) => {
    await expect(manualClock().advance(text)).rejects.toBeInstanceOf(RangeError);
  });

  test('does not go back', async () => {
    await expect(manualClock().advance(-1)).rejects.toBeInstanceOf(RangeError);
    await expect(manualClock().advance(Number.NaN)).rejects.toBeInstanceOf(RangeError);
  });
});

describe('a running clock', () => {
  const called = (clock: ManualClock, delay: number) =>
    new Promise<number>((resolve) => {
      // A timer of the clock does not keep the process alive.
      const alive = setInterval(() => {}, 1000);
      clock.setTimeout(() => {
        clearInterval(alive);
        resolve(clock.now());
      }, delay);
    });

  test('calls what is due by itself', async () => {
    const clock = runningClock();
    const times = await Promise.all([called(clock, 5), called(clock, 1), called(clock, 0)]);
    expect(times).toEqual(times.toSorted((a, b) => b - a));
  });

  test('can be moved ahead, and goes on from there', async () => {
    const clock = runningClock(0);
    const { entries, note } = diary(clock);
    clock.setTimeout(note('an hour'), 3_600_000);
    await clock.advance('1h');
    expect(entries).toHaveLength(1);
    expect(await called(clock, 1)).toBeGreaterThan(3_600_000);
  });

  test('stands still while it is paused', async () => {
    const clock = runningClock();
    const later = called(clock, 1);
    clock.pause();
    const now = clock.now();
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(clock.now()).toBe(now);
    expect(clock.isRunning).toBe(false);
    clock.resume();
    expect(await later).toBeGreaterThan(now);
  });
});

test.each([
  ['250ms', 250],
  ['1h30m', 5_400_000],
  ['1.5s', 1500],
  ['7d', 604_800_000],
])('%s is %d ms', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test('a queue of timers calls those that are due and not cancelled, in order', () => {
  const timer = fc.record({ at: fc.integer({ min: 0, max: 20 }), isCancelled: fc.boolean() });
  fc.assert(
    fc.property(fc.array(timer, { maxLength: 400 }), fc.integer({ min: 0, max: 20 }), (timers, by) => {
      const queue = createTimerQueue();
      const calls: number[] = [];
      const set = timers.map(({ at }, i) => queue.add(() => calls.push(i), at));
      set.forEach((pending, i) => {
        if (timers[i]?.isCancelled) pending.cancel();
      });
      queue.call(by);
      const due = [...timers.keys()].filter((i) => !timers[i]?.isCancelled && (timers[i]?.at ?? 0) <= by);
      expect(calls).toEqual(due.sort((a, b) => (timers[a]?.at ?? 0) - (timers[b]?.at ?? 0) || a - b));
    }),
  );
});
