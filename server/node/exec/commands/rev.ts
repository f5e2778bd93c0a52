import { operandsOf } from '../operands.ts';
import { readAll, readLines } from '../pipe.ts';
import type { Command } from '../process.ts';

export const rev: Command = {
  name: 'rev',
  async run(process) {
    let code = 0;
    for await (const { input } of operandsOf(process, process.args.slice(1), () => {
      code = 1;
    })) {
      for await (const { text } of readLines(input)) await process.stdout.write(`${[...text].reverse().join('')}\n`);
    }
    return code;
  },
};

export const tac: Command = {
  name: 'tac',
  async run(process) {
    let code = 0;
    for await (const { input } of operandsOf(process, process.args.slice(1), () => {
      code = 1;
    })) {
      const lines = (await readAll(input)).toString('utf8').match(/[^\n]*\n|[^\n]+$/g) ?? [];
      await process.stdout.write(lines.reverse().join(''));
    }
    return code;
  },
};
