import { expect, test } from 'vitest';
import { namespaceConditions } from '../../../server/controllers/namespace/namespace-conditions.ts';

const NOON = '2026-01-01T12:00:00Z';
const LATER = '2026-01-01T12:00:10Z';
const nothing = { remaining: new Map(), finalizers: new Map(), errors: [] };

test('an emptied namespace says so in five conditions', () => {
  const conditions = namespaceConditions(undefined, nothing, NOON);
  expect(conditions.map((c) => [c.type, c.status, c.reason])).toEqual([
    ['NamespaceDeletionDiscoveryFailure', 'False', 'ResourcesDiscovered'],
    ['NamespaceDeletionGroupVersionParsingFailure', 'False', 'ParsedGroupVersions'],
    ['NamespaceDeletionContentFailure', 'False', 'ContentDeleted'],
    ['NamespaceContentRemaining', 'False', 'ContentRemoved'],
    ['NamespaceFinalizersRemaining', 'False', 'ContentRemoved'],
  ]);
  expect(new Set(conditions.map((c) => c.lastTransitionTime))).toEqual(new Set([NOON]));
});

test('what holds a namespace is named, in a stable order', () => {
  const totals = {
    remaining: new Map([
      ['pods.', 2],
      ['deployments.apps', 1],
    ]),
    finalizers: new Map([['example.com/hold', 3]]),
    errors: ['b', 'a'],
  };
  const messages = namespaceConditions(undefined, totals, NOON).map((c) => c.message);
  expect(messages.slice(2)).toEqual([
    'Failed to delete all resource types, 2 remaining: a, b',
    'Some resources are remaining: deployments.apps has 1 resource instances, pods. has 2 resource instances',
    'Some content in the namespace has finalizers remaining: example.com/hold in 3 resource instances',
  ]);
});

test('a condition keeps its time until its status changes, and others stay', () => {
  const other = { type: 'Other' as never, status: 'True', lastTransitionTime: NOON };
  const first = namespaceConditions([other], { ...nothing, remaining: new Map([['pods.', 1]]) }, NOON);
  const second = namespaceConditions(first, nothing, LATER);
  expect(second[0]).toEqual(other);
  expect(second.map((c) => c.lastTransitionTime === LATER)).toEqual([false, false, false, false, true, false]);
});
