import { type TextPattern, textMatcher } from '../lib/text-pattern.ts';
import type { JournalRecord } from './journal-record.ts';

/** What is left out matches all. `*` in a text stands for any characters; of several any one may fit. */
export interface JournalFilter {
  verb?: TextPattern;
  method?: TextPattern;
  group?: TextPattern;
  /** `pods` is without subresources; `pods/status` and `pods*` are not. */
  resource?: TextPattern;
  namespace?: TextPattern;
  name?: TextPattern;
  user?: TextPattern;
  userAgent?: TextPattern;
  uri?: TextPattern;
  fault?: TextPattern;
  /** The status, exact or such as `4xx`. */
  code?: number | string;
  /** Only what came after the record of this number. */
  after?: number;
}

export function journalFilter(filter: JournalFilter): (record: JournalRecord) => boolean {
  const { code, after = 0 } = filter;
  const texts = TEXTS.flatMap((field) => {
    const wanted = filter[field];
    if (wanted === undefined) return [];
    const fits = textMatcher(wanted);
    return [(record: JournalRecord) => fits(record[field] ?? '')];
  });
  const isCode = code === undefined ? () => true : codeTest(code);
  return (record) => record.sequence > after && isCode(record.code) && texts.every((fits) => fits(record));
}

const TEXTS = [
  'verb',
  'method',
  'group',
  'resource',
  'namespace',
  'name',
  'user',
  'userAgent',
  'uri',
  'fault',
] as const;

function codeTest(code: number | string): (code: number) => boolean {
  const text = String(code);
  if (!/^[0-5](\d\d|xx)$|^0$/.test(text)) throw new RangeError(`code must be such as 409 or 4xx, not ${text}`);
  return text.endsWith('xx') ? (it) => Math.floor(it / 100) === Number(text[0]) : (it) => it === Number(text);
}
