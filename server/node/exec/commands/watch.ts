import { type Command, pause } from '../process.ts';
import { readOptions } from '../read-options.ts';
import { runByName } from '../run-by-name.ts';

/** `watch [-n SECONDS] COMMAND …` */
export const watch: Command = {
  name: 'watch',
  async run(process) {
    const options = readOptions(process.args.slice(1), { flags: ['t', 'd', 'e'], values: ['n'], stopsAtOperand: true });
    const seconds = Math.max(0.1, Number(options.value('n') ?? 2));
    for (;;) {
      await process.stdout.write(`\x1b[H\x1b[2JEvery ${seconds.toFixed(1)}s: ${options.operands.join(' ')}\n\n`);
      await runByName(process, ['sh', '-c', options.operands.join(' ')]);
      await pause(process, seconds * 1000);
    }
  },
};
