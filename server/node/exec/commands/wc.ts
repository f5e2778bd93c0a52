import { operandsOf } from '../operands.ts';
import { readAll } from '../pipe.ts';
import type { Command } from '../process.ts';
import { readOptions } from '../read-options.ts';

const COLUMNS = ['l', 'w', 'c', 'm'] as const;

export const wc: Command = {
  name: 'wc',
  async run(process) {
    const { args, stdout, container } = process;
    const options = readOptions(args.slice(1), { flags: [...COLUMNS, 'L'] });
    const asked = COLUMNS.filter((letter) => options.has(letter));
    const columns = asked.length > 0 ? asked : (['l', 'w', 'c'] as const);
    const isBusybox = container.flavour.sh === 'ash';
    const totals: Record<string, number> = {};
    let code = 0;
    const print = async (counts: Record<string, number>, name: string) => {
      const width = columns.length === 1 && options.operands.length < 2 ? 0 : isBusybox ? 9 : 7;
      const numbers = columns.map((column) => String(counts[column]).padStart(width)).join(isBusybox ? '' : ' ');
      await stdout.write(`${numbers}${name === '-' ? '' : ` ${name}`}\n`);
    };
    for await (const { name, input } of operandsOf(process, options.operands, () => {
      code = 1;
    })) {
      const counts = countsOf(await readAll(input));
      for (const [column, count] of Object.entries(counts)) totals[column] = (totals[column] ?? 0) + count;
      await print(counts, name);
    }
    if (options.operands.length > 1) await print(totals, 'total');
    return code;
  },
};

function countsOf(bytes: Buffer): Record<string, number> {
  const text = bytes.toString('utf8');
  return {
    l: text.split('\n').length - 1,
    w: text.match(/\S+/g)?.length ?? 0,
    c: bytes.length,
    m: [...text].length,
  };
}
