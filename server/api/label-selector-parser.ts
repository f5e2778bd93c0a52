import { badRequest } from './errors.ts';
import type { FieldError } from './field-error.ts';
import { type LabelRequirement, labelKeyErrorsOf, requirementErrors } from './label-requirement.ts';

/**
 * The grammar of label queries, and the words in which apimachinery's `labels.Parse` refuses others:
 *
 *     selector    = [ requirement { "," requirement } ]
 *     requirement = [ "!" ] KEY | KEY ( "=" | "==" | "!=" | ">" | "<" ) [ VALUE ] | KEY ( "in" | "notin" ) "(" values ")"
 *     values      = [ VALUE ] { "," [ VALUE ] }
 *
 * `in` and `notin` are words like others where a key or value is due. Throws 400.
 */
export function parseLabelRequirements(text: string): LabelRequirement[] {
  const parser: Parser = { tokens: scan(text), position: 0 };
  const requirements: LabelRequirement[] = [];
  if (peek(parser).type === 'end') return requirements;
  if (!startsRequirement(peek(parser)))
    fail(`found '${peek(parser).text}', expected: !, identifier, or 'end of string'`);
  for (;;) {
    requirements.push(parseRequirement(parser));
    const next = take(parser);
    if (next.type === 'end') return requirements;
    if (next.text !== ',') fail(`found '${next.text}', expected: ',' or 'end of string'`);
    if (!startsRequirement(peek(parser))) fail(`found '${peek(parser).text}', expected: identifier after ','`);
  }
}

interface Token {
  type: 'word' | 'symbol' | 'end';
  text: string;
}

interface Parser {
  tokens: Token[];
  position: number;
}

const END: Token = { type: 'end', text: '' };

function scan(text: string): Token[] {
  const tokens: Token[] = [];
  // A NUL ends the text, as in the original.
  for (const [token, symbol] of (text.split('\0', 1)[0] as string).matchAll(/(==|!=|[=!(),<>])|[^=!(),<> \t\r\n]+/g)) {
    tokens.push({ type: symbol ? 'symbol' : 'word', text: token });
  }
  return tokens;
}

function peek(parser: Parser): Token {
  return parser.tokens[parser.position] ?? END;
}

function take(parser: Parser): Token {
  const token = peek(parser);
  parser.position += 1;
  return token;
}

function startsRequirement(token: Token): boolean {
  return token.type === 'word' || token.text === '!';
}

function parseRequirement(parser: Parser): LabelRequirement {
  const negated = peek(parser).text === '!';
  if (negated) take(parser);
  const key = parseKey(parser);
  const next = peek(parser);
  if (negated) return checked({ key, operator: '!', values: [] });
  if (next.type === 'end' || next.text === ',') return checked({ key, operator: 'exists', values: [] });
  const operator = parseOperator(parser);
  const values = operator === 'in' || operator === 'notin' ? parseValues(parser) : [parseExactValue(parser)];
  return checked({ key, operator, values: [...new Set(values)].sort() });
}

function parseKey(parser: Parser): string {
  const token = take(parser);
  if (token.type !== 'word') refuse(`found '${token.text}', expected: identifier`);
  refuseErrors(labelKeyErrorsOf(token.text, '<nil>'));
  return token.text;
}

const OPERATORS: Readonly<Record<string, LabelRequirement['operator']>> = {
  in: 'in',
  notin: 'notin',
  '=': '=',
  '==': '==',
  '!=': '!=',
  '>': 'gt',
  '<': 'lt',
};

function parseOperator(parser: Parser): LabelRequirement['operator'] {
  const { text } = take(parser);
  const operator = Object.hasOwn(OPERATORS, text) ? OPERATORS[text] : undefined;
  return operator ?? refuse(`found '${text}', expected: in, notin, =, ==, !=, gt, lt`);
}

function parseValues(parser: Parser): string[] {
  const open = take(parser);
  if (open.text !== '(') refuse(`found '${open.text}' expected: '('`);
  const first = peek(parser);
  if (first.text === ')') {
    take(parser);
    return [''];
  }
  if (first.type !== 'word' && first.text !== ',') refuse(`found '${first.text}', expected: ',', ')' or identifier`);
  return parseValueList(parser);
}

function parseValueList(parser: Parser): string[] {
  const values: string[] = [];
  for (;;) {
    const token = take(parser);
    const next = peek(parser);
    if (token.type === 'word') {
      values.push(token.text);
      if (next.text !== ',' && next.text !== ')') refuse(`found '${next.text}', expected: ',' or ')'`);
    } else if (token.text === ',') {
      if (values.length === 0 || next.text === ',' || next.text === ')') values.push('');
    } else refuse(`found '${token.text}', expected: ',', or identifier`);
    if (next.text === ')') {
      take(parser);
      return values;
    }
  }
}

function parseExactValue(parser: Parser): string {
  const next = peek(parser);
  if (next.type === 'end' || next.text === ',') return '';
  take(parser);
  return next.type === 'word' ? next.text : refuse(`found '${next.text}', expected: identifier`);
}

function checked(requirement: LabelRequirement): LabelRequirement {
  refuseErrors(requirementErrors(requirement));
  return requirement;
}

function refuseErrors(errors: readonly FieldError[]): void {
  if (errors.length === 0) return;
  const texts = [...new Set(errors.map((error) => `${error.field}: ${error.message}`))];
  refuse(texts.length === 1 ? (texts[0] as string) : `[${texts.join(', ')}]`);
}

function refuse(detail: string): never {
  fail(`unable to parse requirement: ${detail}`);
}

function fail(message: string): never {
  throw badRequest(message);
}
