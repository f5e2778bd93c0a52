import { type Command, fail } from '../process.ts';
import { regularExpression } from '../regular-expression.ts';

/** `expr VALUE OPERATOR VALUE …`; 1 when the result is nothing or zero, 2 for what makes no sense. */
export const expr: Command = {
  name: 'expr',
  async run(process) {
    const words = process.args.slice(1);
    try {
      const result = evaluateAll(words);
      await process.stdout.write(`${result}\n`);
      return Number(result === '' || result === '0');
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return fail(process, error.message, 2);
    }
  },
};

type Operator = (left: string, right: string) => string;

const compare =
  (test: (order: number) => boolean): Operator =>
  (left, right) => {
    const order =
      isNumber(left) && isNumber(right) ? Number(left) - Number(right) : left < right ? -1 : +(left > right);
    return String(Number(test(order)));
  };

const calculate =
  (work: (left: number, right: number) => number): Operator =>
  (left, right) => {
    if (!isNumber(left) || !isNumber(right)) throw new SyntaxError('non-integer argument');
    const result = work(Number(left), Number(right));
    if (!Number.isFinite(result)) throw new SyntaxError('division by zero');
    return String(Math.trunc(result));
  };

/** The loosest first. */
const LEVELS: readonly Readonly<Record<string, Operator>>[] = [
  { '|': (left, right) => (left !== '' && left !== '0' ? left : right) },
  { '&': (left, right) => (left !== '' && left !== '0' && right !== '' && right !== '0' ? left : '0') },
  {
    '<': compare((order) => order < 0),
    '<=': compare((order) => order <= 0),
    '=': compare((order) => order === 0),
    '==': compare((order) => order === 0),
    '!=': compare((order) => order !== 0),
    '>=': compare((order) => order >= 0),
    '>': compare((order) => order > 0),
  },
  { '+': calculate((left, right) => left + right), '-': calculate((left, right) => left - right) },
  {
    '*': calculate((left, right) => left * right),
    '/': calculate((left, right) => left / right),
    '%': calculate((left, right) => left % right),
  },
  { ':': match },
];

function isNumber(text: string): boolean {
  return /^-?\d+$/.test(text);
}

/** What the group matched, or how much the whole pattern did. */
function match(text: string, pattern: string): string {
  const found = new RegExp(`^(?:${regularExpression(pattern, { isExtended: false })})`).exec(text);
  const hasGroup = pattern.includes('\\(');
  return hasGroup ? (found?.[1] ?? '') : String(found?.[0].length ?? 0);
}

function evaluateAll(words: readonly string[]): string {
  if (words.length === 0) throw new SyntaxError('missing operand');
  const rest = [...words];
  const result = evaluate(rest, 0);
  if (rest.length > 0) throw new SyntaxError(`syntax error: unexpected argument '${rest[0]}'`);
  return result;
}

function evaluate(rest: string[], level: number): string {
  const operators = LEVELS[level];
  if (!operators) return value(rest);
  let left = evaluate(rest, level + 1);
  for (let operator = operators[rest[0] ?? '']; operator; operator = operators[rest[0] ?? '']) {
    rest.shift();
    left = operator(left, evaluate(rest, level + 1));
  }
  return left;
}

function value(rest: string[]): string {
  const word = rest.shift();
  if (word === undefined) throw new SyntaxError('syntax error: missing argument');
  if (word === 'length') return String([...(rest.shift() ?? '')].length);
  if (word !== '(') return word;
  const inner = evaluate(rest, 0);
  if (rest.shift() !== ')') throw new SyntaxError("syntax error: expecting ')'");
  return inner;
}
