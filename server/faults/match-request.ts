import type { Asked } from '../api/exchange.ts';
import { textMatcher } from '../lib/text-pattern.ts';
import type { RequestMatch } from './fault-rule.ts';

/** What the rule says of requests, compiled once. */
export function requestMatcher(match: RequestMatch): (asked: Asked) => boolean {
  const tests = TESTS.filter(([field]) => match[field] !== undefined).map(([field, value]) => {
    const test = textMatcher(match[field]);
    return (asked: Asked) => test(value(asked));
  });
  return (asked) => tests.every((test) => test(asked));
}

const TESTS: readonly (readonly [keyof RequestMatch, (asked: Asked) => string])[] = [
  ['verb', ({ verb }) => verb],
  ['resource', ({ resource, subresource }) => (subresource === '' ? resource : `${resource}/${subresource}`)],
  ['group', ({ group }) => group],
  ['kind', ({ kind }) => kind],
  ['namespace', ({ namespace }) => namespace],
  ['name', ({ name }) => name],
  ['userAgent', ({ userAgent }) => userAgent],
  ['path', ({ uri }) => uri],
];
