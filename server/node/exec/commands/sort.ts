import { operandsOf } from '../operands.ts';
import { readLines } from '../pipe.ts';
import type { Command } from '../process.ts';
import { type Options, readOptions } from '../read-options.ts';

export const sort: Command = {
  name: 'sort',
  async run(process) {
    const { args, stdout } = process;
    const options = readOptions(args.slice(1), { flags: [...'bfhnruVs'], values: ['k', 't', 'o'] });
    const lines: string[] = [];
    let code = 0;
    for await (const { input } of operandsOf(process, options.operands, () => {
      code = 2;
    })) {
      for await (const { text } of readLines(input)) lines.push(text);
    }
    const compare = comparison(options);
    const sorted = lines.sort(compare);
    const kept = options.has('u')
      ? sorted.filter((line, at) => at === 0 || compare(sorted[at - 1] ?? '', line) !== 0)
      : sorted;
    await stdout.write(kept.map((line) => `${line}\n`).join(''));
    return code;
  },
};

function comparison(options: Options): (a: string, b: string) => number {
  const [, from, to, letters = ''] = /^(\d+)(?:\.\d+)?(?:,(\d+))?([a-zA-Z]*)$/.exec(options.value('k') ?? '') ?? [];
  const separator = options.value('t');
  const has = (letter: string) => options.has(letter) || letters.includes(letter);
  const keyOf = (line: string) => {
    if (from === undefined) return has('f') ? line.toUpperCase() : line;
    const fields = separator === undefined ? line.trim().split(/\s+/) : line.split(separator);
    return fields.slice(Number(from) - 1, to === undefined ? undefined : Number(to)).join(separator ?? ' ');
  };
  const number = (text: string) => Number.parseFloat(text) || 0;
  const order = (a: string, b: string): number => {
    const [left, right] = [keyOf(a), keyOf(b)];
    if (has('V')) return left.localeCompare(right, 'en', { numeric: true });
    if (has('n') || has('h')) return number(left) - number(right);
    return left < right ? -1 : Number(left > right);
  };
  return (a, b) => (has('r') ? -1 : 1) * (order(a, b) || (options.has('u', 's') ? 0 : a < b ? -1 : Number(a > b)));
}
