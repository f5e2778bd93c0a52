import { operandsOf } from '../operands.ts';
import { readLines } from '../pipe.ts';
import { type Command, fail } from '../process.ts';
import { readOptions } from '../read-options.ts';

/** `cut -d SEPARATOR -f LIST` or `cut -c LIST` */
export const cut: Command = {
  name: 'cut',
  async run(process) {
    const { args, stdout } = process;
    const options = readOptions(args.slice(1), { flags: ['s', 'n'], values: ['d', 'f', 'c', 'b'] });
    const list = options.value('f', 'c', 'b');
    if (list === undefined) return fail(process, 'you must specify a list of bytes, characters, or fields');
    const separator = options.value('d') ?? '\t';
    let code = 0;
    for await (const { input } of operandsOf(process, options.operands, () => {
      code = 1;
    })) {
      for await (const { text } of readLines(input)) {
        if (!options.has('f')) await stdout.write(`${chosen([...text], list).join('')}\n`);
        else if (text.includes(separator))
          await stdout.write(`${chosen(text.split(separator), list).join(separator)}\n`);
        else if (!options.has('s')) await stdout.write(`${text}\n`);
      }
    }
    return code;
  },
};

/** `1,3-5,7-` of the parts, in their own order. */
function chosen(parts: readonly string[], list: string): string[] {
  const ranges = list.split(',').map((range) => {
    const [, from = '', dash, to = ''] = /^(\d*)(-?)(\d*)$/.exec(range) ?? [];
    return { from: Number(from || 1), to: to !== '' ? Number(to) : dash ? Number.POSITIVE_INFINITY : Number(from) };
  });
  return parts.filter((_, index) => ranges.some(({ from, to }) => index + 1 >= from && index + 1 <= to));
}
