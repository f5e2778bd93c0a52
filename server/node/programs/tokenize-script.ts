/** A part of a word: text as it stands, `$NAME`, `$(command)`, `$((sum))`. */
export type WordPart = { text: string } | { variable: string } | { command: string } | { sum: string };
export type Word = readonly WordPart[];

/** An operator such as `;` or `>`, or a word. `plain` is its text when nothing in it was quoted or has to be expanded. */
export type Token = { operator: string } | { word: Word; plain: string | undefined };

const OPERATOR = /\n|;|&&|\|\||[|&()<]|\d?>>?&?/y;
const BLANK = /[ \t]+|\\\n/y;
const COMMENT = /#[^\n]*/y;
const PLAIN_TEXT = /[^\s;&|()<>"'`\\$]+/y;
const SINGLE_QUOTED = /'([^']*)'/y;
const DOUBLE_QUOTED = /"((?:\\.|[^"\\])*)"/sy;
const ESCAPED = /\\(.)/sy;
const SUM = /\$\(\(((?:[^)]|\)(?!\)))*)\)\)/y;
const COMMAND = /\$\(([^()]*)\)|`([^`]*)`/y;
const VARIABLE = /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*|\?))/y;

/** Throws a SyntaxError for what it does not read. */
export function tokenize(script: string): Token[] {
  const tokens: Token[] = [];
  const text = new Scanner(script);
  while (!text.isAtEnd) {
    if (text.match(BLANK) || text.match(COMMENT)) continue;
    const operator = text.match(OPERATOR);
    if (operator) tokens.push({ operator: operator[0] });
    else tokens.push(readWord(text));
  }
  return tokens;
}

class Scanner {
  readonly #text: string;
  #at = 0;
  constructor(text: string) {
    this.#text = text;
  }
  get isAtEnd(): boolean {
    return this.#at >= this.#text.length;
  }
  match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }
  next(): string {
    return this.#text[this.#at++] ?? '';
  }
}

function readWord(text: Scanner): Token {
  const word: WordPart[] = [];
  let plain: string | undefined = '';
  for (;;) {
    const unquoted = text.match(PLAIN_TEXT);
    const parts = unquoted ? [{ text: unquoted[0] }] : (readQuoted(text) ?? readExpansion(text));
    if (!parts) break;
    plain = unquoted && plain !== undefined ? plain + unquoted[0] : undefined;
    word.push(...parts);
  }
  if (word.length === 0) throw new SyntaxError('cannot be read');
  return { word, plain };
}

function readQuoted(text: Scanner): WordPart[] | undefined {
  const literal = text.match(SINGLE_QUOTED) ?? text.match(ESCAPED);
  if (literal) return [{ text: literal[1] ?? '' }];
  const quoted = text.match(DOUBLE_QUOTED);
  return quoted ? readDoubleQuoted(quoted[1] ?? '') : undefined;
}

const UNQUOTED_TEXT = /(?:[^\\$`]|\\(?=[^\\$"`]))+/y;

function readDoubleQuoted(content: string): WordPart[] {
  const text = new Scanner(content);
  const parts: WordPart[] = [{ text: '' }];
  while (!text.isAtEnd) {
    const literal = text.match(UNQUOTED_TEXT)?.[0] ?? text.match(ESCAPED)?.[1];
    parts.push(...(literal === undefined ? (readExpansion(text) ?? [{ text: text.next() }]) : [{ text: literal }]));
  }
  return parts;
}

function readExpansion(text: Scanner): WordPart[] | undefined {
  const sum = text.match(SUM);
  if (sum) return [{ sum: sum[1] ?? '' }];
  const command = text.match(COMMAND);
  if (command) return [{ command: command[1] ?? command[2] ?? '' }];
  const variable = text.match(VARIABLE);
  return variable ? [{ variable: variable[1] ?? variable[2] ?? '' }] : undefined;
}
