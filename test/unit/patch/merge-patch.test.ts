import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deepFreeze } from '../../../server/lib/deep-freeze.ts';
import { mergePatch } from '../../../server/registry/patch/merge-patch.ts';

describe('JSON Merge Patch', () => {
  // The examples of RFC 7386, appendix A.
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [
      ['a', 'b'],
      ['c', 'd'],
      ['c', 'd'],
    ],
    [{ a: 'b' }, ['c'], ['c']],
    [{ a: 'foo' }, null, null],
    [{ a: 'foo' }, 'bar', 'bar'],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('makes of %j and %j %j', (current, patch, expected) => {
    expect(mergePatch(deepFreeze(current), patch)).toEqual(expected);
  });

  it('shares what it leaves alone, and returns the same object when nothing changes', () => {
    const current = deepFreeze({ a: { b: 1 }, c: { d: [1] } });
    const patched = mergePatch(current, { a: { b: 2 } }) as typeof current;
    expect(patched.c).toBe(current.c);
    expect(mergePatch(current, { a: { b: 1, x: null }, c: {} })).toBe(current);
  });

  it('has no way to the prototype of objects', () => {
    const patch: unknown = JSON.parse(
      '{"__proto__": {"polluted": true}, "a": {"__proto__": {"polluted": true}, "b": 1}}',
    );
    expect(mergePatch({}, patch)).toEqual({ a: { b: 1 } });
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('gives the same when it is applied again, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.string(), fc.jsonValue()),
        fc.dictionary(fc.string(), fc.jsonValue()),
        (current, patch) => {
          const patched = mergePatch(deepFreeze(current), patch);
          expect(mergePatch(patched, patch)).toEqual(patched);
        },
      ),
    );
  });
});
