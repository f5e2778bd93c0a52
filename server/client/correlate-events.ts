import type { Draft } from '../api/object.ts';
import type { CoreV1Event } from '../api/types.gen.ts';
import { BoundedMap } from '../lib/bounded-map.ts';
import { millisecondsOf } from '../lib/timestamps.ts';

/** An event as its source saw it, before it is compared with earlier ones. */
export type SourceEvent = Draft<CoreV1Event> & Pick<CoreV1Event, 'involvedObject' | 'reason' | 'message' | 'type'>;

/** What to do with an event: write it, or count it on the event that is there under this name. */
export type Correlated =
  | { kind: 'create'; said: Said; event: SourceEvent }
  | { kind: 'count'; said: Said; name: string; count: number; event: SourceEvent };

/** The rules of client-go's tools/record: at most 25 events of a source on one object, then one in five minutes; */
const SPAM_BURST = 25;
const SPAM_REFILL_MS = 300_000;
/** from the tenth that differs only in its message within ten minutes, one event stands for all of them. */
const AGGREGATE_AFTER = 10;
const AGGREGATE_WINDOW_MS = 600_000;
/** Objects, and what is remembered of each. */
const REMEMBERED = 4096;
const REMEMBERED_OF_EACH = 100;

/** Compares the events of one source. */
export interface EventCorrelator {
  /** Undefined when the source says too much about the object. */
  correlate(event: SourceEvent): Correlated | undefined;
  /** The event is gone from the server: the next one like it is written anew. */
  forget(said: Said): void;
}

/** An event that was made of an object; without a message the one that stands for many. */
export interface Said {
  readonly type: string | undefined;
  readonly reason: string | undefined;
  readonly fieldPath: string | undefined;
  readonly message: string | undefined;
  /** Of the event on the server, which stands for so many; nothing and 0 where there is none. */
  name: string;
  count: number;
  /** When it was said last; undefined when it no longer counts among those that differ only in their messages. */
  at: number | undefined;
}

/** Kept for each of ten thousand pods: one list is all that there is. */
interface Known {
  tokens: number;
  at: number;
  /** In the order in which they were first said. */
  said: Said[];
}

export function createEventCorrelator(): EventCorrelator {
  const objects = new BoundedMap<string, Known>(REMEMBERED);

  return {
    correlate(event) {
      const now = millisecondsOf(event.lastTimestamp ?? undefined) ?? 0;
      const key = objectKey(event);
      const known = objects.get(key) ?? { tokens: SPAM_BURST, at: now, said: [] };
      objects.set(key, known);
      if (isSpam(known, now)) return undefined;
      const { said, event: merged } = aggregate(known, event, now);
      if (said.count === 0) said.name = merged.metadata.name ?? '';
      said.count++;
      const { name, count } = said;
      return count === 1
        ? { kind: 'create', said, event: merged }
        : { kind: 'count', said, name, count, event: merged };
    },
    forget(said) {
      said.name = '';
      said.count = 0;
    },
  };
}

function isSpam(known: Known, now: number): boolean {
  known.tokens = Math.min(SPAM_BURST, known.tokens + (now - known.at) / SPAM_REFILL_MS);
  known.at = now;
  if (known.tokens < 1) return true;
  known.tokens--;
  return false;
}

function aggregate(known: Known, event: SourceEvent, now: number): { said: Said; event: SourceEvent } {
  const message = event.message ?? '';
  const alike = known.said.filter(({ type, reason }) => type === event.type && reason === event.reason);
  const latest = Math.max(...alike.map(({ at }) => at ?? 0));
  if (now - latest > AGGREGATE_WINDOW_MS) for (const one of alike) one.at = undefined;
  const said = saidBefore(known, event, message);
  said.at = now;
  const messages = new Set(alike.filter((one) => one.message !== undefined && one.at !== undefined).map(messageOf));
  if (messages.add(message).size < AGGREGATE_AFTER) return { said, event };
  const [first] = messages;
  for (const one of alike) if (one.message === first) one.at = undefined;
  const all = saidBefore(known, event, undefined);
  all.at = now;
  return { said: all, event: { ...event, message: `(combined from similar events): ${message}` } };
}

const messageOf = ({ message }: Said): string => message ?? '';

function saidBefore(known: Known, event: SourceEvent, message: string | undefined): Said {
  const { said } = known;
  const { type, reason } = event;
  const fieldPath = message === undefined ? undefined : event.involvedObject.fieldPath;
  const before = said.find(
    (one) => one.message === message && one.reason === reason && one.type === type && one.fieldPath === fieldPath,
  );
  if (before) return before;
  const made: Said = { type, reason, fieldPath, message, name: '', count: 0, at: undefined };
  // Not by push or spread, which make room for many more.
  known.said = said.slice(1 - REMEMBERED_OF_EACH).concat(made);
  return made;
}

/** The same name may stand for another kind: nodes have their names as uids here. */
function objectKey({ involvedObject: { kind, namespace, name, uid } }: SourceEvent): string {
  return kind === 'Pod' && uid ? uid : [kind, namespace, name, uid].join('\n');
}
