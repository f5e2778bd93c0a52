/** A script → what it says. Throws a ShellSyntaxError, whose `found` is undefined when only more text is missing. */
import { arithmetic, parseQuotedText, parseWord } from './parse-word.ts';
import { ScriptReader } from './script-reader.ts';
import type { AndOr, Assignment, Branch, CaseItem, Command, List, Pipeline, Redirect, Word } from './syntax.ts';

export function parseScript(script: string): List {
  const reader = new ScriptReader(script, parseList);
  const list = parseList(reader, []);
  if (!reader.isAtEnd) throw reader.unexpected();
  return list;
}

/** Commands up to one of the ends (a reserved word or `)`), which is not taken. */
export function parseList(reader: ScriptReader, ends: readonly string[]): List {
  const documents: PendingDocument[] = [];
  const list: { command: AndOr; isBackground: boolean }[] = [];
  for (;;) {
    skipNewlines(reader, documents);
    if (reader.isAtEnd || isAt(reader, ends) || reader.peek(2) === ';;') break;
    const command = parseAndOr(reader, documents);
    reader.skipBlanks();
    const isBackground = reader.peek() === '&' && reader.peek(2) !== '&&' && reader.take('&');
    list.push({ command, isBackground });
    reader.skipBlanks();
    if (isBackground) continue;
    if (reader.peek() === ';' && reader.peek(2) !== ';;') reader.take(';');
    else if (reader.peek() !== '\n' && !reader.isAtEnd && !isAt(reader, ends) && reader.peek(2) !== ';;') {
      throw reader.unexpected();
    }
  }
  if (documents.length > 0) throw reader.unexpectedEnd();
  return list;
}

/** A here-document whose text comes after the line. */
interface PendingDocument {
  readonly end: string;
  readonly isQuoted: boolean;
  readonly stripsTabs: boolean;
  fill(word: Word): void;
}

function skipNewlines(reader: ScriptReader, documents: PendingDocument[]): void {
  for (reader.skipBlanks(); reader.take('\n'); reader.skipBlanks()) {
    for (const document of documents.splice(0)) readDocument(reader, document);
  }
}

function readDocument(reader: ScriptReader, { end, isQuoted, stripsTabs, fill }: PendingDocument): void {
  const lines: string[] = [];
  for (;;) {
    if (reader.isAtEnd) throw reader.unexpectedEnd();
    const found = reader.match(/([^\n]*)(?:\n|$)/y)?.[1] ?? '';
    const line = stripsTabs ? found.replace(/^\t+/, '') : found;
    if (line === end) break;
    lines.push(`${line}\n`);
  }
  const text = lines.join('');
  fill(isQuoted ? [{ kind: 'text', text, isQuoted: true }] : parseQuotedText(text, parseList));
}

/** Whether one of these comes next, as a word of its own. */
function isAt(reader: ScriptReader, words: readonly string[]): boolean {
  return words.some((word) => reader.peek(word.length) === word && (word === ')' || isWholeWord(reader, word)));
}

function isWholeWord(reader: ScriptReader, word: string): boolean {
  const after = reader.text[reader.at + word.length] ?? ' ';
  return /[\s;&|()<>]/.test(after);
}

function takeWord(reader: ScriptReader, word: string): boolean {
  reader.skipBlanks();
  return isAt(reader, [word]) && reader.take(word);
}

function expect(reader: ScriptReader, word: string): void {
  if (!takeWord(reader, word)) throw reader.unexpected();
}

function parseAndOr(reader: ScriptReader, documents: PendingDocument[]): AndOr {
  const first = parsePipeline(reader, documents);
  const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
  for (;;) {
    reader.skipBlanks();
    const operator = reader.take('&&') ? '&&' : reader.take('||') ? '||' : undefined;
    if (!operator) return { first, rest };
    skipNewlines(reader, documents);
    rest.push({ operator, pipeline: parsePipeline(reader, documents) });
  }
}

