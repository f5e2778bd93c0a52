import { statusError } from '../../api/errors.ts';
import type { JournalFilter } from '../../journal/journal-filter.ts';
import type { ControlRoute, JsonSchema } from '../control-route.ts';

const TEXTS = ['verb', 'method', 'group', 'resource', 'namespace', 'name', 'user', 'userAgent', 'uri', 'fault', 'code'];

const QUERY: Record<string, JsonSchema & { description: string }> = {
  ...Object.fromEntries(
    TEXTS.map((name) => [
      name,
      { type: 'string', description: 'May be said more than once; `*` stands for any characters.' },
    ]),
  ),
  code: { type: 'string', pattern: '^([1-5](\\d\\d|xx)|0)$', description: 'Such as 409 or 4xx.' },
  after: { type: 'integer', minimum: 0, description: 'Only what came after the record of this number.' },
  follow: { type: 'boolean', description: 'Goes on with what comes, as lines of JSON.' },
  lines: { type: 'boolean', description: 'Lines of JSON in place of a list; also by `Accept: application/x-ndjson`.' },
};

export const journalRoutes: readonly ControlRoute[] = [
  {
    method: 'GET',
    path: '/journal',
    id: 'readJournal',
    summary: 'What was asked and answered, oldest first',
    query: QUERY,
    answers: 'Journal',
    lines: 'JournalRecord',
    answer: ({ query, raw, signal }, { cluster: { journal } }) => {
      const filter = filterOf(query);
      if (isTrue(query, 'follow')) return { code: 200, lines: following(journal, filter, signal) };
      const items = journal.requests(filter);
      const wantsLines = isTrue(query, 'lines') || (raw.headers.accept ?? '').includes('application/x-ndjson');
      return wantsLines ? { code: 200, lines: items } : { code: 200, body: { sequence: journal.sequence, items } };
    },
  },
  {
    method: 'DELETE',
    path: '/journal',
    id: 'clearJournal',
    summary: 'Forgets what was',
    answers: 'Journal',
    answer: (_request, { cluster: { journal } }) => {
      journal.clear();
      return { code: 200, body: { sequence: journal.sequence, items: [] } };
    },
  },
  {
    method: 'POST',
    path: '/journal/expectations',
    id: 'expectRequests',
    summary: 'What was asked so often, or 422 with a text that shows what was asked instead',
    body: 'JournalExpectation',
    answers: 'Journal',
    answer: ({ body }, { cluster: { journal } }) => {
      const {
        filter = {},
        times,
        ...bounds
      } = body as { filter?: JournalFilter; times?: number; atLeast?: number; atMost?: number };
      try {
        const wanted = times ?? (Object.keys(bounds).length > 0 ? bounds : undefined);
        return { code: 200, body: { sequence: journal.sequence, items: journal.expect(filter, wanted) } };
      } catch (error) {
        throw statusError(422, 'Invalid', (error as Error).message);
      }
    },
  },
];

async function* following(
  journal: Parameters<ControlRoute['answer']>[1]['cluster']['journal'],
  filter: JournalFilter,
  signal: AbortSignal,
) {
  const { after = journal.sequence } = filter;
  for (const record of journal.requests({ ...filter, after })) yield record;
  yield* journal.follow(filter, signal);
}

function filterOf(query: URLSearchParams): JournalFilter {
  const texts = TEXTS.flatMap((name) => {
    const values = query.getAll(name);
    return values.length === 0 ? [] : [[name, name === 'code' ? values[0] : values] as const];
  });
  const after = query.get('after');
  return { ...Object.fromEntries(texts), ...(after !== null && { after: Number(after) }) };
}

function isTrue(query: URLSearchParams, name: string): boolean {
  const value = query.get(name);
  return value !== null && value !== 'false' && value !== '0';
}
