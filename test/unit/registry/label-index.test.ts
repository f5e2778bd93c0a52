import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLabelIndex } from '../../../server/registry/label-index.ts';
import type { StoredObject } from '../../../server/registry/stored-object.ts';

const change = fc.record({
  key: fc.constantFrom('a/x', 'a/y', 'b/x', 'b/y'),
  app: fc.constantFrom(undefined, 'web', 'db', 'gone' as const),
});

test('whatever happens, the index says which objects carry a label', () => {
  fc.assert(
    fc.property(fc.array(change), fc.nat(10), (changes, askedAt) => {
      const objects = new Map<string, StoredObject>();
      const index = createLabelIndex(() => objects.values());
      changes.forEach(({ key, app }, i) => {
        if (i === askedAt) index.keysOf('app', 'web');
        const before = objects.get(key);
        const after = app === 'gone' ? undefined : labelled(key, app);
        index.changed(before, after);
        if (after) objects.set(key, after);
        else objects.delete(key);
      });
      for (const value of ['web', 'db']) {
        const carriers = [...objects.values()].filter(({ object }) => object.metadata.labels?.app === value);
        expect([...(index.keysOf('app', value) ?? [])].sort()).toEqual(carriers.map(({ key }) => key).sort());
      }
    }),
  );
});

test('no more labels are kept than can be afforded', () => {
  const index = createLabelIndex(() => []);
  for (let i = 0; i < 8; i++) expect(index.keysOf(`label-${i}`, 'x')).toEqual(new Set());
  expect(index.keysOf('one-more', 'x')).toBeUndefined();
});

function labelled(key: string, app: string | undefined): StoredObject {
  const metadata = { name: key, uid: key, ...(app !== undefined && { labels: { app } }) };
  const object = { kind: 'Pod', apiVersion: 'v1', metadata };
  return { key, revision: 1, object, bare: object, bytes: Buffer.alloc(0), size: 0 };
}
