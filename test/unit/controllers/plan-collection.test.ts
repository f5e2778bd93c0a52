import { describe, expect, test } from 'vitest';
import { configMaps } from '../../../server/api/resource-types.gen.ts';
import type { ConfigMap, OwnerReference } from '../../../server/api/types.gen.ts';
import { createOwnershipGraph, type Dependent } from '../../../server/controllers/garbage-collector/ownership-graph.ts';
import {
  type CollectionInput,
  type OwnerState,
  planCollection,
} from '../../../server/controllers/garbage-collector/plan-collection.ts';
import { make } from './make.ts';

const owner = (uid: string, rest = {}): OwnerReference => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  name: uid,
  uid,
  ...rest,
});
const dependent = (uid: string, owners: OwnerReference[]): Dependent => ({
  type: configMaps,
  key: `default/${uid}`,
  uid,
  owners,
});
const makeOwned = (owners: OwnerReference[], metadata = {}) =>
  make<ConfigMap>('ConfigMap', 'x', { metadata: { uid: 'x', ownerReferences: owners, ...metadata } });

const plan = (input: Partial<CollectionInput> & { states?: Record<string, OwnerState> }) =>
  planCollection({
    object: makeOwned([]),
    dependents: [],
    stateOf: ({ uid }) => input.states?.[uid] ?? 'there',
    isDeletingDependents: () => false,
    ...input,
  });
const deleted = (finalizers: string[]) => makeOwned([], { deletionTimestamp: '2026-01-01T00:00:00Z', finalizers });

describe('the garbage collector', () => {
  test('leaves alone what has no owner or all of them', () => {
    expect(plan({})).toEqual({ action: 'nothing' });
    expect(plan({ object: makeOwned([owner('a')]) })).toEqual({ action: 'nothing' });
  });

  test('deletes what has lost its last owner', () => {
    const object = makeOwned([owner('a'), owner('b')]);
    expect(plan({ object, states: { a: 'gone', b: 'gone' } })).toEqual({ action: 'delete', policy: 'Background' });
  });

  test('takes owners that are gone out of what has another', () => {
    const object = makeOwned([owner('a'), owner('b'), owner('c')]);
    const states = { a: 'gone', c: 'waits-for-dependents' } as const;
    expect(plan({ object, states })).toEqual({ action: 'set-owners', owners: [owner('b')] });
  });

  test.each([
    ['orphan', 'Orphan'],
    ['foregroundDeletion', 'Foreground'],
  ])('deletes what carries the finalizer %s in that way', (finalizer, policy) => {
    const object = makeOwned([owner('a')], { finalizers: [finalizer] });
    expect(plan({ object, states: { a: 'gone' } })).toEqual({ action: 'delete', policy });
  });

  test('deletes in the foreground what has dependents when its owner waits for it', () => {
    const object = makeOwned([owner('a')]);
    const states = { a: 'waits-for-dependents' } as const;
    const dependents = [dependent('kid', [owner('x')])];
    expect(plan({ object, states, dependents })).toEqual({ action: 'delete', policy: 'Foreground' });
    expect(plan({ object, states })).toEqual({ action: 'delete', policy: 'Background' });
  });

  test('unblocks a circle of owners that wait for each other', () => {
    const object = makeOwned([owner('a', { blockOwnerDeletion: true })]);
    const input = {
      object,
      states: { a: 'waits-for-dependents' } as const,
      dependents: [dependent('a', [owner('x')])],
    };
    expect(plan({ ...input, isDeletingDependents: () => true })).toEqual({
      action: 'set-owners',
      owners: [owner('a', { blockOwnerDeletion: false })],
    });
  });

  test('lets an owner go when no dependent blocks it any more', () => {
    const blocking = dependent('kid', [owner('x', { blockOwnerDeletion: true })]);
    const other = dependent('other', [owner('x')]);
    const object = deleted(['foregroundDeletion']);
    expect(plan({ object, dependents: [blocking, other] })).toEqual({ action: 'wait-for', dependents: [blocking] });
    const free = { action: 'remove-finalizer', finalizer: 'foregroundDeletion' };
    expect(plan({ object, dependents: [other] })).toEqual(free);
  });

  test('orphans dependents before the owner goes', () => {
    expect(plan({ object: deleted(['orphan']) })).toEqual({ action: 'orphan-dependents' });
    expect(plan({ object: deleted(['example.com/other']) })).toEqual({ action: 'nothing' });
  });
});

describe('the graph of owners', () => {
  test('knows the dependents of each owner, as they are now', () => {
    const graph = createOwnershipGraph();
    const kid = (owners: OwnerReference[]) => makeOwned(owners, { uid: 'kid' });
    const kids = (uid: string) => [...graph.dependentsOf(uid)].map((d) => d.uid);
    graph.set(configMaps, kid([owner('a'), owner('b')]));
    expect([kids('a'), kids('b')]).toEqual([['kid'], ['kid']]);
    expect(graph.set(configMaps, kid([owner('b')]))).toEqual([owner('a'), owner('b')]);
    expect([kids('a'), kids('b')]).toEqual([[], ['kid']]);
    graph.delete(kid([]));
    expect(graph.hasDependents('b')).toBe(false);
  });
});
