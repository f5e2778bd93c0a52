import type { Command } from '../process.ts';

const LINES_A_TURN = 1000;

export const yes: Command = {
  name: 'yes',
  async run({ args: [, ...words], stdout }) {
    const line = `${words.length > 0 ? words.join(' ') : 'y'}\n`;
    const block = line.repeat(LINES_A_TURN);
    for (;;) {
      await stdout.write(block);
      await new Promise((resolve) => setImmediate(resolve));
    }
  },
};
