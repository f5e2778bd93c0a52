import type { StoreEvent, StoreWatch } from './store.ts';

/** Hands committed events to the watchers of this process. */
export interface WatchHub {
  /** Calls every watcher whose prefix matches with what is new to it, in one call. Events are in order of revision. */
  publish(events: StoreEvent[]): void;
  /** Begins with the first event after revision `after` that is published from now on. */
  subscribe(prefix: string, after: number, onEvents: (events: StoreEvent[]) => void): StoreWatch;
}

interface Watcher {
  after: number;
  onEvents: (events: StoreEvent[]) => void;
}

export function createWatchHub(): WatchHub {
  // By prefix, so that events are matched once for all watchers of one resource.
  const watchers = new Map<string, Set<Watcher>>();

  return {
    publish(events) {
      const last = events.at(-1);
      if (!last) return;
      for (const [prefix, group] of watchers) {
        const matching = withPrefix(events, prefix);
        if (matching.length > 0) for (const watcher of group) deliver(watcher, matching, last.revision);
      }
    },

    subscribe(prefix, after, onEvents) {
      const watcher = { after, onEvents };
      const group = watchers.get(prefix) ?? new Set();
      watchers.set(prefix, group.add(watcher));
      return {
        stop() {
          group.delete(watcher);
          if (group.size === 0 && watchers.get(prefix) === group) watchers.delete(prefix);
        },
      };
    },
  };
}

/** The events whose key begins with the prefix; the list itself when that is all of them. */
export function withPrefix(events: StoreEvent[], prefix: string): StoreEvent[] {
  return events.every((e) => e.key.startsWith(prefix)) ? events : events.filter((e) => e.key.startsWith(prefix));
}

function deliver(watcher: Watcher, events: StoreEvent[], last: number): void {
  // Who subscribes while events are being handed out has them as history already.
  if (watcher.after >= last) return;
  try {
    watcher.onEvents(events);
  } catch (error) {
    // The write is committed and other watchers wait: a watcher's bug surfaces on its own.
    queueMicrotask(() => {
      throw error;
    });
  }
}
