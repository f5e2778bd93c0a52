import { type Command, fail } from '../process.ts';
import { readOptions } from '../read-options.ts';
import { unescapeText } from '../unescape-text.ts';

/** `tr [-cds] SET1 [SET2]` */
export const tr: Command = {
  name: 'tr',
  async run(process) {
    const { args, stdin, stdout } = process;
    const options = readOptions(args.slice(1), { flags: [...'cCds'], stopsAtOperand: true });
    const [first, second] = options.operands.map(charactersOf);
    if (!first) return fail(process, 'missing operand');
    const isOf = (char: string) => first.includes(char) !== options.has('c', 'C');
    const target = second ?? [];
    const replace = (char: string) => {
      if (!isOf(char)) return char;
      if (options.has('d')) return '';
      if (target.length === 0) return char;
      return target[Math.min(options.has('c', 'C') ? target.length : first.indexOf(char), target.length - 1)] ?? char;
    };
    const squeezed = options.has('s') ? (target.length > 0 && !options.has('d') ? target : first) : [];
    let last = '';
    const decoder = new TextDecoder();
    for (let chunk = await stdin.read(); chunk; chunk = await stdin.read()) {
      let out = '';
      for (const char of decoder.decode(chunk, { stream: true })) {
        const next = replace(char);
        if (next !== '' && next === last && squeezed.includes(next)) continue;
        if (next !== '') last = next;
        out += next;
      }
      await stdout.write(out);
    }
    return 0;
  },
};

const CLASSES: Readonly<Record<string, string>> = {
  '[:upper:]': 'A-Z',
  '[:lower:]': 'a-z',
  '[:alpha:]': 'A-Za-z',
  '[:digit:]': '0-9',
  '[:alnum:]': 'A-Za-z0-9',
  '[:space:]': ' \t\n\r\v\f',
  '[:blank:]': ' \t',
  '[:punct:]': '!-/:-@[-`{-~',
};

function charactersOf(set: string): string[] {
  const plain = unescapeText(set.replace(/\[:\w+:\]/g, (name) => CLASSES[name] ?? name));
  return plain.match(/[\s\S]-[\s\S]|[\s\S]/gu)?.flatMap(rangeOf) ?? [];
}

function rangeOf(text: string): string[] {
  if (text.length < 3) return [text];
  const [from, to] = [text.charCodeAt(0), text.charCodeAt(2)];
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => String.fromCharCode(from + index));
}
