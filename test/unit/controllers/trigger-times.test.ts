import { expect, test } from 'vitest';
import type { Pod } from '../../../server/api/types.gen.ts';
import { createTriggerTimes } from '../../../server/controllers/trigger-times.ts';
import { makePod, makeService } from './make.ts';

const at = (second: number) => `2026-01-01T00:01:0${second}Z`;

const view = (...changed: Pod[]) => ({ changed, gone: [] as string[] });

test('a new Service begins with the time of its creation', () => {
  const times = createTriggerTimes();
  expect(times.next('web', makeService('web'), view(makePod('a', { since: at(1) })))).toBe('2026-01-01T00:00:00Z');
});

test('after that it is the earliest of the changes since the last look, or none', () => {
  const times = createTriggerTimes();
  const service = makeService('web');
  const a = makePod('a', { since: at(1) });
  times.next('web', service, view(a));
  expect(times.next('web', service, view(a))).toBeUndefined();
  const b = makePod('b', { since: at(5) });
  const c = makePod('c', { since: at(3) });
  expect(times.next('web', service, view(b, c))).toBe(at(3));
  expect(times.next('web', service, view(makePod('d')))).toBeUndefined();
  times.forget('web');
  expect(times.next('web', service, view())).toBe('2026-01-01T00:00:00Z');
});

test('a pod that comes back counts as new', () => {
  const times = createTriggerTimes();
  const service = makeService('web');
  const a = makePod('a', { since: at(1) });
  times.next('web', service, view(a));
  times.next('web', service, { changed: [], gone: ['a'] });
  expect(times.next('web', service, view(a))).toBe(at(1));
});

test('a pod that becomes ready within the second in which it was not has changed', () => {
  const times = createTriggerTimes();
  const service = makeService('web');
  times.next('web', service, view(makePod('a', { since: at(1), ready: false })));
  const ready = makePod('a', { since: at(1) });
  expect(times.next('web', service, view(ready))).toBe(at(1));
  expect(times.next('web', service, view(ready))).toBeUndefined();
});
