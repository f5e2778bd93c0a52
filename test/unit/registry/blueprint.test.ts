import { expect, test } from 'vitest';
import { drawBlueprint } from '../../../server/registry/blueprint.ts';
import { type AnyObject, encodedObject } from '../../../server/registry/stored-object.ts';

const START = Date.UTC(2026, 4, 1, 10, 0, 0, 500);
const OWNER = 'aaaaaaaa-0000-4000-8000-000000000001';
const OWNED = 'aaaaaaaa-0000-4000-8000-000000000002';
const FOREIGN = 'aaaaaaaa-0000-4000-8000-000000000003';

function thing(name: string, uid: string, more: object): AnyObject {
  const metadata = { name, uid, resourceVersion: '7', creationTimestamp: '2026-05-01T10:00:00Z' };
  return { kind: 'Thing', apiVersion: 'v1', metadata, ...more } as AnyObject;
}

const objects = [
  thing('owner', OWNER, { status: { at: '2026-05-01T10:00:01Z', exactly: '2026-05-01T10:00:00.500000Z' } }),
  thing('owned', OWNED, { of: OWNER, machine: FOREIGN, long: '2020-05-01T10:00:00Z', text: 'on 2026-05-01' }),
  thing('left-out', 'aaaaaaaa-0000-4000-8000-000000000004', {}),
];

const snapshot = {
  revision: 9,
  time: START + 100,
  objects: new Map([['/core/things/', objects.map((object) => encodedObject(object.metadata.name, 7, object))]]),
  toJSON: () => {
    throw new Error('nobody asks');
  },
};

test('what is built has uids and times of its own, and keeps all else', () => {
  const blueprint = drawBlueprint(snapshot, { start: START, leaveOut: ({ key }) => key === 'left-out' });
  const state = blueprint.build(Date.UTC(2027, 0, 1));
  expect(state.revision).toBe(9);
  const [owner, owned, ...others] = state.objects.get('/core/things/')?.map(({ object }) => object) ?? [];
  expect(others).toEqual([]);
  const uid = owner?.metadata.uid;
  expect(uid).toMatch(/^[\da-f]{8}-/);
  expect([OWNER, OWNED, owned?.metadata.uid]).not.toContain(uid);
  expect(owner).toMatchObject({
    metadata: { name: 'owner', resourceVersion: '7', creationTimestamp: '2027-01-01T00:00:00Z' },
    status: { at: '2027-01-01T00:00:00Z', exactly: '2027-01-01T00:00:00.000000Z' },
  });
  expect(owned).toMatchObject({ of: uid, machine: FOREIGN, long: '2020-05-01T10:00:00Z', text: 'on 2026-05-01' });
  const again = blueprint.build(Date.UTC(2027, 0, 1)).objects.get('/core/things/')?.[0]?.object;
  expect(again?.metadata.uid).not.toBe(uid);
});
