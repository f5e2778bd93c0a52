import type { StoreEvent } from '../store.ts';

/** What is over any of these is forgotten. */
export interface HistoryLimits {
  /** Number of events. */
  events: number;
  /** Size of their bytes, in UTF-16 code units. */
  bytes: number;
  /** Milliseconds. */
  age: number;
}

/** The latest events, without gap. */
export interface History {
  /** Everything after this revision is here. */
  readonly horizon: number;
  /** Adds the next event; forgets the oldest when history has outgrown its limits by a quarter. */
  push(event: StoreEvent, at: number): void;
  after(revision: number): StoreEvent[];
  /** Forgets what is over the limits. */
  trim(now: number): void;
  /** Forgets all up to the revision. */
  forget(revision: number): void;
}

export function createHistory(revision: number, limits: HistoryLimits): History {
  let events: StoreEvent[] = [];
  let times: number[] = [];
  let horizon = revision;
  let bytes = 0;

  const drop = (count: number) => {
    if (count <= 0) return;
    for (let i = 0; i < count; i++) bytes -= sizeOf(events[i]);
    events = events.slice(count);
    times = times.slice(count);
    horizon += count;
  };

  const trim = (now: number) => {
    let count = Math.max(0, events.length - limits.events);
    let left = bytes;
    for (let i = 0; i < count; i++) left -= sizeOf(events[i]);
    const isOver = () => left > limits.bytes || (times[count] as number) < now - limits.age;
    for (; count < events.length && isOver(); count++) left -= sizeOf(events[count]);
    drop(count);
  };

  return {
    get horizon() {
      return horizon;
    },
    push(event, at) {
      events.push(event);
      times.push(at);
      bytes += sizeOf(event);
      if (events.length > limits.events * 1.25 || bytes > limits.bytes * 1.25) trim(at);
    },
    after: (revision) => events.slice(revision - horizon),
    trim,
    forget: (revision) => drop(revision - horizon),
  };
}

function sizeOf(event: StoreEvent | undefined): number {
  return event ? (event.size ?? event.bytes.length) : 0;
}
