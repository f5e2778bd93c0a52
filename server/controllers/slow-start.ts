/**
 * Does something `count` times in growing batches (1, 2, 4, …), and stops at the first batch in which one fails: what
 * fails once, such as a quota, would fail for all the others too. Throws that failure.
 */
export async function slowStart(count: number, action: (index: number) => Promise<void>): Promise<void> {
  for (let done = 0, size = 1; done < count; size *= 2) {
    const batch = Array.from({ length: Math.min(size, count - done) }, (_, i) => action(done + i));
    const results = await Promise.allSettled(batch);
    const failure = results.find((result) => result.status === 'rejected');
    if (failure) throw failure.reason;
    done += batch.length;
  }
}
