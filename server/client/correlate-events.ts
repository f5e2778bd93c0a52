import type { Draft } from '../api/object.ts';
import type { CoreV1Event } from '../api/types.gen.ts';
import { BoundedMap } from '../lib/bounded-map.ts';
import { millisecondsOf } from '../lib/timestamps.ts';

/** An event as its source saw it, before it is compared with earlier ones. */
export type SourceEvent = Draft<CoreV1Event> & Pick<CoreV1Event, 'involvedObject' | 'reason' | 'message' | 'type'>;

/** What to do with an event: write it, or count it on the event that is there under this name. */
export type Correlated =
  | { kind: 'create'; key: string; event: SourceEvent }
  | { kind: 'count'; key: string; name: string; count: number; event: SourceEvent };

/** The rules of client-go's tools/record: at most 25 events of a source on one object, then one in five minutes; */
const SPAM_BURST = 25;
const SPAM_REFILL_MS = 300_000;
/** from the tenth that differs only in its message within ten minutes, one event stands for all of them. */
const AGGREGATE_AFTER = 10;
const AGGREGATE_WINDOW_MS = 600_000;
const REMEMBERED = 4096;

export interface EventCorrelator {
  /** Undefined when the source says too much about the object. */
  correlate(event: SourceEvent): Correlated | undefined;
  /** The event of this name is gone from the server: the next one like it is written anew. */
  forget(key: string): void;
}

interface Seen {
  name: string;
  count: number;
}

export function createEventCorrelator(): EventCorrelator {
  const isSpam = createSpamFilter();
  const aggregate = createAggregator();
  const seen = new BoundedMap<string, Seen>(REMEMBERED);

  return {
    correlate(event) {
      if (isSpam(event)) return undefined;
      const { key, event: merged } = aggregate(event);
      const earlier = seen.get(key);
      const count = (earlier?.count ?? 0) + 1;
      const name = earlier && earlier.count > 0 ? earlier.name : (merged.metadata.name ?? '');
      seen.set(key, { name, count });
      return count === 1 ? { kind: 'create', key, event: merged } : { kind: 'count', key, name, count, event: merged };
    },
    forget: (key) => seen.set(key, { name: '', count: 0 }),
  };
}

function createSpamFilter(): (event: SourceEvent) => boolean {
  const buckets = new BoundedMap<string, { tokens: number; at: number }>(REMEMBERED);
  return (event) => {
    const now = timeOf(event);
    const key = sourceKey(event);
    const bucket = buckets.get(key) ?? { tokens: SPAM_BURST, at: now };
    bucket.tokens = Math.min(SPAM_BURST, bucket.tokens + (now - bucket.at) / SPAM_REFILL_MS);
    bucket.at = now;
    buckets.set(key, bucket);
    if (bucket.tokens < 1) return true;
    bucket.tokens--;
    return false;
  };
}

function createAggregator(): (event: SourceEvent) => { key: string; event: SourceEvent } {
  const groups = new BoundedMap<string, { messages: Set<string>; at: number }>(REMEMBERED);
  return (event) => {
    const now = timeOf(event);
    const groupKey = [sourceKey(event), event.type, event.reason].join('\n');
    let group = groups.get(groupKey);
    if (!group || now - group.at > AGGREGATE_WINDOW_MS) group = { messages: new Set(), at: now };
    const message = event.message ?? '';
    group.messages.add(message);
    group.at = now;
    groups.set(groupKey, group);
    if (group.messages.size < AGGREGATE_AFTER) {
      return { key: [groupKey, event.involvedObject.fieldPath, message].join('\n'), event };
    }
    const [first] = group.messages;
    group.messages.delete(first ?? message);
    return { key: groupKey, event: { ...event, message: `(combined from similar events): ${message}` } };
  };
}

function sourceKey({ source, involvedObject: o }: SourceEvent): string {
  return [source?.component, source?.host, o.kind, o.namespace, o.name, o.uid, o.apiVersion].join('\n');
}

const timeOf = (event: SourceEvent): number => millisecondsOf(event.lastTimestamp ?? undefined) ?? 0;
