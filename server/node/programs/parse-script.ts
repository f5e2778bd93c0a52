import { type Token, tokenize, type Word } from './tokenize-script.ts';

export type Statement =
  /** What it prints is hidden when it goes elsewhere, such as into a file. */
  | { kind: 'command'; words: readonly Word[]; isHidden: boolean; writesFile: boolean }
  | { kind: 'while'; condition: readonly Step[]; isUntil: boolean; body: readonly Step[] }
  | { kind: 'for'; variable: string; words: readonly Word[]; body: readonly Step[] };

/** A statement, and when it is run: always, or only after success or failure of the one before. */
export interface Step {
  after: ';' | '&&' | '||';
  statement: Statement;
}

/**
 * Reads the part of the shell's language that says plainly what a container does: simple commands, loops, variables.
 * Throws a SyntaxError for all else: pipes, functions, jobs, conditions.
 */
export function parseScript(script: string): Step[] {
  const reader = new TokenReader(tokenize(script));
  const steps = parseSteps(reader, []);
  if (reader.peek() !== undefined) throw new SyntaxError('something is left over');
  return steps;
}

class TokenReader {
  readonly #tokens: readonly Token[];
  #at = 0;
  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }
  peek(): Token | undefined {
    return this.#tokens[this.#at];
  }
  next(): Token | undefined {
    return this.#tokens[this.#at++];
  }
  /** The word or operator that comes next, if it is this one. */
  take(text: string): boolean {
    if (!is(this.peek(), text)) return false;
    this.#at++;
    return true;
  }
  expect(text: string): void {
    if (!this.take(text)) throw new SyntaxError(`${text} is missing`);
  }
  skipSeparators(): void {
    while (this.take(';') || this.take('\n'));
  }
}

function is(token: Token | undefined, text: string): boolean {
  if (!token) return false;
  return 'operator' in token ? token.operator === text : token.plain === text;
}

function parseSteps(reader: TokenReader, ends: readonly string[]): Step[] {
  const steps: Step[] = [];
  let after: Step['after'] = ';';
  for (reader.skipSeparators(); reader.peek() && !ends.some((end) => is(reader.peek(), end)); ) {
    steps.push({ after, statement: parseStatement(reader) });
    after = reader.take('&&') ? '&&' : reader.take('||') ? '||' : ';';
    const hasEnded = !reader.peek() || ends.some((end) => is(reader.peek(), end));
    if (after === ';' && !hasEnded && !is(reader.peek(), ';') && !is(reader.peek(), '\n')) {
      throw new SyntaxError('this kind of list is not read');
    }
    reader.skipSeparators();
  }
  return steps;
}

const UNREAD = new Set(['if', 'case', 'function', '{', '(', '[[', 'select', 'time', '!']);

function parseStatement(reader: TokenReader): Statement {
  if (reader.take('while')) return parseWhile(reader, false);
  if (reader.take('until')) return parseWhile(reader, true);
  if (reader.take('for')) return parseFor(reader);
  const first = reader.peek();
  if (first && 'plain' in first && first.plain !== undefined && UNREAD.has(first.plain)) {
    throw new SyntaxError(`${first.plain} is not read`);
  }
  return parseCommand(reader);
}

function parseWhile(reader: TokenReader, isUntil: boolean): Statement {
  const condition = parseSteps(reader, ['do']);
  return { kind: 'while', condition, isUntil, body: parseBody(reader) };
}

function parseFor(reader: TokenReader): Statement {
  const variable = reader.next();
  if (!variable || !('plain' in variable) || variable.plain === undefined) throw new SyntaxError('for needs a name');
  reader.expect('in');
  const words: Word[] = [];
  for (let token = reader.peek(); token && 'word' in token; token = reader.peek()) {
    words.push(token.word);
    reader.next();
  }
  reader.skipSeparators();
  return { kind: 'for', variable: variable.plain, words, body: parseBody(reader) };
}

function parseBody(reader: TokenReader): Step[] {
  reader.expect('do');
  const body = parseSteps(reader, ['done']);
  reader.expect('done');
  return body;
}

function parseCommand(reader: TokenReader): Statement {
  const words: Word[] = [];
  let isHidden = false;
  let writesFile = false;
  for (let token = reader.peek(); token; token = reader.peek()) {
    if ('operator' in token) {
      if (!/^\d?>>?&?$/.test(token.operator)) break;
      reader.next();
      const target = reader.next();
      if (!target || !('word' in target)) throw new SyntaxError('> needs a file');
      const ofErrors = token.operator.startsWith('2');
      const leadsOut = OUTPUTS.has(target.plain ?? '');
      isHidden ||= !ofErrors && !leadsOut;
      writesFile ||= !leadsOut && target.plain !== '/dev/null';
      continue;
    }
    words.push(token.word);
    reader.next();
  }
  if (words.length === 0) throw new SyntaxError('a command is missing');
  return { kind: 'command', words, isHidden, writesFile };
}

const OUTPUTS = new Set(['1', '2', '/dev/stdout', '/dev/stderr', '/proc/1/fd/1']);
