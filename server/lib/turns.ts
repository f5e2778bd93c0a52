/** Lets work in the background go on a few pieces at a time, so that whoever waits for an answer comes in between. */
export interface Turns {
  /** Resolves when there is room, first come, first served. */
  next(): Promise<void>;
}

/** `size` pieces of work begin in each turn of the event loop. */
export function createTurns(size: number): Turns {
  const waiting: (() => void)[] = [];
  let room = size;
  let scheduled = false;

  const turn = () => {
    scheduled = false;
    room = size;
    for (const go of waiting.splice(0, size)) {
      room--;
      go();
    }
    if (room < size) schedule();
  };
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(turn);
  };

  return {
    next() {
      schedule();
      if (room > 0 && waiting.length === 0) {
        room--;
        return Promise.resolve();
      }
      return new Promise((resolve) => waiting.push(resolve));
    },
  };
}
