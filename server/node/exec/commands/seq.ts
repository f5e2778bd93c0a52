import { type Command, fail } from '../process.ts';
import { readOptions } from '../read-options.ts';

export const seq: Command = {
  name: 'seq',
  async run(process) {
    const words = process.args.slice(1).map((word) => (/^-\d/.test(word) ? ` ${word}` : word));
    const options = readOptions(words, { flags: ['w'], values: ['s', 'f'] });
    const numbers = options.operands.map(Number);
    if (numbers.length === 0 || numbers.some(Number.isNaN)) return fail(process, 'missing operand');
    const [from, step, to] =
      numbers.length === 1 ? [1, 1, numbers[0]] : numbers.length === 2 ? [numbers[0], 1, numbers[1]] : numbers;
    const [first = 1, by = 1, last = 1] = [from, step, to];
    if (by === 0) return fail(process, 'invalid Zero increment value');
    const width = options.has('w') ? Math.max(String(first).length, String(last).length) : 0;
    const separator = options.value('s') ?? '\n';
    let isFirst = true;
    for (let value = first; by > 0 ? value <= last : value >= last; value += by) {
      await process.stdout.write(
        `${isFirst ? '' : separator}${String(Number(value.toFixed(10))).padStart(width, '0')}`,
      );
      isFirst = false;
    }
    if (!isFirst) await process.stdout.write('\n');
    return 0;
  },
};
