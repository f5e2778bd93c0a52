/** Counts what is under way, so that someone can wait until nothing is: `cluster.settled()`. */
export interface Activity {
  readonly busy: number;
  begin(): void;
  end(): void;
  /** Resolves when nothing is under way; at once when that is so now. */
  idle(): Promise<void>;
}

export function createActivity(): Activity {
  let busy = 0;
  let waiting: (() => void)[] = [];
  return {
    get busy() {
      return busy;
    },
    begin() {
      busy++;
    },
    end() {
      busy--;
      if (busy > 0) return;
      const resolvers = waiting;
      waiting = [];
      for (const resolve of resolvers) resolve();
    },
    idle: () => (busy === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
