import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../server/api/errors.ts';
import { schemaOf } from '../../../server/api/schema/schemas.ts';
import { deepFreeze } from '../../../server/lib/deep-freeze.ts';
import { strategicMerge } from '../../../server/registry/patch/strategic-merge.ts';

const POD = schemaOf({ group: '', version: 'v1', kind: 'Pod' });

const containers = [
  {
    name: 'a',
    image: 'a:1',
    env: [
      { name: 'A', value: '1' },
      { name: 'B', value: '2' },
    ],
    args: ['x', 'y'],
  },
  { name: 'b', image: 'b:1' },
];
const pod = deepFreeze({
  metadata: { name: 'p', labels: { a: '1', b: '2' }, finalizers: ['f/a', 'f/b'] },
  spec: { containers, volumes: [{ name: 'v', emptyDir: {} }], nodeSelector: { x: 'y' } },
});

const patched = (patch: object) => strategicMerge(POD, pod, patch as Record<string, unknown>);
const patchedSpec = (spec: object) => (patched({ spec }) as { spec: Record<string, unknown> }).spec;
const patchedMeta = (metadata: object) => (patched({ metadata }) as { metadata: Record<string, unknown> }).metadata;
const namesOf = (items: unknown) => (items as { name: string }[]).map(({ name }) => name);

describe('strategic merge', () => {
  it('merges maps, and null removes', () => {
    expect(patchedMeta({ labels: { a: null, c: '3' } }).labels).toEqual({ b: '2', c: '3' });
    expect(patchedMeta({ labels: null })).not.toHaveProperty('labels');
  });

  it('merges lists by their key and replaces the others', () => {
    const patch = { containers: [{ name: 'a', args: ['z'], env: [{ name: 'B', value: 'two' }, { name: 'C' }] }] };
    expect(patchedSpec(patch).containers).toEqual([
      {
        name: 'a',
        image: 'a:1',
        env: [{ name: 'A', value: '1' }, { name: 'B', value: 'two' }, { name: 'C' }],
        args: ['z'],
      },
      containers[1],
    ]);
  });

  it('puts new items before those that it does not name', () => {
    expect(namesOf(patchedSpec({ containers: [{ name: 'c' }] }).containers)).toEqual(['c', 'a', 'b']);
    expect(namesOf(patchedSpec({ containers: [{ name: 'b' }, { name: 'c' }] }).containers)).toEqual(['a', 'b', 'c']);
  });

  it('takes values of lists as a set', () => {
    expect(patchedMeta({ finalizers: ['f/c', 'f/a'] }).finalizers).toEqual(['f/c', 'f/a', 'f/b']);
    expect(patchedMeta({ '$deleteFromPrimitiveList/finalizers': ['f/a', 'f/z'] }).finalizers).toEqual(['f/b']);
  });

  it('returns the same object when nothing changes', () => {
    expect(patched({ metadata: { labels: { a: '1' } }, spec: { containers: [{ name: 'a', image: 'a:1' }] } })).toEqual(
      pod,
    );
    expect(patched({ metadata: { labels: { a: '1' } } })).toBe(pod);
  });

  it('drops nulls and directives where nothing was to be patched', () => {
    expect(patchedMeta({ annotations: { a: null, b: '1' } }).annotations).toEqual({ b: '1' });
    expect(patchedMeta({ annotations: { $patch: 'frob', b: '1' } })).not.toHaveProperty('annotations');
  });
});

describe('directives', () => {
  it('replace and delete a map', () => {
    expect(patchedMeta({ labels: { $patch: 'replace', only: 'x' } }).labels).toEqual({ only: 'x' });
    expect(patchedMeta({ labels: { $patch: 'delete', a: '1' } }).labels).toEqual({});
  });

  it('replace a list and delete items of one', () => {
    const replaced = patchedSpec({ containers: [{ $patch: 'replace' }, { name: 'n' }] });
    expect(replaced.containers).toEqual([{ name: 'n' }]);
    expect(
      namesOf(
        patchedSpec({
          containers: [
            { name: 'a', $patch: 'delete' },
            { name: 'z', $patch: 'delete' },
          ],
        }).containers,
      ),
    ).toEqual(['b']);
  });

  it('keep only some keys', () => {
    const patch = { name: 'v', $retainKeys: ['name', 'configMap'], configMap: { name: 'c' } };
    expect(patchedSpec({ volumes: [patch] }).volumes).toEqual([{ name: 'v', configMap: { name: 'c' } }]);
  });

  it('set the order of a list', () => {
    const order = { '$setElementOrder/containers': [{ name: 'b' }, { name: 'c' }, { name: 'a' }] };
    expect(namesOf(patchedSpec({ ...order, containers: [{ name: 'c' }] }).containers)).toEqual(['b', 'c', 'a']);
    expect(namesOf(patchedSpec(order).containers)).toEqual(['b', 'a']);
    expect(patchedMeta({ '$setElementOrder/finalizers': ['f/b', 'f/a'] }).finalizers).toEqual(['f/b', 'f/a']);
  });

  it('keep what the order does not name between what it names', () => {
    const order = { '$setElementOrder/containers': [{ name: 'b' }] };
    expect(namesOf(patchedSpec({ ...order, containers: [{ name: 'b' }] }).containers)).toEqual(['a', 'b']);
  });
});

