import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createSortedObjects, type Place } from '../../../server/registry/sorted-objects.ts';
import type { StoredObject } from '../../../server/registry/stored-object.ts';

const stored = (key: string, revision: number) => ({ key, revision }) as StoredObject;

const step = fc.oneof(
  fc.record({ put: fc.string({ maxLength: 2 }) }),
  fc.record({ remove: fc.array(fc.string({ maxLength: 2 }), { maxLength: 3 }) }),
  fc.record({ look: fc.constant(true) }),
);

it('shows what is there in the order of the keys, whenever somebody looks', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const sorted = createSortedObjects();
      const known = new Map<string, Place>();
      const put = (key: string, revision: number) => {
        const place = known.get(key) ?? { stored: stored(key, revision) };
        place.stored = stored(key, revision);
        if (!known.has(key)) sorted.add(place);
        known.set(key, place);
      };
      for (const [revision, action] of steps.entries()) {
        if ('put' in action) put(action.put, revision);
        else if ('remove' in action) {
          sorted.remove(action.remove);
          for (const key of action.remove) known.delete(key);
        } else expect(sorted.list()).toHaveLength(known.size);
        expect(sorted.size).toBe(known.size);
      }
      const expected = [...known.values()].map((place) => place.stored);
      expect(sorted.list()).toEqual(expected.sort((a, b) => (a.key < b.key ? -1 : 1)));
    }),
  );
});

it('takes thousands that come in no order', () => {
  const sorted = createSortedObjects();
  const keys = Array.from({ length: 5000 }, (_, i) => `new-${(i * 7919) % 5000}`);
  for (const [i, key] of keys.entries()) sorted.add({ stored: stored(key, i) });
  expect(sorted.list().map(({ key }) => key)).toEqual([...keys].sort());
});
