/** Requests in words, for people who read why a test failed. */
import type { JournalFilter } from './journal-filter.ts';
import type { JournalRecord } from './journal-record.ts';

export type ExpectedTimes = number | { atLeast?: number; atMost?: number };

interface Disappointment {
  filter: JournalFilter;
  times: ExpectedTimes;
  found: readonly JournalRecord[];
  /** Everything that was asked. */
  others: readonly JournalRecord[];
}

const SHOWN = 20;

/**
 *     expected 2 requests with verb=patch resource=services, but there was 1:
 *       #12  200  patch services default/web  by kubectl/v1.36.0  3 ms
 */
export function journalError({ filter, times, found, others }: Disappointment): Error {
  const wanted = `expected ${timesText(times)} with ${filterText(filter)}`;
  const lines = [
    `${wanted}, but there ${countText(found.length)}${found.length > 0 ? ':' : ''}`,
    ...requestLines(found),
  ];
  if (found.length === 0) {
    lines.push(others.length === 0 ? 'nothing was asked at all' : 'what was asked:', ...requestLines(others));
  }
  return new Error(lines.join('\n'));
}

/** One line a request; of many the latest. */
export function requestLines(records: readonly JournalRecord[]): string[] {
  const hidden = records.length - SHOWN;
  const lines = records.slice(-SHOWN).map((record) => `  ${requestLine(record)}`);
  return hidden > 0 ? [`  … and ${hidden} before`, ...lines] : lines;
}

function requestLine(record: JournalRecord): string {
  const { sequence, code, verb, resource, namespace, name, uri, userAgent, done } = record;
  const object = [namespace, name].filter((part) => part !== '').join('/');
  const what = resource === '' ? `${verb} ${uri}` : [verb, resource, object].filter((part) => part !== '').join(' ');
  const refusal = record.message ? `: ${record.message}` : '';
  const fault = record.fault === undefined ? '' : `  [fault ${record.fault}]`;
  const by = record.impersonated ?? record.user;
  const time = done ? `${Math.round(record.seconds * 1000)} ms` : 'under way';
  const agent = userAgent.split(' ')[0] || 'no user agent';
  return `#${sequence}  ${code || 'no answer'}  ${what}${refusal}  by ${by} (${agent})  ${time}${fault}`;
}

function filterText(filter: JournalFilter): string {
  const parts = Object.entries(filter).map(([field, value]) => `${field}=${[value].flat().join('|')}`);
  return parts.length === 0 ? 'any content' : parts.join(' ');
}

function timesText(times: ExpectedTimes): string {
  if (typeof times === 'number') return requestCount(times);
  const { atLeast, atMost } = times;
  const least = atLeast === undefined ? [] : [`at least ${requestCount(atLeast)}`];
  const most = atMost === undefined ? [] : [`at most ${requestCount(atMost)}`];
  return [...least, ...most].join(' and ') || 'any number of requests';
}

function requestCount(count: number): string {
  return count === 1 ? '1 request' : `${count} requests`;
}

function countText(count: number): string {
  if (count === 0) return 'was none';
  return count === 1 ? 'was 1' : `were ${count}`;
}
