import type { StoreEvent } from '../store.ts';

/** The latest events, without gap, so that a watch that was away for a moment needs no SQL. */
export interface RecentEvents {
  /** Adds the next events; forgets the oldest when all together weigh too much. */
  push(events: readonly StoreEvent[]): void;
  /** Whether all events after the revision are here. */
  reachesBackTo(revision: number): boolean;
  after(revision: number): StoreEvent[];
  at(revision: number): StoreEvent | undefined;
}

/** `revision` is the latest that there is; `maxBytes` is about what the events may weigh. */
export function createRecentEvents(revision: number, maxBytes: number): RecentEvents {
  let events: StoreEvent[] = [];
  let before = revision;
  let weight = 0;

  // A quarter at a time: the events that stay are moved once for many that go.
  const trim = () => {
    if (weight <= maxBytes) return;
    let dropped = 0;
    for (; weight > maxBytes * 0.75 && dropped < events.length; dropped++) weight -= weigh(events[dropped]);
    events = events.slice(dropped);
    before += dropped;
  };

  return {
    push(added) {
      for (const event of added) {
        events.push(event);
        weight += weigh(event);
      }
      trim();
    },
    reachesBackTo: (revision) => revision >= before,
    after: (revision) => events.slice(revision - before),
    at: (revision) => events[revision - before - 1],
  };
}

/** What an event keeps alive: its text, and about three times that for the object that it was made from. */
function weigh(event: StoreEvent | undefined): number {
  if (!event) return 0;
  return 200 + event.bytes.length * (event.decoded === undefined ? 1 : 4);
}
