import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createSelectorIndex } from '../../../server/api/selector-index.ts';

test('selectors are found by the labels that they ask for, in their namespace', () => {
  const index = createSelectorIndex();
  index.set('web', 'default', { app: 'web' });
  index.set('both', 'default', { app: 'web', tier: 'front' });
  index.set('else', 'other', { app: 'web' });
  index.set('none', 'default', {});
  expect(index.matching('default', { app: 'web' })).toEqual(['web']);
  expect(index.matching('default', { tier: 'front', app: 'web' }).sort()).toEqual(['both', 'web']);
  index.set('web', 'default', { app: 'new' });
  index.delete('both');
  expect(index.matching('default', { app: 'web', tier: 'front' })).toEqual([]);
  expect(index.matching('default', undefined)).toEqual([]);
});

test('it finds what trying every selector finds', () => {
  const labels = fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('x', 'y'));
  fc.assert(
    fc.property(fc.array(labels), labels, (selectors, object) => {
      const index = createSelectorIndex();
      for (const [i, selector] of selectors.entries()) index.set(String(i), 'default', selector);
      const matches = (selector: Record<string, string>) =>
        Object.keys(selector).length > 0 && Object.entries(selector).every(([k, v]) => object[k] === v);
      const expected = selectors.flatMap((selector, i) => (matches(selector) ? [String(i)] : []));
      expect(index.matching('default', object).sort()).toEqual(expected.sort());
    }),
  );
});
