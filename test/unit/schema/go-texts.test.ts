import { describe, expect, it } from 'vitest';
import { normaliseBase64 } from '../../../server/api/schema/go-base64.ts';
import { normaliseTime } from '../../../server/api/schema/go-time.ts';

describe('a time', () => {
  it.each([
    ['2026-02-03T04:05:06Z', '2026-02-03T04:05:06Z'],
    ['2026-02-03T4:05:06Z', '2026-02-03T04:05:06Z'],
    ['2026-02-03T04:05:06.999Z', '2026-02-03T04:05:06Z'],
    ['2026-02-03T04:05:06,5Z', '2026-02-03T04:05:06Z'],
    ['2026-02-03T00:05:06+00:30', '2026-02-02T23:35:06Z'],
    ['2024-02-29T00:00:00-10:00', '2024-02-29T10:00:00Z'],
    ['0099-01-01T00:00:00Z', '0099-01-01T00:00:00Z'],
    ['0001-01-01T00:00:00Z', undefined],
  ])('%s is written as %s', (text, normal) => {
    expect(normaliseTime(text, { micro: false })).toBe(normal);
  });

  const LAYOUT = '"2006-01-02T15:04:05Z07:00"';
  it.each([
    ['', `parsing time "" as ${LAYOUT}: cannot parse "" as "2006"`],
    ['2026', `parsing time "2026" as ${LAYOUT}: cannot parse "" as "-"`],
    ['2026-1-01T00:00:00Z', `parsing time "2026-1-01T00:00:00Z" as ${LAYOUT}: cannot parse "1-01T00:00:00Z" as "01"`],
    ['2026-13-01T00:00:00Z', 'parsing time "2026-13-01T00:00:00Z": month out of range'],
    ['2026-02-29T00:00:00Z', 'parsing time "2026-02-29T00:00:00Z": day out of range'],
    ['2026-02-03 00:00:00Z', `parsing time "2026-02-03 00:00:00Z" as ${LAYOUT}: cannot parse " 00:00:00Z" as "T"`],
    ['2026-02-03T24:00:00Z', 'parsing time "2026-02-03T24:00:00Z": hour out of range'],
    ['2026-02-03T00:60:00Z', 'parsing time "2026-02-03T00:60:00Z": minute out of range'],
    ['2026-02-03T00:00:61Z', 'parsing time "2026-02-03T00:00:61Z": second out of range'],
    ['2026-02-03T00:00:00', `parsing time "2026-02-03T00:00:00" as ${LAYOUT}: cannot parse "" as "Z07:00"`],
    [
      '2026-02-03T00:00:00+0100',
      `parsing time "2026-02-03T00:00:00+0100" as ${LAYOUT}: cannot parse "+0100" as "Z07:00"`,
    ],
    ['2026-02-03T00:00:00Zx', 'parsing time "2026-02-03T00:00:00Zx": extra text: "x"'],
    ['é', `parsing time "\\xc3\\xa9" as ${LAYOUT}: cannot parse "\\xc3\\xa9" as "2006"`],
  ])('%j is none, in the words of Go', (text, message) => {
    expect(() => normaliseTime(text, { micro: false })).toThrow(expect.objectContaining({ message }) as Error);
  });
});

describe('base64', () => {
  it.each([
    ['', ''],
    ['YQ==', 'YQ=='],
    ['YWJj', 'YWJj'],
    ['YW\nJj\r\n', 'YWJj'],
    ['YR==', 'YQ=='],
  ])('%j is written as %j', (text, normal) => {
    expect(normaliseBase64(text)).toBe(normal);
  });

  it.each([
    ['!', 0],
    ['YWJj!', 4],
    ['YQ', 0],
    ['YWJjYQ', 4],
    ['YWJ', 0],
    ['YQ=', 3],
    ['Y===', 1],
    ['=', 0],
    ['YQ=a', 2],
    ['YQ==YQ==', 4],
    ['YWJj-_', 4],
    ['YWé', 2],
    ['YW\nJ', 1],
  ])('%j is wrong at byte %i', (text, at) => {
    expect(() => normaliseBase64(text)).toThrow(`illegal base64 data at input byte ${at}`);
  });
});
