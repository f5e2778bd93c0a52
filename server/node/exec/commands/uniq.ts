import { operandsOf } from '../operands.ts';
import { readLines } from '../pipe.ts';
import type { Command } from '../process.ts';
import { readOptions } from '../read-options.ts';

export const uniq: Command = {
  name: 'uniq',
  async run(process) {
    const { args, stdout } = process;
    const options = readOptions(args.slice(1), { flags: [...'cdui'] });
    let code = 0;
    let last: { text: string; count: number } | undefined;
    const print = async () => {
      if (!last || (options.has('d') && last.count < 2) || (options.has('u') && last.count > 1)) return;
      await stdout.write(`${options.has('c') ? `${String(last.count).padStart(7)} ` : ''}${last.text}\n`);
    };
    for await (const { input } of operandsOf(process, options.operands.slice(0, 1), () => {
      code = 1;
    })) {
      for await (const { text } of readLines(input)) {
        if (last && same(last.text, text, options.has('i'))) last.count++;
        else {
          await print();
          last = { text, count: 1 };
        }
      }
    }
    await print();
    return code;
  },
};

function same(a: string, b: string, ignoresCase: boolean): boolean {
  return ignoresCase ? a.toLowerCase() === b.toLowerCase() : a === b;
}
