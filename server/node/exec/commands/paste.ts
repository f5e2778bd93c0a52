import { operandsOf } from '../operands.ts';
import { readLines } from '../pipe.ts';
import type { Command } from '../process.ts';
import { readOptions } from '../read-options.ts';

/** `paste [-s] [-d SEPARATORS] [FILE …]` */
export const paste: Command = {
  name: 'paste',
  async run(process) {
    const options = readOptions(process.args.slice(1), { flags: ['s'], values: ['d'] });
    const separator = options.value('d')?.[0] ?? '\t';
    const files: string[][] = [];
    let code = 0;
    const failed = () => {
      code = 1;
    };
    for await (const { input } of operandsOf(process, options.operands, failed)) {
      const lines: string[] = [];
      for await (const { text } of readLines(input)) lines.push(text);
      files.push(lines);
    }
    const longest = Math.max(0, ...files.map(({ length }) => length));
    const rows = options.has('s')
      ? files
      : Array.from({ length: longest }, (_, row) => files.map((lines) => lines[row] ?? ''));
    await process.stdout.write(rows.map((row) => `${row.join(separator)}\n`).join(''));
    return code;
  },
};
