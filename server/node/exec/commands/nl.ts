import { operandsOf } from '../operands.ts';
import { readLines } from '../pipe.ts';
import type { Command } from '../process.ts';

/** Numbers the lines that are not empty. */
export const nl: Command = {
  name: 'nl',
  async run(process) {
    let [number, code] = [0, 0];
    const names = process.args.slice(1).filter((word) => !word.startsWith('-'));
    const failed = () => {
      code = 1;
    };
    for await (const { input } of operandsOf(process, names, failed)) {
      for await (const { text } of readLines(input)) {
        await process.stdout.write(text === '' ? `${' '.repeat(7)}\n` : `${String(++number).padStart(6)}\t${text}\n`);
      }
    }
    return code;
  },
};
