/** Waits until `check` no longer throws (and does not return false), at most `timeout` milliseconds of real time. */
export async function eventually<R>(check: () => R | Promise<R>, timeout = 5000): Promise<R> {
  const deadline = performance.now() + timeout;
  for (;;) {
    try {
      const result = await check();
      if (result !== false) return result;
      if (performance.now() > deadline) throw new Error('it did not happen in time');
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
