import type { Clock, Timer } from '../lib/clock.ts';

/** Lets what is sent pass in its order: at once, late, or not before it is let go. */
export interface SlowLane {
  pass(send: () => void): void;
  set(state: { held: boolean; delay: number }): void;
  /** Forgets what waits. */
  clear(): void;
}

export function createSlowLane(clock: Clock): SlowLane {
  let waiting: { send: () => void; due: number }[] = [];
  let held = false;
  let delay = 0;
  let timer: Timer | undefined;

  const move = () => {
    timer?.cancel();
    timer = undefined;
    while (!held && waiting[0] && waiting[0].due <= clock.now()) waiting.shift()?.send();
    if (!held && waiting[0]) timer = clock.setTimeout(move, waiting[0].due - clock.now());
  };

  return {
    pass(send) {
      if (waiting.length === 0 && !held && delay === 0) return send();
      waiting.push({ send, due: clock.now() + delay });
      if (!held && !timer) move();
    },
    set(state) {
      ({ held, delay } = state);
      if (waiting.length > 0) move();
    },
    clear() {
      timer?.cancel();
      timer = undefined;
      waiting = [];
    },
  };
}