function parsePipeline(reader: ScriptReader, documents: PendingDocument[]): Pipeline {
  const isNegated = takeWord(reader, '!');
  const commands = [parseCommand(reader, documents)];
  for (reader.skipBlanks(); reader.peek() === '|' && reader.peek(2) !== '||'; reader.skipBlanks()) {
    reader.next();
    const withErrors = reader.take('&');
    const last = commands.length - 1;
    if (withErrors) commands[last] = withRedirects(commands[last] as Command, [ERRORS_TOO]);
    skipNewlines(reader, documents);
    commands.push(parseCommand(reader, documents));
  }
  return { isNegated, commands };
}

const ERRORS_TOO: Redirect = { operator: '>&', descriptor: 2, target: [{ kind: 'text', text: '1', isQuoted: false }] };

function withRedirects(command: Command, redirects: readonly Redirect[]): Command {
  return { ...command, redirects: [...command.redirects, ...redirects] };
}

function parseCommand(reader: ScriptReader, documents: PendingDocument[]): Command {
  const compound = parseCompound(reader);
  if (!compound) return parseSimple(reader, documents);
  const redirects: Redirect[] = [];
  for (let redirect = parseRedirect(reader, documents); redirect; redirect = parseRedirect(reader, documents)) {
    redirects.push(redirect);
  }
  return withRedirects(compound, redirects);
}

