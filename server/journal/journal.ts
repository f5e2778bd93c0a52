/** What was asked over HTTP and answered: the latest requests, to look at and to follow. */
import type { Exchange, ExchangeListener, PlainReadListener } from '../api/exchange.ts';
import { type ExpectedTimes, journalError } from './describe-requests.ts';
import { type JournalFilter, journalFilter } from './journal-filter.ts';
import { type JournalRecord, journalRecord } from './journal-record.ts';
import { createKeptRequests, type Kept } from './kept-requests.ts';
import { createPlainReads } from './plain-reads.ts';

export interface Journal {
  /** Those that are kept and match, oldest first; watches and other long ones as soon as they are under way. */
  requests(filter?: JournalFilter): JournalRecord[];
  /**
   * Throws an Error that shows what was asked instead, when the number of matching requests is not `times`, or not
   * within `atLeast` and `atMost`; without these there has to be one at least. Returns what matched.
   */
  expect(filter: JournalFilter, times?: ExpectedTimes): JournalRecord[];
  /** Forgets what was. */
  clear(): void;
  /** Each request that matches, from now on, when it is over. Ends when the signal aborts, or with the cluster. */
  follow(filter?: JournalFilter, signal?: AbortSignal): AsyncIterable<JournalRecord>;
  /** The number of the latest record: with `after` only newer ones are looked at. */
  readonly sequence: number;
}

export interface JournalParts {
  journal: Journal;
  listener: ExchangeListener;
  plainReads: PlainReadListener;
  /** Ends those who follow. */
  end(): void;
}

/** Keeps the latest `size` requests. What they say is read from them only when somebody looks. */
export function createJournal({ size }: { size: number }): JournalParts {
  const reads = createPlainReads(size);
  const kept = createKeptRequests(size);
  const underWay = new Map<Exchange, Kept>();
  let sequence = 0;
  const followers = new Set<(entry: Kept) => void>();
  const ends = new Set<() => void>();

  const begin = (exchange: Exchange) => {
    if (!isOwn(exchange)) underWay.set(exchange, { sequence: ++sequence, exchange });
  };
  const keep = (exchange: Exchange) => {
    if (isOwn(exchange)) return;
    const entry = underWay.get(exchange) ?? { sequence: ++sequence, exchange };
    underWay.delete(exchange);
    kept.add(entry);
    for (const tell of followers) tell(entry);
  };
  const requests = (filter: JournalFilter = {}) => {
    const fits = journalFilter(filter);
    const ended = [...kept.all(), ...reads.all()].sort(bySequence).slice(-size);
    const entries = [...ended, ...underWay.values()].sort(bySequence);
    return entries.map(({ sequence: number, exchange }) => journalRecord(number, exchange)).filter(fits);
  };

  return {
    listener: {
      started: begin,
      ended: keep,
    },
    plainReads: {
      get isEnough() {
        return followers.size === 0;
      },
      read: size > 0 ? (read) => reads.add(++sequence, read) : () => {},
    },
    end() {
      for (const end of ends) end();
    },
    journal: {
      requests,
      get sequence() {
        return sequence;
      },
      clear() {
        kept.clear();
        reads.clear();
      },
      expect(filter, times = { atLeast: 1 }) {
        const found = requests(filter);
        if (!isWithin(found.length, times)) {
          throw journalError({
            filter,
            times,
            found,
            others: requests({ ...(filter.after !== undefined && { after: filter.after }) }),
          });
        }
        return found;
      },
      follow: (filter, signal) => followRecords({ followers, ends }, filter, signal),
    },
  };
}

function bySequence(a: Kept, b: Kept): number {
  return a.sequence - b.sequence;
}

/** Those who look at the journal are not in it. */
function isOwn({ uri }: Exchange): boolean {
  return uri.startsWith('/kubeling');
}

function isWithin(count: number, times: ExpectedTimes): boolean {
  if (typeof times === 'number') return count === times;
  return count >= (times.atLeast ?? 0) && count <= (times.atMost ?? Number.POSITIVE_INFINITY);
}

interface Following {
  followers: Set<(entry: Kept) => void>;
  ends: Set<() => void>;
}

/** Who reads too slowly misses what is more than this. */
const MAX_WAITING = 10_000;

async function* followRecords(
  { followers, ends }: Following,
  filter: JournalFilter = {},
  signal?: AbortSignal,
): AsyncIterable<JournalRecord> {
  const fits = journalFilter(filter);
  const waiting: JournalRecord[] = [];
  let wake = () => {};
  let isOver = signal?.aborted ?? false;
  const hear = ({ sequence, exchange }: Kept) => {
    if (waiting.length >= MAX_WAITING) return;
    const record = journalRecord(sequence, exchange);
    if (fits(record)) waiting.push(record);
    wake();
  };
  const end = () => {
    isOver = true;
    wake();
  };
  followers.add(hear);
  ends.add(end);
  signal?.addEventListener('abort', end);
  try {
    while (!isOver) {
      for (let next = waiting.shift(); next; next = waiting.shift()) yield next;
      if (!isOver)
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
  } finally {
    followers.delete(hear);
    ends.delete(end);
    signal?.removeEventListener('abort', end);
  }
}
