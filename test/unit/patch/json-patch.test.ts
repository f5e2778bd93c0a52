import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepFreeze } from '../../../server/lib/deep-freeze.ts';
import { applyJsonPatch, UnpatchableError } from '../../../server/registry/patch/json-patch.ts';

const list = deepFreeze({ l: ['a', 'b', 'c'], m: { x: 1, 'a/b': 2, 'a~b': 3 }, n: null });

describe('JSON Patch', () => {
  it.each([
    ['adds a member', [{ op: 'add', path: '/m/y', value: 2 }], { m: { ...list.m, y: 2 } }],
    ['adds over a member', [{ op: 'add', path: '/m/x', value: 2 }], { m: { ...list.m, x: 2 } }],
    ['adds null where there is no value', [{ op: 'add', path: '/m/x' }], { m: { ...list.m, x: null } }],
    ['appends', [{ op: 'add', path: '/l/-', value: 'd' }], { l: ['a', 'b', 'c', 'd'] }],
    ['inserts', [{ op: 'add', path: '/l/1', value: 'd' }], { l: ['a', 'd', 'b', 'c'] }],
    ['inserts at the length', [{ op: 'add', path: '/l/3', value: 'd' }], { l: ['a', 'b', 'c', 'd'] }],
    ['inserts from the end', [{ op: 'add', path: '/l/-1', value: 'd' }], { l: ['a', 'b', 'c', 'd'] }],
    ['replaces', [{ op: 'replace', path: '/l/1', value: 'd' }], { l: ['a', 'd', 'c'] }],
    ['replaces from the end', [{ op: 'replace', path: '/l/-1', value: 'd' }], { l: ['a', 'b', 'd'] }],
    ['replaces a member that is not there', [{ op: 'replace', path: '/m/z', value: 1 }], { m: { ...list.m, z: 1 } }],
    ['removes an item', [{ op: 'remove', path: '/l/0' }], { l: ['b', 'c'] }],
    ['removes from the end', [{ op: 'remove', path: '/l/-3' }], { l: ['b', 'c'] }],
    ['reads Go numbers as indexes', [{ op: 'remove', path: '/l/+01' }], { l: ['a', 'c'] }],
    ['moves', [{ op: 'move', from: '/l/0', path: '/l/2' }], { l: ['b', 'c', 'a'] }],
    ['copies', [{ op: 'copy', from: '/m/x', path: '/c' }], { c: 1 }],
    ['copies nothing as null', [{ op: 'copy', from: '/m/z', path: '/c' }], { c: null }],
    [
      'knows ~1 and ~0',
      [
        { op: 'remove', path: '/m/a~1b' },
        { op: 'remove', path: '/m/a~0b' },
      ],
      { m: { x: 1 } },
    ],
    ['forgets what is before the first slash', [{ op: 'add', path: 'm/c', value: 1 }], { c: 1 }],
    ['tests what is there', [{ op: 'test', path: '/m', value: { 'a~b': 3, 'a/b': 2, x: 1 } }], {}],
    ['tests what is not there as null', [{ op: 'test', path: '/m/z' }], {}],
    ['tests the whole', [{ op: 'test', path: '', value: list }], {}],
  ])('%s', (_, operations, changes) => {
    expect(applyJsonPatch(list, operations)).toEqual({ ...list, ...changes });
  });

  it('replaces the whole', () => {
    expect(applyJsonPatch(list, [{ op: 'replace', path: '', value: { a: 1 } }])).toEqual({ a: 1 });
  });

  it('shares what it leaves alone', () => {
    const patched = applyJsonPatch(list, [{ op: 'add', path: '/m/y', value: 2 }]) as typeof list;
    expect(patched.l).toBe(list.l);
  });

  it.each([
    [{ op: 'remove', path: '/m/z' }],
    [{ op: 'remove', path: '/l/3' }],
    [{ op: 'remove', path: '/l/-4' }],
    [{ op: 'remove', path: '/l/-' }],
    [{ op: 'remove', path: '' }],
    [{ op: 'add', path: '/l/4', value: 1 }],
    [{ op: 'add', path: '/l/x', value: 1 }],
    [{ op: 'add', path: '/n/a', value: 1 }],
    [{ op: 'add', path: '/z/a', value: 1 }],
    [{ op: 'add', path: '', value: {} }],
    [{ op: 'add', value: 1 }],
    [{ op: 'replace', path: '/l/3', value: 1 }],
    [{ op: 'replace', path: '', value: 1 }],
    [{ op: 'move', from: '/m/z', path: '/c' }],
    [{ op: 'move', path: '/c' }],
    [{ op: 'copy', from: '/z/a', path: '/c' }],
    [{ op: 'test', path: '/m/x', value: 2 }],
    [{ op: 'frob', path: '/m/x' }],
    [{ path: '/m/x' }],
    [null],
  ])('cannot apply %j', (operation) => {
    expect(() => applyJsonPatch(list, [operation])).toThrow(UnpatchableError);
  });

  it('does something or says that it cannot, whatever it is given', () => {
    const path = fc
      .array(fc.constantFrom('l', 'm', 'n', '0', '-', '-1', '__proto__', 'constructor'))
      .map((p) => p.join('/'));
    const operation = fc.record({
      op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
      path,
      from: path,
      value: fc.jsonValue(),
    });
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(operation), (document, operations) => {
        try {
          applyJsonPatch(deepFreeze(document), operations);
        } catch (error) {
          expect(error).toBeInstanceOf(UnpatchableError);
        }
      }),
    );
  });
});
