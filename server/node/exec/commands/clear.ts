import type { Command } from '../process.ts';

export const clear: Command = {
  name: 'clear',
  aliases: ['reset'],
  async run({ stdout }) {
    await stdout.write('\x1b[H\x1b[2J\x1b[3J');
    return 0;
  },
};
