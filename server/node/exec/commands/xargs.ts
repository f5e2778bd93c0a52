import { readAll } from '../pipe.ts';
import type { Command } from '../process.ts';
import { readOptions } from '../read-options.ts';
import { runByName } from '../run-by-name.ts';

/** `xargs [-n COUNT] [-I TEXT] [-0] [COMMAND …]` */
export const xargs: Command = {
  name: 'xargs',
  async run(process) {
    const options = readOptions(process.args.slice(1), {
      flags: ['0', 'r', 't'],
      values: ['n', 'I', 'L', 'P', 'd'],
      stopsAtOperand: true,
    });
    const command = options.operands.length > 0 ? options.operands : ['echo'];
    const text = (await readAll(process.stdin)).toString('utf8');
    const place = options.value('I');
    const separator = options.has('0') ? /\0/ : place === undefined && !options.has('L') ? /\s+/ : /\n/;
    const items = text.split(separator).filter((item) => item !== '');
    if (items.length === 0 && options.has('r')) return 0;
    let code = 0;
    for (const group of groupsOf(items, place === undefined ? Number(options.value('n', 'L') ?? 0) : 1)) {
      const words =
        place === undefined ? [...command, ...group] : command.map((word) => word.replaceAll(place, group[0] ?? ''));
      if ((await runByName(process, words)) !== 0) code = 123;
    }
    return code;
  },
};

function groupsOf(items: readonly string[], size: number): string[][] {
  if (size <= 0) return [[...items]];
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}
