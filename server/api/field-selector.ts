import { badRequest } from './errors.ts';

/** One demand on one field. Which fields a kind has is the caller's business. */
export interface FieldTerm {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/**
 * `metadata.name=web,status.phase!=Running`; `\` escapes `\`, `,` and `=` in values. The terms come sorted, so that
 * the first unknown field is the one that Kubernetes names. Throws 400 with Kubernetes' words.
 */
export function parseFieldSelector(text: string): FieldTerm[] {
  const terms = splitTerms(text).sort();
  return terms.filter((term) => term !== '').map((term) => parseTerm(term, text));
}

/** Expects only terms whose field is in `fields`. */
export function compileFieldSelector<T>(
  terms: readonly FieldTerm[],
  fields: Readonly<Record<string, (object: T) => string>>,
): (object: T) => boolean {
  const checks = terms.map(({ field, operator, value }) => {
    const read = fields[field] ?? (() => '');
    return operator === '=' ? (object: T) => read(object) === value : (object: T) => read(object) !== value;
  });
  const [only] = checks;
  if (only && checks.length === 1) return only;
  return (object) => checks.every((holds) => holds(object));
}

/** The one value that the terms demand of a field, for looking up instead of searching. */
export function requiredFieldValue(terms: readonly FieldTerm[], field: string): string | undefined {
  return terms.find((term) => term.field === field && term.operator === '=')?.value;
}

function splitTerms(text: string): string[] {
  const terms: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '\\') i += 1;
    else if (text[i] === ',') {
      terms.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return [...terms, text.slice(start)];
}

function parseTerm(term: string, selector: string): FieldTerm {
  const match = /!=|==|=/.exec(term);
  if (!match) throw badRequest(`invalid selector: '${selector}'; can't understand '${term}'`);
  const value = unescapeValue(term.slice(match.index + match[0].length));
  return { field: term.slice(0, match.index), operator: match[0] === '!=' ? '!=' : '=', value };
}

function unescapeValue(value: string): string {
  let out = '';
  const characters = [...value];
  for (let i = 0; i < characters.length; i++) {
    const ch = characters[i] as string;
    if (ch === '\\') out += escaped(characters[++i] ?? '');
    else if (ch === ',' || ch === '=') {
      throw badRequest(`invalid field selector: unescaped character in value: ${ch.charCodeAt(0)}`);
    } else out += ch;
  }
  return out;
}

function escaped(ch: string): string {
  if (ch === '\\' || ch === ',' || ch === '=') return ch;
  throw badRequest(`invalid field selector: invalid escape sequence: \\${ch}`);
}
