import { type Cursor, END, isBlank, isBreak, isBreakOrEnd, isNoBreak } from './cursor.ts';
import { scannerError } from './yaml-error.ts';

interface Header {
  /** What happens to the line breaks at the end: all are stripped, one is kept, all are kept. */
  chomping: 'strip' | 'clip' | 'keep';
  /** Indentation that the text names itself, 0 when it does not. */
  increment: number;
}

/** `|` and `>` with all that belongs to them; `indent` is that of the block around it, -1 at the top. */
export function scanBlockScalar(cursor: Cursor, indent: number): string {
  const literal = cursor.code() === 0x7c;
  cursor.pos++;
  const { chomping, increment } = scanHeader(cursor);
  const named = increment === 0 ? 0 : Math.max(indent, 0) + increment;
  const first = scanBreaks(cursor, named);
  const own = named || Math.max(first.deepest, indent + 1, 1);
  const { text, lastBreak, trailing } = scanLines(cursor, own, first.breaks, literal);
  if (chomping === 'strip') return text;
  return chomping === 'clip' ? text + lastBreak : text + lastBreak + trailing;
}

function scanHeader(cursor: Cursor): Header {
  const header: Header = { chomping: 'clip', increment: 0 };
  for (let taken = true; taken; ) taken = scanChomping(cursor, header) || scanIncrement(cursor, header);
  cursor.takeWhile(isBlank);
  if (cursor.code() === 0x23) cursor.takeWhile(isNoBreak);
  if (!isBreakOrEnd(cursor.code())) throw scannerError(cursor.line, 'did not find expected comment or line break');
  if (cursor.code() !== END) cursor.takeBreak();
  return header;
}

function scanChomping(cursor: Cursor, header: Header): boolean {
  const code = cursor.code();
  if (header.chomping !== 'clip' || (code !== 0x2b && code !== 0x2d)) return false;
  header.chomping = code === 0x2b ? 'keep' : 'strip';
  cursor.pos++;
  return true;
}

function scanIncrement(cursor: Cursor, header: Header): boolean {
  const digit = cursor.code() - 0x30;
  if (header.increment !== 0 || digit < 0 || digit > 9) return false;
  if (digit === 0) throw scannerError(cursor.line, 'found an indentation indicator equal to 0');
  header.increment = digit;
  cursor.pos++;
  return true;
}

/** Takes indentation and empty lines; `indent` is 0 as long as it is not known. */
function scanBreaks(cursor: Cursor, indent: number): { breaks: string; deepest: number } {
  let breaks = '';
  let deepest = 0;
  for (;;) {
    while ((indent === 0 || cursor.column < indent) && cursor.code() === 0x20) cursor.pos++;
    deepest = Math.max(deepest, cursor.column);
    if ((indent === 0 || cursor.column < indent) && cursor.code() === 0x09)
      throw scannerError(cursor.line, 'found a tab character where an indentation space is expected');
    if (!isBreak(cursor.code())) return { breaks, deepest };
    breaks += cursor.takeBreak();
  }
}

function scanLines(cursor: Cursor, indent: number, breaks: string, literal: boolean) {
  let text = '';
  let lastBreak = '';
  let trailing = breaks;
  let wasIndented = false;
  while (cursor.column === indent && cursor.code() !== END) {
    const isIndented = isBlank(cursor.code());
    const folds = !literal && lastBreak === '\n' && !wasIndented && !isIndented;
    if (folds) text += trailing === '' ? ' ' : trailing;
    else text += lastBreak + trailing;
    wasIndented = isIndented;
    text += cursor.takeWhile(isNoBreak);
    lastBreak = cursor.code() === END ? '' : cursor.takeBreak();
    trailing = scanBreaks(cursor, indent).breaks;
  }
  return { text, lastBreak, trailing };
}
