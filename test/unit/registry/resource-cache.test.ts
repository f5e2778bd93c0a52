import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CacheChange, createResourceCache } from '../../../server/registry/resource-cache.ts';
import { encodedObject } from '../../../server/registry/stored-object.ts';

interface Wish {
  namespace: string;
  name: string;
  isDelete: boolean;
}

const wishes = fc.array(
  fc.record({
    namespace: fc.constantFrom('a', 'b', 'c'),
    name: fc.constantFrom('p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z'),
    isDelete: fc.boolean(),
  }),
  { maxLength: 80 },
);

/** What a store could tell: objects are created before they are changed, and there when they are deleted. */
function changesOf(wanted: readonly Wish[]): CacheChange[] {
  const present = new Set<string>();
  const changes: CacheChange[] = [];
  for (const { namespace, name, isDelete } of wanted) {
    const key = `${namespace}/${name}`;
    const type = isDelete ? 'delete' : present.has(key) ? 'update' : 'create';
    if (isDelete && !present.delete(key)) continue;
    if (!isDelete) present.add(key);
    const revision = changes.length + 1;
    const metadata = { name, namespace, uid: key, creationTimestamp: '', resourceVersion: String(revision) };
    changes.push({ type, stored: encodedObject(key, revision, { kind: 'Thing', apiVersion: 'v1', metadata }) });
  }
  return changes;
}

function cacheAfter(batches: readonly (readonly CacheChange[])[]) {
  const cache = createResourceCache({ bytes: 1024 * 1024 });
  const heard: string[] = [];
  cache.listen(({ type, stored, previous }) => heard.push(`${type} ${stored.revision} ${previous?.revision}`));
  for (const batch of batches) cache.apply(batch);
  const names = (namespace?: string) => cache.list(namespace).map(({ key, revision }) => `${key} ${revision}`);
  const history = cache.eventsAfter(0)?.map(({ type, stored }) => `${type} ${stored.revision}`);
  return { all: names(), byNamespace: ['a', 'b', 'c'].map(names), heard, history };
}

describe('what was committed together', () => {
  test('leaves a cache as if it had come one by one', () => {
    fc.assert(
      fc.property(wishes, fc.integer({ min: 1, max: 80 }), (wanted, size) => {
        const changes = changesOf(wanted);
        const batches = Array.from({ length: Math.ceil(changes.length / size) }, (_, i) =>
          changes.slice(i * size, (i + 1) * size),
        );
        expect(cacheAfter(batches)).toEqual(cacheAfter(changes.map((change) => [change])));
      }),
    );
  });
});
