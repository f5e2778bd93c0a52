import { type Cursor, END, isBlank, isBlankOrEnd, isBreak } from './cursor.ts';
import { scannerError } from './yaml-error.ts';

const BACKSLASH = 0x5c;

/** White space inside a scalar, as it counts: line breaks fold into a space, or into the empty lines between. */
interface Gap {
  text: string;
  /** It holds a line break. */
  breaks: boolean;
}

const NO_GAP: Gap = { text: '', breaks: false };

/** Takes blanks and line breaks; in a text without quotes, a tab may not stand where `indent` has to be. */
function scanGap(cursor: Cursor, { afterBreak = false, indent = 0 }): Gap {
  let blanks = '';
  let first = afterBreak ? '' : undefined;
  let more = '';
  for (let code = cursor.code(); isBlank(code) || isBreak(code); code = cursor.code()) {
    if (isBreak(code)) {
      if (first === undefined) first = cursor.takeBreak();
      else more += cursor.takeBreak();
    } else {
      if (first === undefined) blanks += String.fromCharCode(code);
      else if (code === 0x09 && cursor.column < indent)
        throw scannerError(cursor.line, 'found a tab character that violates indentation');
      cursor.pos++;
    }
  }
  if (first === undefined) return { text: blanks, breaks: false };
  if (first === '\n') return { text: more === '' ? ' ' : more, breaks: true };
  return { text: first + more, breaks: true };
}

/** A text without quotes, and whether a line break came after it. */
export function scanPlainScalar(cursor: Cursor, indent: number, inFlow: boolean): { text: string; breaks: boolean } {
  let text = '';
  let gap = NO_GAP;
  for (;;) {
    if (cursor.atDocumentIndicator() || cursor.code() === 0x23) break;
    const part = takePlainPart(cursor, inFlow);
    if (part !== '') {
      text += gap.text + part;
      gap = NO_GAP;
    }
    if (!isBlank(cursor.code()) && !isBreak(cursor.code())) break;
    gap = scanGap(cursor, { indent });
    if (!inFlow && cursor.column < indent) break;
  }
  return { text, breaks: gap.breaks };
}

function takePlainPart(cursor: Cursor, inFlow: boolean): string {
  const { text, pos } = cursor;
  while (cursor.pos < text.length) {
    const code = text.charCodeAt(cursor.pos);
    if (isBlank(code) || isBreak(code)) break;
    if (code === 0x3a && isBlankOrEnd(cursor.code(1))) break;
    if (inFlow && endsPlainInFlow(code)) break;
    cursor.pos++;
  }
  return text.slice(pos, cursor.pos);
}

/** One of `,?[]{}`. */
function endsPlainInFlow(code: number): boolean {
  return code === 0x2c || code === 0x3f || code === 0x5b || code === 0x5d || code === 0x7b || code === 0x7d;
}

export function scanQuotedScalar(cursor: Cursor): string {
  const quote = cursor.code();
  cursor.pos++;
  let text = '';
  for (;;) {
    if (cursor.atDocumentIndicator()) throw scannerError(cursor.line, 'found unexpected document indicator');
    if (cursor.code() === END) throw scannerError(cursor.line, 'found unexpected end of stream');
    const part = takeQuotedPart(cursor, quote);
    text += part.text;
    if (cursor.code() === quote) break;
    text += scanGap(cursor, { afterBreak: part.joinsLines }).text;
  }
  cursor.pos++;
  return text;
}

/** `joinsLines`: it ends with a backslash before a line break, so that only the empty lines that follow count. */
function takeQuotedPart(cursor: Cursor, quote: number): { text: string; joinsLines: boolean } {
  let text = '';
  for (;;) {
    text += takePlainQuotedText(cursor, quote);
    const code = cursor.code();
    if (quote === 0x27 && code === quote && cursor.code(1) === quote) {
      text += "'";
      cursor.pos += 2;
    } else if (code === BACKSLASH && quote === 0x27) {
      text += '\\';
      cursor.pos++;
    } else if (code === BACKSLASH && isBreak(cursor.code(1))) {
      cursor.pos++;
      cursor.takeBreak();
      return { text, joinsLines: true };
    } else if (code === BACKSLASH) text += takeEscape(cursor);
    else return { text, joinsLines: false };
  }
}

function takePlainQuotedText(cursor: Cursor, quote: number): string {
  const start = cursor.pos;
  for (let c = cursor.code(); c !== quote && c !== BACKSLASH && !isBlankOrEnd(c); c = cursor.code()) cursor.pos++;
  return cursor.text.slice(start, cursor.pos);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function takeEscape(cursor: Cursor): string {
  const letter = cursor.text[cursor.pos + 1] ?? '';
  const simple = ESCAPES[letter];
  if (simple !== undefined) {
    cursor.pos += 2;
    return simple;
  }
  const length = HEX_DIGITS[letter];
  if (length === undefined) throw scannerError(cursor.line, 'found unknown escape character');
  cursor.pos += 2;
  return takeHex(cursor, length);
}

function takeHex(cursor: Cursor, length: number): string {
  const digits = cursor.text.slice(cursor.pos, cursor.pos + length);
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits))
    throw scannerError(cursor.line, 'did not find expected hexdecimal number');
  const code = Number.parseInt(digits, 16);
  if ((code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff)
    throw scannerError(cursor.line, 'found invalid Unicode character escape code');
  cursor.pos += length;
  return String.fromCodePoint(code);
}
