/** The judge is awake: what makes a difference is seen, and what makes none is not. */
import { describe, expect, it } from 'vitest';
import { differences } from './differences.ts';
import { fillIn } from './fill-in.ts';
import { Names, normalise } from './normalise.ts';
import { select } from './select.ts';

const UIDS = ['0f8fad5b-d9cb-469f-a165-70867728950e', '7c9e6679-7425-40de-944b-e07fc1f90ae7'];

function normalised(value: unknown, names = new Names()): unknown {
  return normalise(value, {
    names,
    namespace: 'golden-a',
    managedFields: false,
    replace: [['web-\\w{5}', 'web-<rand>']],
  });
}

describe('what servers choose for themselves', () => {
  it('is numbered in the order in which it appears', () => {
    const names = new Names();
    expect(normalised({ a: UIDS[1], b: UIDS[0], c: UIDS[1] }, names)).toEqual({
      a: '<uid1>',
      b: '<uid2>',
      c: '<uid1>',
    });
    expect(normalised(UIDS[0], names)).toBe('<uid2>');
  });

  it('is replaced inside texts and keys too', () => {
    expect(normalised({ 'k:{"ip":"10.96.4.5"}': 'golden-a/web-x2k4q at 2024-01-02T03:04:05Z' })).toEqual({
      'k:{"ip":"<ip1>"}': '{ns}/web-<rand> at <time>',
    });
  });

  it('is not the resourceVersion 0, nor a port that was asked for', () => {
    expect(normalised({ resourceVersion: '0', port: 30080, nodePort: 30080 })).toEqual({
      resourceVersion: '0',
      port: 30080,
      nodePort: '<np1>',
    });
  });

  it('does not hide that two objects have changed places', () => {
    const names = new Names();
    normalised(UIDS, names);
    expect(normalised([...UIDS].reverse(), names)).toEqual(['<uid2>', '<uid1>']);
  });
});

it('a difference is told by its place', () => {
  expect(differences({ a: [1, { b: 2 }], c: 3 }, { a: [1, { b: '2' }], d: 4 })).toEqual([
    'a.1.b: want 2, got "2"',
    'c: missing, want 3',
    'd: unexpected 4',
  ]);
});

it('null, an empty list and nothing are three things', () => {
  expect(differences({ a: null, b: [], c: {} }, { a: [], b: {}, c: {} })).toHaveLength(2);
});

it('bodies are written out from their short form', () => {
  const body = { name: '{ns}-{x*3}', ports: { times: 2, item: { name: 'p{#+1}', port: '{#+80}' } } };
  expect(fillIn(body, { ns: 'one' })).toEqual({
    name: 'one-xxx',
    ports: [
      { name: 'p1', port: 80 },
      { name: 'p2', port: 81 },
    ],
  });
});

it('lists without an order are sorted before they are compared', () => {
  const body = { items: [{ 'a.b': 2 }, { 'a.b': 1 }] };
  expect(select(body, { order: [{ list: 'items', by: ['a\\.b'] }] })).toEqual({ items: [{ 'a.b': 1 }, { 'a.b': 2 }] });
});
