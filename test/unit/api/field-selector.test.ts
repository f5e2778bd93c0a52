import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileFieldSelector, parseFieldSelector, requiredFieldValue } from '../../../server/api/field-selector.ts';

test.each([
  ['', []],
  ['metadata.name=a,', [['metadata.name', '=', 'a']]],
  [
    'b==2,a!=1',
    [
      ['a', '!=', '1'],
      ['b', '=', '2'],
    ],
  ],
  ['=a', [['', '=', 'a']]],
  ['a=x\\,y\\=z\\\\', [['a', '=', 'x,y=z\\']]],
])('%j is read', (text, terms) => {
  expect(parseFieldSelector(text).map((t) => [t.field, t.operator, t.value])).toEqual(terms);
});

test.each([
  ['metadata.name', "invalid selector: 'metadata.name'; can't understand 'metadata.name'"],
  ['a=1,b in (c)', "invalid selector: 'a=1,b in (c)'; can't understand 'b in (c)'"],
  ['a=b=c', 'invalid field selector: unescaped character in value: 61'],
  ['a=\\x', 'invalid field selector: invalid escape sequence: \\x'],
  ['a=\\', 'invalid field selector: invalid escape sequence: \\'],
])('%j is refused', (text, message) => {
  expect(() => parseFieldSelector(text)).toThrow(message);
});

test('selects by the values of fields', () => {
  const fields = { a: (o: { a: string }) => o.a };
  expect(compileFieldSelector(parseFieldSelector('a=1'), fields)({ a: '1' })).toBe(true);
  expect(compileFieldSelector(parseFieldSelector('a!=1,a!=2'), fields)({ a: '2' })).toBe(false);
  expect(requiredFieldValue(parseFieldSelector('a!=1,b=2'), 'b')).toBe('2');
});

test('every value can be asked for', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const escaped = value.replace(/[\\,=]/g, '\\$&');
      expect(requiredFieldValue(parseFieldSelector(`f=${escaped}`), 'f')).toBe(value);
    }),
  );
});
