/** Words, with their quotes and all that is replaced in them. */
import { unescapeText } from '../unescape-text.ts';
import { type ListParser, ScriptReader } from './script-reader.ts';
import type { List, Parameter, Word, WordPart } from './syntax.ts';

const PLAIN = /[^\s;&|()<>'"`\\$]+/y;
const NAME = /[A-Za-z_]\w*|\d|[@*#?$!-]/y;
const BRACED_NAME = /[A-Za-z_]\w*|\d+|[@*#?$!-]/y;
const OPERATOR = /:?[-=?+]|%%?|##?|\/[/#%]?|\^\^?|,,?|:/y;

/** Undefined where no word begins. */
export function parseWord(reader: ScriptReader): Word | undefined {
  const parts: WordPart[] = [];
  while (!reader.isAtEnd) {
    const plain = reader.match(PLAIN);
    if (plain) parts.push(text(plain[0], false));
    else if (reader.take('\\\n')) continue;
    else if (/[\s;&|()<>]/.test(reader.peek())) break;
    else parts.push(...parsePart(reader, false));
  }
  return parts.length > 0 ? parts : undefined;
}

/** The text of a here-document, or what is between double quotes: only `$`, backquotes and some backslashes count. */
export function parseQuotedText(content: string, parseList: ListParser): Word {
  const reader = new ScriptReader(content, parseList);
  const parts: WordPart[] = [];
  while (!reader.isAtEnd) parts.push(...parseInQuotes(reader));
  return parts.length > 0 ? parts : [text('', true)];
}

function parsePart(reader: ScriptReader, isQuoted: boolean): WordPart[] {
  if (reader.take("$'")) return [text(unescapeText(quotedWithEscapes(reader)), true)];
  if (reader.take('$"') || reader.take('"')) return doubleQuoted(reader);
  if (reader.take("'")) return [text(reader.until("'"), true)];
  if (reader.take('\\')) return [text(reader.isAtEnd ? '\\' : reader.next(), true)];
  return [parseExpansion(reader, isQuoted) ?? text(reader.next(), isQuoted)];
}

function doubleQuoted(reader: ScriptReader): WordPart[] {
  const parts: WordPart[] = [text('', true)];
  while (!reader.take('"')) {
    if (reader.isAtEnd) throw reader.unexpectedEnd();
    parts.push(...parseInQuotes(reader));
  }
  return parts;
}

const PLAIN_IN_QUOTES = /[^"\\$`]+/y;

function parseInQuotes(reader: ScriptReader): WordPart[] {
  const plain = reader.match(PLAIN_IN_QUOTES);
  if (plain) return [text(plain[0], true)];
  if (reader.take('\\\n')) return [];
  if (reader.take('\\')) {
    const next = reader.next();
    return [text('$`"\\'.includes(next) && next !== '' ? next : `\\${next}`, true)];
  }
  return [parseExpansion(reader, true) ?? text(reader.next(), true)];
}

function quotedWithEscapes(reader: ScriptReader): string {
  const found = reader.match(/((?:\\.|[^'\\])*)'/sy);
  if (!found) throw reader.unexpectedEnd();
  return found[1] ?? '';
}

function parseExpansion(reader: ScriptReader, isQuoted: boolean): WordPart | undefined {
  if (reader.take('$((')) return { kind: 'arithmetic', expression: arithmetic(reader), isQuoted };
  if (reader.take('$(')) return { kind: 'command', body: parseUpTo(reader, ')'), isQuoted };
  if (reader.take('`')) return { kind: 'command', body: backquoted(reader), isQuoted };
  if (reader.take('${')) return { kind: 'parameter', parameter: bracedParameter(reader), isQuoted };
  if (reader.peek() !== '$') return undefined;
  const before = reader.at;
  reader.next();
  const name = reader.match(NAME)?.[0];
  if (name !== undefined) return { kind: 'parameter', parameter: plainParameter(name), isQuoted };
  reader.at = before;
  return undefined;
}

export function arithmetic(reader: ScriptReader): Word {
  let depth = 0;
  const from = reader.at;
  for (; ; reader.at++) {
    if (reader.isAtEnd) throw reader.unexpectedEnd();
    const char = reader.peek();
    if (char === '(') depth++;
    else if (char === ')' && depth > 0) depth--;
    else if (char === ')' && reader.peek(2) === '))') break;
  }
  const expression = parseQuotedText(reader.text.slice(from, reader.at), reader.parseList);
  reader.take('))');
  return expression;
}

function parseUpTo(reader: ScriptReader, end: string): List {
  const list = reader.parseList(reader, [end]);
  if (!reader.take(end)) throw reader.unexpected();
  return list;
}

function backquoted(reader: ScriptReader): List {
  const found = reader.match(/((?:\\.|[^`\\])*)`/sy);
  if (!found) throw reader.unexpectedEnd();
  return reader.parseList(new ScriptReader((found[1] ?? '').replace(/\\([$`\\])/g, '$1'), reader.parseList), []);
}

function plainParameter(name: string): Parameter {
  return { name, isLength: false, operator: '', argument: [], second: undefined };
}

function bracedParameter(reader: ScriptReader): Parameter {
  const isLength = reader.peek() === '#' && reader.peek(2) !== '#}' && reader.take('#');
  const name = reader.match(BRACED_NAME)?.[0];
  if (name === undefined) throw reader.unexpected();
  const operator = reader.match(OPERATOR)?.[0] ?? '';
  const hasTwo = operator.startsWith('/') || operator === ':';
  const argument = operator === '' ? [] : bracedWord(reader, hasTwo ? (operator === ':' ? ':' : '/') : undefined);
  const second = hasTwo && reader.peek() !== '}' ? bracedWord(reader, undefined, true) : undefined;
  if (!reader.take('}')) throw reader.isAtEnd ? reader.unexpectedEnd() : reader.unexpected();
  return { name, isLength, operator, argument, second };
}

/** A word inside of braces: it ends with them, or with a separator. Blanks belong to it. */
function bracedWord(reader: ScriptReader, separator: string | undefined, takeFirst = false): Word {
  if (takeFirst) reader.next();
  const parts: WordPart[] = [];
  while (reader.peek() !== '}' && reader.peek() !== separator) {
    if (reader.isAtEnd) throw reader.unexpectedEnd();
    parts.push(...parsePart(reader, false));
  }
  return parts;
}

function text(value: string, isQuoted: boolean): WordPart {
  return { kind: 'text', text: value, isQuoted };
}
