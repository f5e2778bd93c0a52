import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiError } from '../../../server/api/errors.ts';
import {
  compileLabelSelector,
  formatLabelSelector,
  labelQueryOfMap,
  labelSelectorText,
  parseLabelSelector,
} from '../../../server/api/label-selector.ts';
import { validateLabelSelector } from '../../../server/api/label-selector-validation.ts';

function refusal(text: string): string {
  try {
    parseLabelSelector(text);
  } catch (error) {
    if (error instanceof ApiError && error.code === 400) return error.message;
    throw error;
  }
  return 'accepted';
}

describe('a label query', () => {
  const objects: Record<string, Record<string, string>> = {
    a: { app: 'x', tier: 'front' },
    b: { app: 'x' },
    c: { app: 'y', tier: '' },
    d: {},
    e: { 'example.com/n': '10' },
  };

  test.each([
    ['', 'abcde'],
    ['app=x', 'ab'],
    ['app==x', 'ab'],
    ['app!=x', 'cde'],
    ['app in (x,y)', 'abc'],
    ['app notin (x)', 'cde'],
    ['tier', 'ac'],
    ['!tier', 'bde'],
    ['tier=', 'c'],
    ['app=x,!tier', 'b'],
    [' app = x , tier notin ( back ) ', 'ab'],
    ['app in ()', ''],
    ['app in (x,)', 'ab'],
    ['tier in (,front)', 'ac'],
    ['in in (in)', ''],
    ['example.com/n>5', 'e'],
    ['example.com/n<5', ''],
    ['app>5', ''],
    ['constructor', ''],
  ])('%j selects %j', (text, expected) => {
    const { matches } = parseLabelSelector(text);
    expect(
      Object.keys(objects)
        .filter((name) => matches(objects[name]))
        .join(''),
    ).toBe(expected);
  });

  test.each([
    ['app in (x', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['app=x,', "found '', expected: identifier after ','"],
    [',', "found ',', expected: !, identifier, or 'end of string'"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['app===x', "unable to parse requirement: found '=', expected: identifier"],
    ['app=x y', "found 'y', expected: ',' or 'end of string'"],
    ['!app=x', "found '=', expected: ',' or 'end of string'"],
    ['app in x', "unable to parse requirement: found 'x' expected: '('"],
    ['app in (', "unable to parse requirement: found '', expected: ',', ')' or identifier"],
    ['app in (x,=', "unable to parse requirement: found '=', expected: ',', or identifier"],
    ['app!x', "unable to parse requirement: found '!', expected: in, notin, =, ==, !=, gt, lt"],
    [
      'n>x',
      "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
    ],
  ])('%j is refused', (text, message) => {
    expect(refusal(text)).toBe(message);
  });

  test('names the label whose value is out of form', () => {
    expect(refusal('app=-x')).toMatch(
      /^unable to parse requirement: values\[0\]\[app\]: Invalid value: "-x": a valid label must/,
    );
    expect(refusal('-app=x')).toMatch(
      /^unable to parse requirement: <nil>: Invalid value: "-app": name part must consist/,
    );
  });
});

describe('a selector in an object', () => {
  test('left out selects nothing, empty selects everything', () => {
    expect(compileLabelSelector(undefined).matches({})).toBe(false);
    expect(compileLabelSelector({}).matches(undefined)).toBe(true);
  });

  test('joins labels and expressions', () => {
    const { matches } = compileLabelSelector({
      matchLabels: { app: 'x' },
      matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['back'] }],
    });
    expect(matches({ app: 'x' })).toBe(true);
    expect(matches({ app: 'x', tier: 'back' })).toBe(false);
  });

  test('is written sorted by key', () => {
    const selector = {
      matchLabels: { b: '1' },
      matchExpressions: [
        { key: 'c', operator: 'In', values: ['z', 'y'] },
        { key: 'a', operator: 'Exists' },
        { key: 'd', operator: 'DoesNotExist' },
      ],
    };
    expect(labelSelectorText(selector)).toBe('a,b=1,c in (y,z),!d');
    expect(formatLabelSelector({})).toBe('<none>');
  });

  test.each([
    [{ key: 'a', operator: 'In' }, 'values', "Required value: must be specified when `operator` is 'In' or 'NotIn'"],
    [
      { key: 'a', operator: 'Exists', values: ['x'] },
      'values',
      "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
    ],
    [{ key: 'a', operator: 'Is' }, 'operator', 'Invalid value: "Is": not a valid selector operator'],
  ])('%j is refused', (expression, field, message) => {
    const errors = validateLabelSelector({ matchExpressions: [expression] }, 'spec.selector');
    expect(errors).toMatchObject([{ field: `spec.selector.matchExpressions[0].${field}`, message }]);
  });
});

describe('for any labels', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9]{0,5}$/);
  const labels = fc.dictionary(word, word, { maxKeys: 4, noNullPrototype: true });

  test('a map selects its own labels, and its text selects the same', () => {
    fc.assert(
      fc.property(labels, labels, (wanted, others) => {
        const text = formatLabelSelector({ matchLabels: wanted });
        const query = parseLabelSelector(text === '<none>' ? '' : text);
        expect(query.matches({ ...others, ...wanted })).toBe(true);
        expect(query.matches(others)).toBe(labelQueryOfMap(wanted).matches(others));
      }),
    );
  });

  test('no text is more than refused', () => {
    fc.assert(fc.property(fc.string(), (text) => void refusal(text)));
  });
});
