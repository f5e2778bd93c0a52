import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_LINE, editLine, keysOf } from '../../../../server/node/exec/terminal/edit-line.ts';

const typed = (keys: string) => [...keysOf(keys)].reduce((line, { key }) => editLine(line, key) ?? line, EMPTY_LINE);

describe('what keys do to a line', () => {
  test.each([
    ['abc', 'abc', 3],
    ['abc\x7f', 'ab', 2],
    ['abc\x1b[D\x1b[DX', 'aXbc', 2],
    ['abc\x01X', 'Xabc', 1],
    ['abc\x01\x05X', 'abcX', 4],
    ['one two\x17', 'one ', 4],
    ['one two\x15', '', 0],
    ['abc\x01\x0b', '', 0],
    ['abc\x01\x1b[3~', 'bc', 0],
    ['one two\x1bbX', 'one Xtwo', 5],
    ['\x7f', '', 0],
  ])('%j', (keys, text, cursor) => {
    expect(typed(keys)).toEqual({ text, cursor });
  });

  test('the cursor is never outside of the line', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', ' ', '\x7f', '\x1b[D', '\x1b[C', '\x01', '\x05', '\x0b', '\x17', '\x1b[3~')),
        (keys) => {
          const { text, cursor } = typed(keys.join(''));
          expect(cursor).toBeGreaterThanOrEqual(0);
          expect(cursor).toBeLessThanOrEqual(text.length);
        },
      ),
    );
  });
});
