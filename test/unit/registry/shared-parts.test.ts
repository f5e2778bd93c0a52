import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSharedParts } from '../../../server/registry/shared-parts.ts';
import type { AnyObject } from '../../../server/registry/stored-object.ts';

const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value));

function pod(name: string, spec: unknown): AnyObject {
  const labels = { 'app.kubernetes.io/name': 'web' };
  return copy({ apiVersion: 'v1', kind: 'Pod', metadata: { name, uid: name, labels }, spec });
}

describe('parts of stored objects', () => {
  test('are one where they are equal, on every level', () => {
    const parts = createSharedParts();
    const container = { name: 'web', image: 'registry.example/web:1', resources: {} };
    const one = parts.freeze(pod('one', { containers: [container], nodeName: 'node-1' }));
    const other = parts.freeze(pod('other', { containers: [container], nodeName: 'node-2' }));
    const [a, b] = [one.spec, other.spec] as { containers: object[] }[];
    expect(other.metadata.labels).toBe(one.metadata.labels);
    expect(b?.containers).toBe(a?.containers);
    expect(b).not.toBe(a);
  });

  test('are two where only the order of their fields differs, which clients see', () => {
    const parts = createSharedParts();
    const [one, other] = [
      { first: 1, second: 2 },
      { second: 2, first: 1 },
    ].map((data) => parts.freeze(pod('p', { data })).spec as { data: object });
    expect(Object.keys(one?.data ?? {})).toEqual(['first', 'second']);
    expect(Object.keys(other?.data ?? {})).toEqual(['second', 'first']);
  });

  test('are two where one is a list and one an object', () => {
    const parts = createSharedParts();
    expect(parts.freeze(pod('p', { data: ['x'] })).spec).toEqual({ data: ['x'] });
    expect(parts.freeze(pod('p', { data: { 0: 'x' } })).spec).toEqual({ data: { 0: 'x' } });
  });

  test('say what they said, and are frozen all the way down', () => {
    const parts = createSharedParts();
    const anything = fc.array(fc.jsonValue({ depthSize: 'medium' }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(anything, (specs) => {
        const frozen = specs.map((spec, i) => parts.freeze(pod(`p-${i}`, spec)));
        expect(frozen.map(({ spec }) => JSON.stringify(spec))).toEqual(specs.map((spec) => JSON.stringify(copy(spec))));
        expect(frozen.every(isFrozen)).toBe(true);
      }),
    );
  });
});

function isFrozen(value: unknown): boolean {
  return typeof value !== 'object' || (Object.isFrozen(value) && Object.values(value ?? {}).every(isFrozen));
}
