/** The rules of an awk program, and their statements. */
import { parseExpression, parseList } from './parse-expression.ts';
import { readTokens } from './read-tokens.ts';
import type { Rule, Statement } from './syntax.ts';
import { SyntaxTokens } from './syntax-tokens.ts';

/** Throws a SyntaxError. */
export function parseProgram(program: string): Rule[] {
  const tokens = new SyntaxTokens(readTokens(program));
  const rules: Rule[] = [];
  for (tokens.skipLines(); !tokens.isAtEnd; tokens.skipLines()) rules.push(parseRule(tokens));
  return rules;
}

function parseRule(tokens: SyntaxTokens): Rule {
  if (tokens.takeWord('BEGIN')) return { when: 'BEGIN', action: parseBlock(tokens) };
  if (tokens.takeWord('END')) return { when: 'END', action: parseBlock(tokens) };
  if (tokens.is('{')) return { when: undefined, action: parseBlock(tokens) };
  const when = parseExpression(tokens);
  const until = tokens.take(',') ? parseExpression(tokens) : undefined;
  return { when, ...(until && { until }), action: tokens.is('{') ? parseBlock(tokens) : undefined };
}

function parseBlock(tokens: SyntaxTokens): Statement[] {
  tokens.expect('{');
  const statements: Statement[] = [];
  for (tokens.skipLines(); !tokens.take('}'); tokens.skipLines()) statements.push(parseStatement(tokens));
  return statements;
}

function parseBody(tokens: SyntaxTokens): Statement[] {
  while (tokens.take('\n'));
  if (tokens.is('{')) return parseBlock(tokens);
  if (tokens.take(';')) return [];
  return [parseStatement(tokens)];
}

const COMPOUND: Readonly<Record<string, (tokens: SyntaxTokens) => Statement>> = {
  if: parseIf,
  while: parseWhile,
  do: parseDo,
  for: parseFor,
  delete: parseDelete,
  next: () => ({ kind: 'next' }),
  break: () => ({ kind: 'break' }),
  continue: () => ({ kind: 'continue' }),
  exit: (tokens) => ({ kind: 'exit', code: endsStatement(tokens) ? undefined : parseExpression(tokens) }),
  print: (tokens) => parsePrint(tokens, false),
  printf: (tokens) => parsePrint(tokens, true),
};

function parseStatement(tokens: SyntaxTokens): Statement {
  if (tokens.is('{')) return { kind: 'block', body: parseBlock(tokens) };
  const token = tokens.peek();
  const parse = token?.kind === 'word' ? COMPOUND[token.value] : undefined;
  if (!parse) return { kind: 'expression', value: parseExpression(tokens) };
  tokens.next();
  return parse(tokens);
}

function endsStatement(tokens: SyntaxTokens): boolean {
  return tokens.isAtEnd || ['\n', ';', '}', '>', '|'].some((end) => tokens.is(end));
}

function parsePrint(tokens: SyntaxTokens, format: boolean): Statement {
  if (endsStatement(tokens)) return { kind: 'print', format, values: [] };
  const values = [parseExpression(tokens, { noGreater: true })];
  while (tokens.take(',')) values.push(parseExpression(tokens, { noGreater: true }));
  if (tokens.is('>') || tokens.is('|')) throw new SyntaxError('printing elsewhere is not simulated');
  return { kind: 'print', format, values };
}

function parseTest(tokens: SyntaxTokens) {
  tokens.expect('(');
  const test = parseExpression(tokens);
  tokens.expect(')');
  return test;
}

function parseIf(tokens: SyntaxTokens): Statement {
  const test = parseTest(tokens);
  const body = parseBody(tokens);
  let ahead = 0;
  while (tokens.is('\n', ahead) || tokens.is(';', ahead)) ahead++;
  const next = tokens.peek(ahead);
  if (next?.kind !== 'word' || next.value !== 'else') return { kind: 'if', test, body, otherwise: [] };
  tokens.skipLines();
  tokens.takeWord('else');
  return { kind: 'if', test, body, otherwise: parseBody(tokens) };
}

function parseWhile(tokens: SyntaxTokens): Statement {
  const test = parseTest(tokens);
  return { kind: 'while', test, body: parseBody(tokens) };
}

function parseDo(tokens: SyntaxTokens): Statement {
  const body = parseBody(tokens);
  tokens.skipLines();
  if (!tokens.takeWord('while')) throw new SyntaxError('syntax error: do without while');
  return { kind: 'while', test: parseTest(tokens), body, isDo: true };
}

function parseFor(tokens: SyntaxTokens): Statement {
  tokens.expect('(');
  const [name, word] = [tokens.peek(), tokens.peek(1)];
  if (name?.kind === 'name' && word?.kind === 'word' && word.value === 'in') {
    tokens.next();
    tokens.next();
    const list = tokens.expectName();
    tokens.expect(')');
    return { kind: 'each', name: name.value, list, body: parseBody(tokens) };
  }
  const first = tokens.is(';') ? undefined : parseStatement(tokens);
  tokens.expect(';');
  const test = tokens.is(';') ? undefined : parseExpression(tokens);
  tokens.expect(';');
  const step = tokens.is(')') ? undefined : parseStatement(tokens);
  tokens.expect(')');
  const loop: Statement = { kind: 'while', test, step, body: parseBody(tokens) };
  return first ? { kind: 'block', body: [first, loop] } : loop;
}

function parseDelete(tokens: SyntaxTokens): Statement {
  const list = tokens.expectName();
  return { kind: 'delete', list, key: tokens.take('[') ? parseList(tokens, ']') : undefined };
}
