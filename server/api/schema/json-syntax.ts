/** Why a text is no JSON, in the words of Go's encoding/json. */
import { goQuote } from '../field-error.ts';

/** Go gives up at this depth of objects and lists. */
export const MAX_JSON_DEPTH = 10_000;

/** Empty for a text that is JSON. */
export function explainJsonError(text: string | Uint8Array): string {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  try {
    checkDocument(new ByteReader(bytes));
    return '';
  } catch (error) {
    if (error instanceof SyntaxError) return error.message;
    throw error;
  }
}

const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const COMMA = 0x2c;
const COLON = 0x3a;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;
const ZERO = 0x30;

class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  peek(): number | undefined {
    return this.#bytes[this.#at];
  }

  peekAfterSpace(): number | undefined {
    while (isSpace(this.peek())) this.#at++;
    return this.peek();
  }

  skip(): void {
    this.#at++;
  }

  /** The next byte, which has to be there. */
  take(): number {
    const byte = this.peek();
    if (byte === undefined) throw new SyntaxError('unexpected end of JSON input');
    this.#at++;
    return byte;
  }

  takeAfterSpace(): number {
    this.peekAfterSpace();
    return this.take();
  }
}

/** Without recursion: texts may be nested deeper than the stack. */
function checkDocument(reader: ByteReader): void {
  const open: number[] = [];
  let next = reader.takeAfterSpace();
  for (;;) {
    if (isValueStart(next)) {
      if (next === OPEN_OBJECT || next === OPEN_LIST) {
        open.push(next);
        if (open.length > MAX_JSON_DEPTH) throw unexpected(next, 'exceeded max depth');
        if (next === OPEN_LIST) {
          next = reader.takeAfterSpace();
          if (next !== CLOSE_LIST) continue;
          open.pop();
        } else if (checkKeyOrEnd(reader)) {
          next = reader.takeAfterSpace();
          continue;
        } else open.pop();
      } else checkScalar(reader, next);
    } else throw unexpected(next, 'looking for beginning of value');
    if (!checkAfterValue(reader, open)) return;
    next = reader.takeAfterSpace();
  }
}

function isValueStart(byte: number): boolean {
  return (
    byte === OPEN_OBJECT ||
    byte === OPEN_LIST ||
    byte === QUOTE ||
    byte === MINUS ||
    isDigit(byte) ||
    LITERALS.has(byte)
  );
}

/** After `{`: true for a key, false for the end of the object. */
function checkKeyOrEnd(reader: ByteReader): boolean {
  if (reader.peekAfterSpace() === CLOSE_OBJECT) {
    reader.skip();
    return false;
  }
  checkKey(reader);
  return true;
}

function checkKey(reader: ByteReader): void {
  const start = reader.takeAfterSpace();
  if (start !== QUOTE) throw unexpected(start, 'looking for beginning of object key string');
  checkString(reader);
  const colon = reader.takeAfterSpace();
  if (colon !== COLON) throw unexpected(colon, 'after object key');
}

/** Closes what ends here. True where another value has to follow, false at the end of the document. */
function checkAfterValue(reader: ByteReader, open: number[]): boolean {
  while (open.length > 0) {
    const inObject = open.at(-1) === OPEN_OBJECT;
    const next = reader.takeAfterSpace();
    if (next === COMMA) {
      if (inObject) checkKey(reader);
      return true;
    }
    if (next !== (inObject ? CLOSE_OBJECT : CLOSE_LIST)) {
      throw unexpected(next, inObject ? 'after object key:value pair' : 'after array element');
    }
    open.pop();
  }
  const rest = reader.peekAfterSpace();
  if (rest !== undefined) throw unexpected(rest, 'after top-level value');
  return false;
}

function checkScalar(reader: ByteReader, start: number): void {
  if (start === QUOTE) checkString(reader);
  else if (start === MINUS || isDigit(start)) checkNumber(reader, start);
  else checkLiteral(reader, LITERALS.get(start) as string);
}

function checkString(reader: ByteReader): void {
  for (let byte = reader.take(); byte !== QUOTE; byte = reader.take()) {
    if (byte < 0x20) throw unexpected(byte, 'in string literal');
    if (byte === BACKSLASH) checkEscape(reader);
  }
}

function checkEscape(reader: ByteReader): void {
  const code = String.fromCharCode(reader.take());
  if (code === 'u') {
    for (let i = 0; i < 4; i++) {
      const digit = reader.take();
      if (!/[0-9a-fA-F]/.test(String.fromCharCode(digit)))
        throw unexpected(digit, 'in \\u hexadecimal character escape');
    }
  } else if (!'"\\/bfnrt'.includes(code)) throw unexpected(code.charCodeAt(0), 'in string escape code');
}

function checkNumber(reader: ByteReader, start: number): void {
  const first = start === MINUS ? takeDigit(reader, 'in numeric literal') : start;
  if (first !== ZERO) skipDigits(reader);
  if (reader.peek() === 0x2e) {
    reader.skip();
    takeDigit(reader, 'after decimal point in numeric literal');
    skipDigits(reader);
  }
  if (reader.peek() === 0x65 || reader.peek() === 0x45) {
    reader.skip();
    if (reader.peek() === 0x2b || reader.peek() === MINUS) reader.skip();
    takeDigit(reader, 'in exponent of numeric literal');
    skipDigits(reader);
  }
}

function takeDigit(reader: ByteReader, context: string): number {
  const digit = reader.take();
  if (!isDigit(digit)) throw unexpected(digit, context);
  return digit;
}

function skipDigits(reader: ByteReader): void {
  while (isDigit(reader.peek())) reader.skip();
}

const LITERALS = new Map(['true', 'false', 'null'].map((word) => [word.charCodeAt(0), word]));

function checkLiteral(reader: ByteReader, word: string): void {
  for (const letter of word.slice(1)) {
    const byte = reader.take();
    if (byte !== letter.charCodeAt(0)) throw unexpected(byte, `in literal ${word} (expecting '${letter}')`);
  }
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Go shows one byte, not one character. */
function unexpected(byte: number, context: string): SyntaxError {
  const char = String.fromCharCode(byte);
  const shown = char === "'" ? "\\'" : char === '"' ? '"' : goQuote(char).slice(1, -1);
  return new SyntaxError(`invalid character '${shown}' ${context}`);
}