describe('patches are refused', () => {
  it.each([
    [{ spec: { containers: [{ image: 'x' }] } }, 500, 'map: map[image:x] does not contain declared merge key: name'],
    [
      { spec: { containers: [{ $patch: 'delete' }] } },
      500,
      'map: map[$patch:delete] does not contain declared merge key: name',
    ],
    [{ spec: { containers: [{ $patch: 'merge' }] } }, 500, 'merging lists cannot yet be specified in the patch'],
    [{ spec: { containers: [{ $patch: 'frob' }] } }, 500, 'unknown patch type: frob in map: map[$patch:frob]'],
    [{ metadata: { labels: { $patch: 'frob' } } }, 500, 'unknown patch type: frob in map: map[$patch:frob]'],
    [{ metadata: { labels: { $retainKeys: 'a' } } }, 400, 'invalid patch format of retainKeys'],
    [{ metadata: { labels: { $retainKeys: ['a'], b: '1' } } }, 400, 'invalid patch format of retainKeys'],
    [{ metadata: { $deleteFromPrimitiveList: ['a'] } }, 400, 'invalid patch format of primitive list'],
    [{ metadata: { $setElementOrder: ['a'] } }, 400, 'invalid patch format of setElementOrder list'],
    [{ metadata: { '$setElementOrder/finalizers': 'a' } }, 500, 'expected a []interface {}, but received a string'],
    [
      { metadata: { '$setElementOrder/finalizers': ['f/a'], finalizers: ['f/c'] } },
      500,
      "The order in patch list:\n[f/c]\n doesn't match $setElementOrder list:\n[f/a]\n",
    ],
    [{ metadata: { finalizers: ['a', 5] } }, 500, 'list element types are not identical: [[f/a f/b] [a 5]]'],
    [{ spec: { containers: [['a']] } }, 500, 'list element types are not identical: '],
  ])('%j', (patch, code, message) => {
    const refuse = () => patched(patch);
    expect(refuse).toThrow(ApiError);
    expect(refuse).toThrow(message);
    expect(refuse).toThrow(expect.objectContaining({ code }));
  });
});

describe('a patch that says what differs', () => {
  const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('1', '2'));
  const items = fc.uniqueArray(
    fc.record({ name: fc.constantFrom('a', 'b', 'c', 'd'), image: fc.constantFrom('1', '2') }),
    { selector: ({ name }) => name },
  );
  const finalizers = fc.uniqueArray(fc.constantFrom('f/a', 'f/b', 'f/c'));
  const states = fc.record({ metadata: fc.record({ labels, finalizers }), spec: fc.record({ containers: items }) });
  type State = {
    metadata: { labels: Record<string, string>; finalizers: string[] };
    spec: { containers: { name: string; image: string }[] };
  };

  /** As kubectl makes them, in the simplest form. */
  function diff(from: State, to: State) {
    const gone = from.spec.containers.filter(({ name }) => !to.spec.containers.some((item) => item.name === name));
    const goneLabels = Object.keys(from.metadata.labels).filter((key) => !(key in to.metadata.labels));
    return {
      metadata: {
        labels: { ...Object.fromEntries(goneLabels.map((key) => [key, null])), ...to.metadata.labels },
        '$deleteFromPrimitiveList/finalizers': from.metadata.finalizers.filter(
          (f) => !to.metadata.finalizers.includes(f),
        ),
        ...(to.metadata.finalizers.length > 0 && {
          '$setElementOrder/finalizers': to.metadata.finalizers,
          finalizers: to.metadata.finalizers,
        }),
      },
      spec: {
        ...(to.spec.containers.length > 0 && {
          '$setElementOrder/containers': to.spec.containers.map(({ name }) => ({ name })),
        }),
        containers: [...to.spec.containers, ...gone.map(({ name }) => ({ name, $patch: 'delete' }))],
      },
    };
  }

  it('makes the one state of the other', () => {
    fc.assert(
      fc.property(states, states, (from, to) => {
        expect(strategicMerge(POD, deepFreeze(from), diff(from, to))).toEqual(to);
      }),
    );
  });
});
