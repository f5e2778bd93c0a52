/** What a test started, to be ended after it in the opposite order. */
export function createDisposables() {
  const things: (AsyncDisposable | Disposable)[] = [];
  return {
    use<T extends AsyncDisposable | Disposable>(thing: T): T {
      things.push(thing);
      return thing;
    },
    async disposeAsync(): Promise<void> {
      for (let thing = things.pop(); thing; thing = things.pop()) {
        if (Symbol.asyncDispose in thing) await thing[Symbol.asyncDispose]();
        else thing[Symbol.dispose]();
      }
    },
  };
}
