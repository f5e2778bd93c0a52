/** The words of an awk program (POSIX, awk, Lexical Conventions). */
import { unescapeText } from '../../unescape-text.ts';

export type Token =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'pattern'; readonly value: string }
  /** `call` is a name with a parenthesis right after it. */
  | { readonly kind: 'name' | 'call' | 'word' | 'operator'; readonly value: string };

const WORDS = new Set(
  'BEGIN END if else while for do in print printf next exit delete break continue return function getline'.split(' '),
);
const BLANK = /(?:[ \t\r]|\\\n|#[^\n]*)+/y;
const NUMBER = /0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const TEXT = /"((?:\\[\s\S]|[^"\\])*)"/y;
const PATTERN = /\/((?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+)\//y;
const NAME = /[A-Za-z_]\w*/y;
const OPERATOR = /\+\+|--|\+=|-=|\*=|\/=|%=|\^=|==|<=|>=|!=|&&|\|\||>>|[-+*/%^!<>=~?:,;(){}[\]$|\n]/y;

/** Throws a SyntaxError. */
export function readTokens(program: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const match = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(program);
    if (found) at = pattern.lastIndex;
    return found;
  };
  while (at < program.length) {
    if (match(BLANK)) continue;
    const number = match(NUMBER);
    const text = number ?? match(TEXT);
    if (number) tokens.push({ kind: 'number', value: Number(number[0]) });
    else if (text) tokens.push({ kind: 'text', value: unescapeText(text[1] ?? '').replaceAll('\\"', '"') });
    else tokens.push(otherToken(match, tokens.at(-1), program, () => at));
  }
  return tokens;
}

function otherToken(
  match: (pattern: RegExp) => RegExpExecArray | null,
  last: Token | undefined,
  program: string,
  place: () => number,
): Token {
  const pattern = endsValue(last) ? null : match(PATTERN);
  if (pattern) return { kind: 'pattern', value: pattern[1] ?? '' };
  const name = match(NAME);
  if (name) {
    const [value] = name;
    if (WORDS.has(value)) return { kind: 'word', value };
    return { kind: program[place()] === '(' ? 'call' : 'name', value };
  }
  const operator = match(OPERATOR);
  if (!operator) throw new SyntaxError(`syntax error at or near ${program[place()]}`);
  return { kind: 'operator', value: operator[0] };
}

/** After a value a slash divides; elsewhere it begins a pattern. */
function endsValue(token: Token | undefined): boolean {
  if (!token || token.kind === 'word') return false;
  return token.kind !== 'operator' || token.value === ')' || token.value === ']' || token.value === '$';
}
