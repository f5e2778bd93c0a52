import { describe, expect, test } from 'vitest';
import { createAsyncQueue } from '../../../server/lib/async-queue.ts';

async function read<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('a queue', () => {
  test('hands out in order what was there, what comes, and then its end', async () => {
    const queue = createAsyncQueue<number>({ limit: 10 });
    queue.push(1);
    queue.push(2);
    const reading = read(queue);
    await new Promise((resolve) => setImmediate(resolve));
    queue.push(3);
    queue.push(4);
    queue.end();
    expect(await reading).toEqual([1, 2, 3, 4]);
    expect(queue.push(5)).toBe(false);
  });

  test('takes no more than its reader may leave', async () => {
    const queue = createAsyncQueue<number>({ limit: 2 });
    expect([1, 2, 3].map((item) => queue.push(item))).toEqual([true, true, false]);
    queue.end();
    expect(await read(queue)).toEqual([1, 2]);
  });

  test('fails in place of what is there', async () => {
    const queue = createAsyncQueue<number>({ limit: 2 });
    queue.push(1);
    queue.fail(new Error('too late'));
    await expect(read(queue)).rejects.toThrow('too late');
  });

  test('is left by its reader', async () => {
    const queue = createAsyncQueue<number>({ limit: 2 });
    queue.push(1);
    for await (const item of queue) {
      expect(item).toBe(1);
      break;
    }
  });
});
