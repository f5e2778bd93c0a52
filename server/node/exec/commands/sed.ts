import { joinPath } from '../files/file-system.ts';
import { operandsOf } from '../operands.ts';
import { readLines } from '../pipe.ts';
import { type Command, fail, type Process } from '../process.ts';
import { readOptions } from '../read-options.ts';
import { regularExpression } from '../regular-expression.ts';

/** `sed [-n] [-E] [-i] SCRIPT [FILE …]`, with the commands s, d, p, q, and a, i, c with a text. */
export const sed: Command = {
  name: 'sed',
  async run(process) {
    const { args } = process;
    const options = readOptions(args.slice(1), { flags: [...'nErsu'], values: ['e', 'i'] });
    // `-i` takes a suffix only when it is attached, which is a rarity: the script comes after it.
    const inPlace = options.has('i');
    const words =
      inPlace && options.value('i') !== '' ? [options.value('i') as string, ...options.operands] : options.operands;
    const scripts = options.has('e') ? options.all('e') : words.slice(0, 1);
    const files = options.has('e') ? words : words.slice(1);
    if (scripts.length === 0) return fail(process, 'no script specified');
    const steps = parseSteps(scripts.join('\n'), { isExtended: options.has('E', 'r') });
    if (typeof steps === 'string') return fail(process, `-e expression #1, char 1: ${steps}`);
    return edit(process, { steps, files, inPlace, isQuiet: options.has('n') });
  },
};

interface Step {
  from: Address | undefined;
  to: Address | undefined;
  isNegated: boolean;
  command: string;
  pattern?: RegExp;
  replacement?: string;
  text?: string;
  prints?: boolean;
  isActive: boolean;
}

type Address = number | '$' | RegExp;

const STEP =
  /\s*(?:(\d+|\$|\/(?:\\.|[^/\\])*\/)(?:\s*,\s*(\d+|\$|\/(?:\\.|[^/\\])*\/))?)?\s*(!)?\s*(?:(s)([^\w\s])((?:\\[\s\S]|(?!\5)[^\\])*)\5((?:\\[\s\S]|(?!\5)[^\\])*)\5([gpIi\d]*)|([dpq=])|([aic])\\?\s*([^\n]*))\s*(?:;|\n|$)/y;

function parseSteps(script: string, { isExtended }: { isExtended: boolean }): Step[] | string {
  const steps: Step[] = [];
  const addressOf = (text: string | undefined): Address | undefined => {
    if (text === undefined || text === '$') return text;
    return /^\d/.test(text) ? Number(text) : new RegExp(regularExpression(text.slice(1, -1), { isExtended }));
  };
  for (STEP.lastIndex = 0; STEP.lastIndex < script.trimEnd().length; ) {
    const found = STEP.exec(script);
    if (!found) return 'unknown command';
    const [, from, to, not, replace, , pattern = '', replacement = '', flags = '', plain, adding, text] = found;
    const step = { from: addressOf(from), to: addressOf(to), isNegated: not !== undefined, isActive: false };
    if (replace) {
      const source = regularExpression(pattern, { isExtended });
      const expression = new RegExp(source, `${flags.includes('g') ? 'g' : ''}${/i/i.test(flags) ? 'i' : ''}`);
      steps.push({ ...step, command: 's', pattern: expression, replacement, prints: flags.includes('p') });
    } else steps.push({ ...step, command: plain ?? adding ?? '', text: text ?? '' });
  }
  return steps;
}

interface Edit {
  steps: Step[];
  files: readonly string[];
  inPlace: boolean;
  isQuiet: boolean;
}

async function edit(process: Process, { steps, files, inPlace, isQuiet }: Edit): Promise<number> {
  const { container, cwd, stdout } = process;
  let code = 0;
  for await (const { name, input } of operandsOf(process, files, () => {
    code = 1;
  })) {
    const lines: { text: string; isWhole: boolean }[] = [];
    for await (const line of readLines(input)) lines.push(line);
    const out: string[] = [];
    for (const [index, { text, isWhole }] of lines.entries()) {
      const place = { number: index + 1, isLast: index === lines.length - 1 };
      const end = applySteps(steps, text, {
        place,
        isQuiet,
        print: (shown) => out.push(`${shown}${isWhole ? '\n' : ''}`),
      });
      if (end === 'quit') break;
    }
    if (inPlace) container.files.write(joinPath(cwd, name), out.join(''));
    else await stdout.write(out.join(''));
  }
  return code;
}

interface LinePlace {
  number: number;
  isLast: boolean;
}

function applySteps(
  steps: readonly Step[],
  line: string,
  { place, isQuiet, print }: { place: LinePlace; isQuiet: boolean; print(text: string): void },
): 'quit' | 'next' {
  let text = line;
  const after: string[] = [];
  for (const step of steps) {
    if (!applies(step, text, place)) continue;
    if (step.command === 'd') return 'next';
    if (step.command === 's' && step.pattern) {
      const next = text.replace(step.pattern, (...found) => filled(step.replacement ?? '', found as string[]));
      if (step.prints && next !== text) print(next);
      text = next;
    } else if (step.command === 'p') print(text);
    else if (step.command === '=') print(String(place.number));
    else if (step.command === 'i') print(step.text ?? '');
    else if (step.command === 'a') after.push(step.text ?? '');
    else if (step.command === 'c') {
      print(step.text ?? '');
      return 'next';
    } else if (step.command === 'q') {
      if (!isQuiet) print(text);
      return 'quit';
    }
  }
  if (!isQuiet) print(text);
  for (const added of after) print(added);
  return 'next';
}

function filled(replacement: string, [all = '', ...groups]: readonly string[]): string {
  return replacement.replace(/\\(\d)|\\n|\\([\s\S])|&/g, (found, digit?: string, plain?: string) => {
    if (digit !== undefined) return digit === '0' ? all : (groups[Number(digit) - 1] ?? '');
    if (found === '\\n') return '\n';
    return plain ?? all;
  });
}

function applies(step: Step, text: string, place: LinePlace): boolean {
  return inRange(step, text, place) !== step.isNegated;
}

function inRange(step: Step, text: string, place: LinePlace): boolean {
  const is = (address: Address) => {
    if (address === '$') return place.isLast;
    return typeof address === 'number' ? place.number === address : address.test(text);
  };
  if (step.from === undefined) return true;
  if (step.to === undefined) return is(step.from);
  if (step.isActive) {
    if (is(step.to) || (typeof step.to === 'number' && place.number >= step.to)) step.isActive = false;
    return true;
  }
  if (!is(step.from)) return false;
  step.isActive = !(typeof step.to === 'number' && place.number >= step.to);
  return true;
}
