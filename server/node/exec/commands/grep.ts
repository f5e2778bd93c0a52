import { joinPath } from '../files/file-system.ts';
import { type Operand, operandsOf } from '../operands.ts';
import { readLines } from '../pipe.ts';
import { type Command, fail, type Process } from '../process.ts';
import { type Options, readOptions } from '../read-options.ts';
import { regularExpression } from '../regular-expression.ts';

const FLAGS = [...'EFGHLRachilnoqrsvwx', 'color', 'colour', 'extended-regexp', 'fixed-strings', 'ignore-case'];

/** `grep [OPTIONS] PATTERN [FILE …]`; 0 when something matches, 1 when nothing does. */
export const grep: Command = { name: 'grep', aliases: ['egrep', 'fgrep'], run };

async function run(process: Process): Promise<number> {
  const { args } = process;
  const options = readOptions(args.slice(1), { flags: FLAGS, values: ['e', 'f', 'm', 'A', 'B', 'C'] });
  const patterns = options.has('e') ? [...options.all('e')] : options.operands.slice(0, 1);
  const files = options.has('e') ? options.operands : options.operands.slice(1);
  if (patterns.length === 0) return fail(process, 'usage: grep [OPTION]... PATTERNS [FILE]...', 2);
  const matcher = matcherOf(patterns, options, args[0] ?? '');
  let code = 1;
  let hasFailed = false;
  const names = options.has('r', 'R') ? filesBelow(process, files.length > 0 ? files : ['.']) : files;
  for await (const operand of operandsOf(process, names, () => {
    hasFailed = !options.has('s');
  })) {
    if (await search(process, operand, { matcher, options, isOne: names.length < 2 && !options.has('r', 'R') }))
      code = 0;
    if (code === 0 && options.has('q')) return 0;
  }
  return hasFailed ? 2 : code;
}

function matcherOf(patterns: readonly string[], options: Options, name: string): RegExp {
  const isFixed = options.has('F', 'fixed-strings') || name.endsWith('fgrep');
  const isExtended = options.has('E', 'extended-regexp') || name.endsWith('egrep');
  const sources = patterns
    .flatMap((pattern) => pattern.split('\n'))
    .map((pattern) =>
      isFixed ? pattern.replace(/[\\^$.|?*+(){}[\]]/g, '\\$&') : regularExpression(pattern, { isExtended }),
    );
  const all = `(?:${sources.join('|')})`;
  const source = options.has('x') ? `^${all}$` : options.has('w') ? `(?<!\\w)${all}(?!\\w)` : all;
  return new RegExp(source, `g${options.has('i', 'ignore-case') ? 'i' : ''}`);
}

interface Search {
  matcher: RegExp;
  options: Options;
  isOne: boolean;
}

async function search({ stdout }: Process, { name, input }: Operand, { matcher, options, isOne }: Search) {
  const label = name === '-' ? '(standard input)' : name;
  const head = options.has('H') || !(isOne || options.has('h')) ? `${label}:` : '';
  const limit = Number(options.value('m') ?? Number.POSITIVE_INFINITY);
  const before = Number(options.value('B', 'C') ?? 0);
  const after = Number(options.value('A', 'C') ?? 0);
  const isSilent = options.has('q', 'c', 'l', 'L');
  const earlier: string[] = [];
  let count = 0;
  let number = 0;
  let stillToShow = 0;
  for await (const { text } of readLines(input)) {
    number++;
    const found = [...text.matchAll(matcher)];
    const matches = found.length > 0 !== options.has('v');
    const place = (mark: string) => `${head}${options.has('n') ? `${number}${mark}` : ''}`;
    if (matches) {
      count++;
      if (options.has('q')) return true;
      stillToShow = after;
      if (!isSilent && options.has('o')) for (const [part] of found) await stdout.write(`${place(':')}${part}\n`);
      else if (!isSilent) await stdout.write(`${earlier.splice(0).join('')}${place(':')}${text}\n`);
      if (count >= limit) break;
    } else if (stillToShow-- > 0 && !isSilent) await stdout.write(`${place('-')}${text}\n`);
    else if (before > 0) earlier.splice(0, Math.max(0, earlier.push(`${place('-')}${text}\n`) - before));
  }
  if (options.has('c')) await stdout.write(`${head}${count}\n`);
  if (options.has(count > 0 ? 'l' : 'L')) await stdout.write(`${label}\n`);
  return count > 0;
}

function filesBelow({ container, cwd }: Process, names: readonly string[]): string[] {
  const below = (path: string): string[] => {
    const node = container.files.look(joinPath(cwd, path));
    if (node?.kind !== 'directory') return [path];
    return [...node.names()].sort().flatMap((name) => below(`${path.replace(/\/$/, '')}/${name}`));
  };
  return names.flatMap(below);
}
