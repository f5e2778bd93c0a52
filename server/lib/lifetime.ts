/** Things that end together, the last one first. */
export interface Lifetime extends AsyncDisposable {
  add<T extends AsyncDisposable>(thing: T): T;
  onEnd(end: () => PromiseLike<void> | void): void;
}

export function createLifetime(): Lifetime {
  const ends: (() => PromiseLike<void> | void)[] = [];
  return {
    add(thing) {
      ends.push(() => thing[Symbol.asyncDispose]());
      return thing;
    },
    onEnd: (end) => void ends.push(end),
    async [Symbol.asyncDispose]() {
      for (const end of ends.splice(0).reverse()) await end();
    },
  };
}