const FUNCTION = /(?:function[ \t]+([\w.-]+)[ \t]*(?:\([ \t]*\))?|([A-Za-z_][\w.-]*)[ \t]*\([ \t]*\))\s*(?=[{(])/y;

function parseCompound(reader: ScriptReader): Command | undefined {
  reader.skipBlanks();
  const redirects: Redirect[] = [];
  const named = reader.match(FUNCTION);
  if (named) {
    const body = parseCompound(reader);
    if (!body) throw reader.unexpected();
    return { kind: 'function', name: named[1] ?? named[2] ?? '', body, redirects };
  }
  if (reader.take('((')) return { kind: 'arithmetic', expression: arithmetic(reader), redirects };
  if (reader.take('(')) return { kind: 'subshell', body: bodyUpTo(reader, ')'), redirects };
  if (takeWord(reader, '{')) return { kind: 'group', body: bodyUpTo(reader, '}'), redirects };
  if (takeWord(reader, '[[')) return { kind: 'test', words: testWords(reader), redirects };
  if (takeWord(reader, 'if')) return { ...parseIf(reader), redirects };
  const isUntil = takeWord(reader, 'until');
  if (isUntil || takeWord(reader, 'while')) {
    const condition = bodyUpTo(reader, 'do');
    return { kind: 'while', isUntil, condition, body: bodyUpTo(reader, 'done'), redirects };
  }
  if (takeWord(reader, 'for')) return { ...parseFor(reader), redirects };
  if (takeWord(reader, 'case')) return { ...parseCase(reader), redirects };
  return undefined;
}

function bodyUpTo(reader: ScriptReader, end: string): List {
  const body = parseList(reader, [end]);
  if (body.length === 0) throw reader.unexpected();
  expect(reader, end);
  return body;
}

function parseIf(reader: ScriptReader) {
  const branches: Branch[] = [];
  let otherwise: List | undefined;
  do {
    const condition = bodyUpTo(reader, 'then');
    const body = parseList(reader, ['elif', 'else', 'fi']);
    if (body.length === 0) throw reader.unexpected();
    branches.push({ condition, body });
  } while (takeWord(reader, 'elif'));
  if (takeWord(reader, 'else')) otherwise = parseList(reader, ['fi']);
  expect(reader, 'fi');
  return { kind: 'if' as const, branches, otherwise };
}

function parseFor(reader: ScriptReader) {
  reader.skipBlanks();
  const name = reader.match(/[A-Za-z_]\w*/y)?.[0];
  if (name === undefined) throw reader.unexpected();
  skipNewlines(reader, []);
  let words: Word[] | undefined;
  if (takeWord(reader, 'in')) {
    words = [];
    for (let word = nextWord(reader); word; word = nextWord(reader)) words.push(word);
  }
  reader.skipBlanks();
  reader.take(';');
  skipNewlines(reader, []);
  expect(reader, 'do');
  return { kind: 'for' as const, name, words, body: bodyUpTo(reader, 'done') };
}

function nextWord(reader: ScriptReader): Word | undefined {
  reader.skipBlanks();
  return parseWord(reader);
}

function parseCase(reader: ScriptReader) {
  const word = nextWord(reader);
  if (!word) throw reader.unexpected();
  skipNewlines(reader, []);
  expect(reader, 'in');
  const items: CaseItem[] = [];
  for (skipNewlines(reader, []); !takeWord(reader, 'esac'); skipNewlines(reader, [])) items.push(caseItem(reader));
  return { kind: 'case' as const, word, items };
}

function caseItem(reader: ScriptReader): CaseItem {
  reader.take('(');
  const patterns: Word[] = [];
  do {
    const pattern = nextWord(reader);
    if (!pattern) throw reader.unexpected();
    patterns.push(pattern);
    reader.skipBlanks();
  } while (reader.take('|'));
  if (!reader.take(')')) throw reader.unexpected();
  const body = parseList(reader, ['esac']);
  reader.skipBlanks();
  reader.take(';;');
  return { patterns, body };
}

/** Between `[[` and `]]` operators are words. */
function testWords(reader: ScriptReader): Word[] {
  const words: Word[] = [];
  while (!takeWord(reader, ']]')) {
    skipNewlines(reader, []);
    const operator = reader.match(/&&|\|\||[()<>]/y)?.[0];
    const word: Word | undefined = operator ? [{ kind: 'text', text: operator, isQuoted: false }] : parseWord(reader);
    if (!word) throw reader.unexpected();
    words.push(word);
  }
  return words;
}

function parseSimple(reader: ScriptReader, documents: PendingDocument[]): Command {
  const assignments: Assignment[] = [];
  const words: Word[] = [];
  const redirects: Redirect[] = [];
  reader.skipBlanks();
  const { line } = reader;
  for (;;) {
    const redirect = parseRedirect(reader, documents);
    if (redirect) {
      redirects.push(redirect);
      continue;
    }
    const word = parseWord(reader);
    if (!word) break;
    const assignment = words.length === 0 ? assignmentOf(word) : undefined;
    if (assignment) assignments.push(assignment);
    else words.push(word);
  }
  if (assignments.length + words.length + redirects.length === 0) throw reader.unexpected();
  const [first] = words;
  if (first?.length === 1 && isMisplaced(first)) throw unexpectedWord(reader, first);
  return { kind: 'simple', line, assignments, words, redirects };
}

const CLOSERS = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}']);

function isMisplaced([part]: Word): boolean {
  return part?.kind === 'text' && !part.isQuoted && CLOSERS.has(part.text);
}

function unexpectedWord(reader: ScriptReader, [part]: Word) {
  const error = reader.unexpected();
  return Object.assign(error, { found: part?.kind === 'text' ? part.text : error.found });
}

export function assignmentOf([first, ...rest]: Word): Assignment | undefined {
  if (first?.kind !== 'text' || first.isQuoted) return undefined;
  const found = /^([A-Za-z_]\w*)(\+?)=(.*)$/s.exec(first.text);
  if (!found) return undefined;
  const [, name = '', plus, value = ''] = found;
  const head: Word = value === '' ? [] : [{ kind: 'text', text: value, isQuoted: false }];
  return { name, isAppending: plus === '+', value: [...head, ...rest] };
}

const REDIRECT = /(\d?)(<<<|<<-|<<|<>|<&|>&|>>|>\||<|>)|(&>>|&>)/y;

function parseRedirect(reader: ScriptReader, documents: PendingDocument[]): Redirect | undefined {
  reader.skipBlanks();
  const found = reader.match(REDIRECT);
  if (!found) return undefined;
  const [, digit = '', plain, both] = found;
  const operator = plain ?? both ?? '';
  const descriptor = digit === '' ? undefined : Number(digit);
  const target = nextWord(reader);
  if (!target) throw reader.unexpected();
  if (!operator.startsWith('<<') || operator === '<<<') {
    return { operator: operator as Redirect['operator'], descriptor, target };
  }
  const redirect = { operator: '<<' as const, descriptor, target: [] as Word };
  documents.push({
    end: target.map((part) => (part.kind === 'text' ? part.text : '')).join(''),
    isQuoted: target.some((part) => part.kind === 'text' && part.isQuoted),
    stripsTabs: operator === '<<-',
    fill: (word) => {
      redirect.target = word;
    },
  });
  return redirect;
}
