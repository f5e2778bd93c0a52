import { type Cursor, isBlankOrEnd, isBreak, isNoBreak, isWord } from './cursor.ts';
import { scannerError } from './yaml-error.ts';

/** The name after `&` or `*`. */
export function scanAnchor(cursor: Cursor): string {
  cursor.pos++;
  const name = cursor.takeWhile(isWord);
  const next = cursor.code();
  if (name === '' || !(isBlankOrEnd(next) || '?:,]}%@`'.includes(String.fromCharCode(next))))
    throw scannerError(cursor.line, 'did not find expected alphabetic or numeric character');
  return name;
}

/** A tag: the handle (`!!`, `!name!`, `!`, or nothing for one in full) and what comes after it. */
export function scanTag(cursor: Cursor): { handle: string; suffix: string } {
  const tag = cursor.code(1) === 0x3c ? scanFullTag(cursor) : scanShortTag(cursor);
  if (!isBlankOrEnd(cursor.code())) throw scannerError(cursor.line, 'did not find expected whitespace or line break');
  return tag;
}

function scanFullTag(cursor: Cursor) {
  cursor.pos += 2;
  const suffix = scanTagUri(cursor);
  if (cursor.code() !== 0x3e) throw scannerError(cursor.line, "did not find the expected '>'");
  cursor.pos++;
  return { handle: '', suffix };
}

function scanShortTag(cursor: Cursor) {
  cursor.pos++;
  const name = cursor.takeWhile(isWord);
  if (cursor.code() === 0x21) {
    cursor.pos++;
    return { handle: `!${name}!`, suffix: scanTagUri(cursor) };
  }
  const suffix = name + (isUriCharacter(cursor.code()) ? scanTagUri(cursor) : '');
  return suffix === '' ? { handle: '', suffix: '!' } : { handle: '!', suffix };
}

function scanTagUri(cursor: Cursor): string {
  const uri = cursor.takeWhile(isUriCharacter);
  if (uri === '') throw scannerError(cursor.line, 'did not find expected tag URI');
  try {
    return decodeURIComponent(uri);
  } catch {
    throw scannerError(cursor.line, 'did not find URI escaped octet');
  }
}

function isUriCharacter(code: number): boolean {
  return isWord(code) || (code > 0 && ";/?:@&=+$.!~*'()%[],".includes(String.fromCharCode(code)));
}

/** A line that begins with `%`: only `%YAML 1.1` and `%TAG` exist. */
export function scanDirective(cursor: Cursor): { name: string; value: string } {
  cursor.pos++;
  const name = cursor.takeWhile(isWord);
  if (name === '') throw scannerError(cursor.line, 'could not find expected directive name');
  if (!isBlankOrEnd(cursor.code())) throw scannerError(cursor.line, 'found unexpected non-alphabetical character');
  if (name !== 'YAML' && name !== 'TAG') throw scannerError(cursor.line, 'found unknown directive name');
  const value = cursor.takeWhile((c) => c !== 0x23 && !isBreak(c)).trim();
  cursor.takeWhile(isNoBreak);
  return { name, value };
}
