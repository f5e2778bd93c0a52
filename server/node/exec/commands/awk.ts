import { operandsOf } from '../operands.ts';
import { readLines } from '../pipe.ts';
import { type Command, fail, type Process } from '../process.ts';
import { readOptions } from '../read-options.ts';
import { unescapeText } from '../unescape-text.ts';

/**
 * The part of awk that is typed most: `[-F SEPARATOR] '[/PATTERN/ | NR==N | $N == "text"] { print $1, "x" $NF }'`.
 * All else is refused by name.
 */
export const awk: Command = {
  name: 'awk',
  aliases: ['gawk', 'mawk'],
  async run(process) {
    const options = readOptions(process.args.slice(1), { flags: [], values: ['F', 'v'], stopsAtOperand: true });
    const [program = '', ...files] = options.operands;
    const rules = parseRules(program);
    if (!rules) return fail(process, `this program is not simulated: ${program}`, 2);
    return runRules(process, { rules, files, separator: options.value('F') });
  },
};

interface Rule {
  when: 'BEGIN' | 'END' | ((line: Line) => boolean);
  /** What is printed, each with a blank between; undefined: the line. */
  items: readonly (readonly Term[])[] | undefined;
}

type Term = { text: string } | { field: number | 'NF' } | { variable: 'NR' | 'NF' };

interface Line {
  text: string;
  fields: readonly string[];
  number: number;
}

const RULE =
  /\s*(BEGIN|END|\/(?:\\.|[^/\\])*\/|NR\s*[=<>!]=?\s*\d+|\$\d+\s*(?:==|!=|~)\s*(?:"[^"]*"|\/[^/]*\/))?\s*(?:\{([^{}]*)\})?\s*;?/y;

function parseRules(program: string): Rule[] | undefined {
  const rules: Rule[] = [];
  for (RULE.lastIndex = 0; RULE.lastIndex < program.trimEnd().length; ) {
    const found = RULE.exec(program);
    if (!found || found[0].trim() === '') return undefined;
    const [, condition, action = 'print'] = found;
    const statements = action.split(';').filter((text) => text.trim() !== '');
    for (const statement of statements.length > 0 ? statements : ['print']) {
      const items = parsePrint(statement.trim());
      if (items === 'unknown') return undefined;
      rules.push({ when: parseCondition(condition), items });
    }
  }
  return rules;
}

function parseCondition(condition: string | undefined): Rule['when'] {
  if (condition === 'BEGIN' || condition === 'END') return condition;
  if (condition === undefined) return () => true;
  const [, operator = '', number] = /^NR\s*([=<>!]=?)\s*(\d+)$/.exec(condition) ?? [];
  if (number !== undefined) return ({ number: at }) => compare(at, operator, Number(number));
  const [, field, relation, text = ''] = /^\$(\d+)\s*(==|!=|~)\s*["/](.*)["/]$/.exec(condition) ?? [];
  if (field === undefined) return ({ text: line }) => new RegExp(condition.slice(1, -1)).test(line);
  const termValue = ({ fields, text: line }: Line) => (field === '0' ? line : (fields[Number(field) - 1] ?? ''));
  if (relation === '~') return (line) => new RegExp(text).test(termValue(line));
  return (line) => (termValue(line) === text) === (relation === '==');
}

function compare(a: number, operator: string, b: number): boolean {
  if (operator === '==') return a === b;
  if (operator === '!=') return a !== b;
  if (operator.startsWith('>')) return operator === '>=' ? a >= b : a > b;
  return operator === '<=' ? a <= b : a < b;
}

function parsePrint(statement: string): Rule['items'] | 'unknown' {
  const [, list] = /^print\s*(.*)$/s.exec(statement) ?? [];
  if (list === undefined) return 'unknown';
  if (list.trim() === '') return undefined;
  const items: Term[][] = [[]];
  const term = /\s*(?:"((?:\\.|[^"\\])*)"|\$(NF|\d+)|(NR|NF)|(,))/y;
  for (term.lastIndex = 0; term.lastIndex < list.trimEnd().length; ) {
    const found = term.exec(list);
    if (!found) return 'unknown';
    const [, text, field, variable, comma] = found;
    if (comma) items.push([]);
    else if (text !== undefined) items.at(-1)?.push({ text: unescapeText(text) });
    else if (field !== undefined) items.at(-1)?.push({ field: field === 'NF' ? 'NF' : Number(field) });
    else items.at(-1)?.push({ variable: variable as 'NR' | 'NF' });
  }
  return items;
}

async function runRules(
  process: Process,
  { rules, files, separator }: { rules: readonly Rule[]; files: readonly string[]; separator: string | undefined },
): Promise<number> {
  let code = 0;
  let last: Line = { text: '', fields: [], number: 0 };
  const run = async (line: Line, isDue: (rule: Rule) => boolean) => {
    for (const rule of rules) if (isDue(rule)) await process.stdout.write(`${printed(rule, line)}\n`);
  };
  await run(last, ({ when }) => when === 'BEGIN');
  for await (const { input } of operandsOf(process, files, () => {
    code = 2;
  })) {
    for await (const { text } of readLines(input)) {
      const line: Line = { text, fields: fieldsOf(text, separator), number: last.number + 1 };
      await run(line, ({ when }) => typeof when === 'function' && when(line));
      last = line;
    }
  }
  await run(last, ({ when }) => when === 'END');
  return code;
}

function fieldsOf(text: string, separator: string | undefined): string[] {
  if (separator === undefined || separator === ' ') return text.trim() === '' ? [] : text.trim().split(/\s+/);
  return text.split(separator.length === 1 ? unescapeText(separator) : new RegExp(unescapeText(separator)));
}

function printed({ items }: Rule, { text, fields, number }: Line): string {
  if (!items) return text;
  const termValue = (term: Term): string => {
    if ('text' in term) return term.text;
    if ('variable' in term) return String(term.variable === 'NR' ? number : fields.length);
    return term.field === 0 ? text : (fields[(term.field === 'NF' ? fields.length : term.field) - 1] ?? '');
  };
  return items.map((terms) => terms.map(termValue).join('')).join(' ');
}
