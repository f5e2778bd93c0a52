import { describe, expect, test } from 'vitest';
import { createWorkQueue } from '../../../server/client/work-queue.ts';
import { createActivity } from '../../../server/lib/activity.ts';
import { manualClock } from '../../../server/lib/clock.ts';

const makeQueue = () => {
  const clock = manualClock();
  const activity = createActivity();
  return { clock, activity, queue: createWorkQueue({ clock, activity }) };
};

describe('a work queue', () => {
  test('hands out keys in order, each once', async () => {
    const { queue } = makeQueue();
    for (const key of ['a', 'b', 'a']) queue.add(key);
    expect(await queue.next()).toBe('a');
    expect(await queue.next()).toBe('b');
    queue.add('c');
    expect(await queue.next()).toBe('c');
  });

  test('wakes who waits', async () => {
    const { queue } = makeQueue();
    const next = queue.next();
    queue.add('a');
    expect(await next).toBe('a');
  });

  test('never hands out a key that is worked on; it comes back after that', async () => {
    const { queue } = makeQueue();
    queue.add('a');
    await queue.next();
    queue.add('a');
    queue.add('b');
    expect(await queue.next()).toBe('b');
    queue.done('a');
    expect(await queue.next()).toBe('a');
  });

  test('of several delays the earliest counts', async () => {
    const { queue, clock } = makeQueue();
    queue.addAfter('a', 1000);
    queue.addAfter('a', 300);
    queue.addAfter('a', 500);
    const next = queue.next();
    await clock.advance(299);
    queue.add('first');
    expect(await next).toBe('first');
    const later = queue.next();
    await clock.advance(1);
    expect(await later).toBe('a');
  });

  test('retries at once at first, then later and later, until the key is forgotten', async () => {
    const { queue, clock } = makeQueue();
    const began = clock.now();
    const fail = async () => {
      queue.retry('a');
      for (const next = queue.next(); ; ) {
        const key = await Promise.race([next, clock.advance(5)]);
        if (key) break;
      }
      queue.done('a');
      return clock.now() - began;
    };
    const times = [];
    for (let n = 0; n < 6; n++) times.push(await fail());
    expect(times.slice(0, 3).every((t) => t <= 15)).toBe(true);
    expect((times[5] as number) - (times[4] as number)).toBeGreaterThan((times[3] as number) - (times[2] as number));
    queue.forget('a');
    const before = clock.now() - began;
    expect((await fail()) - before).toBeLessThanOrEqual(5);
  });

  test('is busy while keys wait or are worked on, not while they are delayed', async () => {
    const { queue, activity } = makeQueue();
    queue.addAfter('later', 1000);
    expect(activity.busy).toBe(0);
    queue.add('a');
    expect(activity.busy).toBe(1);
    await queue.next();
    queue.add('a');
    expect(activity.busy).toBe(1);
    queue.done('a');
    expect(activity.busy).toBe(1);
    const idle = activity.idle();
    await queue.next();
    queue.done('a');
    await idle;
    expect(activity.busy).toBe(0);
  });

  test('ends for all when closed, and takes nothing more', async () => {
    const { queue, activity, clock } = makeQueue();
    const waiting = queue.next();
    queue.close();
    queue.add('a');
    queue.addAfter('b', 1);
    await clock.advance(10);
    expect(await waiting).toBeUndefined();
    expect(await queue.next()).toBeUndefined();
    expect(activity.busy).toBe(0);
  });
});
