import { operandsOf } from '../operands.ts';
import { readLines } from '../pipe.ts';
import type { Command } from '../process.ts';
import { readOptions } from '../read-options.ts';

export const cat: Command = {
  name: 'cat',
  async run(process) {
    const { args, stdout } = process;
    const options = readOptions(args.slice(1), { flags: [...'AbenstTuv'] });
    let code = 0;
    let number = 0;
    const failed = () => {
      code = 1;
    };
    for await (const { input } of operandsOf(process, options.operands, failed)) {
      if (options.has('n', 'b')) {
        for await (const { text, isWhole } of readLines(input)) {
          const head = options.has('b') && text === '' ? '' : `${String(++number).padStart(6)}\t`;
          await stdout.write(`${head}${text}${isWhole ? '\n' : ''}`);
        }
        continue;
      }
      for (let chunk = await input.read(); chunk; chunk = await input.read()) await stdout.write(chunk);
    }
    return code;
  },
};
