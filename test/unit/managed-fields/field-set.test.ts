import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { schemaOf } from '../../../server/api/schema/schemas.ts';
import {
  difference,
  differenceBelow,
  type FieldSet,
  fieldSetOf,
  hasPath,
  intersection,
  NO_FIELDS,
  pathsOf,
  printPath,
  union,
} from '../../../server/registry/managed-fields/field-set.ts';
import { matching } from '../../../server/registry/managed-fields/matching.ts';
import { readFieldSet } from '../../../server/registry/managed-fields/read-field-set.ts';
import { withAtomicFieldsWhole } from '../../../server/registry/managed-fields/reconcile.ts';
import { SERVICE } from '../../support/owned-object.ts';

const ELEMENTS = ['f:a', 'f:b', 'k:{"name":"x"}', 'k:{"port":80}', 'k:{"port":443}', 'v:"x"', 'v:2', 'i:0'];
const paths = fc.array(fc.array(fc.constantFrom(...ELEMENTS), { minLength: 1, maxLength: 4 }), { maxLength: 12 });
const keysOf = (set: FieldSet) => new Set(pathsOf(set).map((path) => path.join(' ')));

describe('sets of fields', () => {
  it('hold the paths that were put in', () => {
    fc.assert(
      fc.property(paths, (some) => {
        expect(keysOf(fieldSetOf(...some))).toEqual(new Set(some.map((path) => path.join(' '))));
      }),
    );
  });

  it('are united, intersected and subtracted path by path', () => {
    fc.assert(
      fc.property(paths, paths, (left, right) => {
        const [a, b] = [fieldSetOf(...left), fieldSetOf(...right)];
        const [inA, inB] = [keysOf(a), keysOf(b)];
        expect(keysOf(union(a, b))).toEqual(new Set([...inA, ...inB]));
        expect(keysOf(intersection(a, b))).toEqual(new Set([...inA].filter((key) => inB.has(key))));
        expect(keysOf(difference(a, b))).toEqual(new Set([...inA].filter((key) => !inB.has(key))));
      }),
    );
  });

  it('are the same text however they came about', () => {
    fc.assert(
      fc.property(paths, paths, (left, right) => {
        const once = fieldSetOf(...left, ...right);
        const twice = union(fieldSetOf(...right), fieldSetOf(...left));
        expect(JSON.stringify(twice)).toBe(JSON.stringify(once));
        expect(JSON.stringify(readFieldSet(JSON.parse(JSON.stringify(once))))).toBe(JSON.stringify(once));
      }),
    );
  });

  it('lose what is below a path too, when that is asked for', () => {
    const set = fieldSetOf(['f:status', 'f:phase'], ['f:status'], ['f:spec', 'f:a']);
    expect(pathsOf(differenceBelow(set, fieldSetOf(['f:status'])))).toEqual([['f:spec', 'f:a']]);
    expect(pathsOf(difference(set, fieldSetOf(['f:status'])))).toEqual([
      ['f:spec', 'f:a'],
      ['f:status', 'f:phase'],
    ]);
  });

  it('come back as they were when an operation changes nothing', () => {
    const set = fieldSetOf(['f:a', 'f:b'], ['f:c']);
    expect(union(set, fieldSetOf(['f:a', 'f:b']))).toBe(set);
    expect(difference(set, fieldSetOf(['f:a'], ['f:d']))).toBe(set);
    expect(union(set, NO_FIELDS)).toBe(set);
  });

  it('are written fields first, then items by key, value and index, numbers by their value', () => {
    const set = fieldSetOf(
      ['v:"x"'],
      ['i:0'],
      ['k:{"port":443}'],
      ['k:{"port":80}'],
      ['f:b'],
      ['f:a'],
      ['v:10'],
      ['v:9'],
    );
    expect(Object.keys(set)).toEqual(['f:a', 'f:b', 'k:{"port":80}', 'k:{"port":443}', 'v:9', 'v:10', 'v:"x"', 'i:0']);
  });

  it('print their paths as conflicts name them', () => {
    expect(printPath(['f:spec', 'f:ports', 'k:{"port":80,"protocol":"TCP"}', 'f:name'])).toBe(
      '.spec.ports[port=80,protocol="TCP"].name',
    );
    expect(printPath(['f:finalizers', 'v:"a/b"'])).toBe('.finalizers[="a/b"]');
    expect(printPath(['f:list', 'i:3'])).toBe('.list[3]');
  });

  it('can be narrowed to patterns of paths', () => {
    const set = fieldSetOf(
      ['f:spec', 'f:containers', 'k:{"name":"a"}', 'f:resources', 'f:limits'],
      ['f:spec', 'f:containers', 'k:{"name":"a"}', 'f:image'],
      ['f:metadata', 'f:labels'],
    );
    const narrowed = matching(set, [['f:spec', 'f:containers', '*', 'f:resources']]);
    expect(pathsOf(narrowed).map(printPath)).toEqual(['.spec.containers[name="a"].resources.limits']);
  });
});

describe('sets of fields from clients', () => {
  it('are brought into the order and form of this server', () => {
    const sent = { 'f:b': {}, 'k:{"protocol":"TCP", "port":80}': { '.': {} }, 'f:a': { 'f:x': {} }, 'x:future': {} };
    expect(JSON.stringify(readFieldSet(sent))).toBe(
      '{"f:a":{"f:x":{}},"f:b":{},"k:{\\"port\\":80,\\"protocol\\":\\"TCP\\"}":{}}',
    );
  });

  it.each([[{ a: {} }], [{ 'f:a': 'x' }], [{ 'k:x': {} }], [{ 'i:x': {} }], [[]], ['x']])('are refused: %j', (sent) => {
    expect(() => readFieldSet(sent)).toThrow();
  });

  it('own as a whole what the schema makes atomic', () => {
    const set = fieldSetOf(
      ['f:spec', 'f:selector', 'f:app'],
      ['f:spec', 'f:ports', 'k:{"port":80,"protocol":"TCP"}', 'f:name'],
    );
    const whole = withAtomicFieldsWhole(set, schemaOf(SERVICE));
    expect(hasPath(whole, ['f:spec', 'f:selector'])).toBe(true);
    expect(pathsOf(whole)).toHaveLength(2);
  });
});
