/** Expressions, the loosest operators first. */

import type { Expression, Place } from './syntax.ts';
import type { SyntaxTokens } from './syntax-tokens.ts';

export interface ExpressionOptions {
  /** `>` is not a comparison: in print it leads into a file. */
  readonly noGreater?: boolean;
  /** `in` ends it: in the head of a loop. */
  readonly noIn?: boolean;
}

export function parseExpression(tokens: SyntaxTokens, options: ExpressionOptions = {}): Expression {
  const left = parseChoice(tokens, options);
  const operator = tokens.takeOperator(['=', '+=', '-=', '*=', '/=', '%=', '^=']);
  if (operator === undefined) return left;
  return { kind: 'assign', operator, to: placeOf(left), value: parseExpression(tokens, options) };
}

function placeOf(expression: Expression): Place {
  const { kind } = expression;
  if (kind === 'variable' || kind === 'field' || kind === 'element') return expression;
  throw new SyntaxError('syntax error: nothing can be assigned here');
}

function parseChoice(tokens: SyntaxTokens, options: ExpressionOptions): Expression {
  const test = parseLevel(tokens, 0, options);
  if (!tokens.take('?')) return test;
  const yes = parseExpression(tokens, options);
  tokens.expect(':');
  return { kind: 'choice', test, yes, no: parseExpression(tokens, options) };
}

const LEVELS: readonly (readonly string[])[] = [
  ['||'],
  ['&&'],
  ['in'],
  ['~', '!~'],
  ['<', '<=', '!=', '==', '>', '>='],
  ['concatenation'],
  ['+', '-'],
  ['*', '/', '%'],
];
const CONCATENATION = 5;

function parseLevel(tokens: SyntaxTokens, level: number, options: ExpressionOptions): Expression {
  const operators = LEVELS[level];
  if (!operators) return parseUnary(tokens, options);
  let left = parseLevel(tokens, level + 1, options);
  for (;;) {
    const operator = operatorAt(tokens, level, options);
    if (operator === undefined) return left;
    if (operator === 'in') left = { kind: 'in', key: [left], list: tokens.expectName() };
    else left = { kind: 'binary', operator, left, right: parseLevel(tokens, level + 1, options) };
  }
}

function operatorAt(tokens: SyntaxTokens, level: number, { noGreater, noIn }: ExpressionOptions): string | undefined {
  const operators = LEVELS[level] ?? [];
  if (level === CONCATENATION) return tokens.beginsValue() ? 'concatenation' : undefined;
  if (operators.includes('in')) return !noIn && tokens.takeWord('in') ? 'in' : undefined;
  if (operators.includes('!~') && tokens.takeTwo('!', '~')) return '!~';
  return tokens.takeOperator(noGreater ? operators.filter((operator) => operator !== '>') : operators);
}

function parseUnary(tokens: SyntaxTokens, options: ExpressionOptions): Expression {
  const operator = tokens.takeOperator(['!', '-', '+']);
  if (operator !== undefined) return { kind: 'unary', operator, value: parseUnary(tokens, options) };
  return parsePower(tokens, options);
}

function parsePower(tokens: SyntaxTokens, options: ExpressionOptions): Expression {
  const left = parseStepped(tokens, options);
  if (!tokens.take('^')) return left;
  return { kind: 'binary', operator: '^', left, right: parseUnary(tokens, options) };
}

function parseStepped(tokens: SyntaxTokens, options: ExpressionOptions): Expression {
  const before = tokens.takeOperator(['++', '--']);
  if (before !== undefined) {
    return { kind: 'step', by: before === '++' ? 1 : -1, isAfter: false, to: placeOf(parseValue(tokens, options)) };
  }
  const value = parseValue(tokens, options);
  const canStep = value.kind === 'variable' || value.kind === 'field' || value.kind === 'element';
  const after = canStep ? tokens.takeOperator(['++', '--']) : undefined;
  if (after === undefined) return value;
  return { kind: 'step', by: after === '++' ? 1 : -1, isAfter: true, to: placeOf(value) };
}

function parseValue(tokens: SyntaxTokens, options: ExpressionOptions): Expression {
  if (tokens.take('$')) return { kind: 'field', index: parseStepped(tokens, options) };
  if (tokens.take('(')) return parseGroup(tokens);
  const token = tokens.next();
  switch (token?.kind) {
    case 'number':
    case 'text':
      return { kind: 'constant', value: token.value };
    case 'pattern':
      return { kind: 'pattern', source: token.value };
    case 'call':
      tokens.expect('(');
      return { kind: 'call', name: token.value, values: parseList(tokens, ')') };
    case 'name':
      if (tokens.take('[')) return { kind: 'element', list: token.value, key: parseList(tokens, ']') };
      return token.value === 'length'
        ? { kind: 'call', name: 'length', values: [] }
        : { kind: 'variable', name: token.value };
    default:
      throw new SyntaxError(`syntax error at or near ${token?.value ?? 'the end'}`);
  }
}

/** `(a, b) in list` is the only group of several. */
function parseGroup(tokens: SyntaxTokens): Expression {
  const values = parseList(tokens, ')');
  const [only] = values;
  if (only && values.length === 1) return only;
  if (!tokens.takeWord('in')) throw new SyntaxError('syntax error at or near ,');
  return { kind: 'in', key: values, list: tokens.expectName() };
}

export function parseList(tokens: SyntaxTokens, end: string, options: ExpressionOptions = {}): Expression[] {
  const values: Expression[] = [];
  if (tokens.take(end)) return values;
  do values.push(parseExpression(tokens, options));
  while (tokens.take(','));
  tokens.expect(end);
  return values;
}
