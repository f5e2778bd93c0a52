/** Lets work in the background go on a few pieces at a time, so that whoever waits for an answer comes in between. */
export interface Turns {
  /**
   * Resolves when there is room, first come, first served. What is of no hurry has what others leave of a turn, and an
   * eighth of it at least.
   */
  next(hurry?: 'no hurry'): Promise<void>;
  /** Somebody waits for an answer: few pieces begin in some turns after this one, and more again with each turn since. */
  giveWay(): void;
  /** Nothing begins until what this returns is called. */
  hold(): () => void;
  /** Nothing begins any more: who waits, and who comes later, is turned away with TurnsEnded. */
  end(): void;
}

export class TurnsEnded extends Error {}

/** How many pieces of work begin in one turn of the event loop: right after somebody came, and when nobody does. */
export interface TurnSizes {
  least: number;
  most: number;
}

interface Waiting {
  go(): void;
  turnAway(error: TurnsEnded): void;
}

/** Who asks again and again, with little between two questions, never meets a long turn. */
const CALM_AFTER = 3;

export function createTurns({ least, most }: TurnSizes): Turns {
  const waiting: Waiting[] = [];
  const unhurried: Waiting[] = [];
  let ended = false;
  let size = most;
  let room = size;
  let turnsSince = CALM_AFTER;
  let scheduled = false;
  let holders = 0;

  const turn = () => {
    scheduled = false;
    if (holders > 0) return;
    size = turnsSince < CALM_AFTER ? least : Math.min(size * 2, most);
    turnsSince++;
    const kept = Math.min(unhurried.length, Math.ceil(size / 8));
    const next = waiting.splice(0, size - kept);
    next.push(...unhurried.splice(0, size - next.length));
    room = size - next.length;
    for (const { go } of next) go();
    if (room < size) schedule();
  };
  const schedule = () => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(turn);
  };

  return {
    next(hurry) {
      if (ended) return Promise.reject(new TurnsEnded());
      schedule();
      if (room > 0 && waiting.length + unhurried.length === 0 && holders === 0) {
        room--;
        return Promise.resolve();
      }
      const line = hurry === 'no hurry' ? unhurried : waiting;
      return new Promise((go, turnAway) => line.push({ go, turnAway }));
    },
    giveWay() {
      turnsSince = 0;
    },
    hold() {
      holders++;
      return () => {
        holders--;
        schedule();
      };
    },
    end() {
      ended = true;
      for (const line of [waiting, unhurried]) for (const { turnAway } of line.splice(0)) turnAway(new TurnsEnded());
    },
  };
}
