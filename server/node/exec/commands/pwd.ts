import type { Command } from '../process.ts';

export const pwd: Command = {
  name: 'pwd',
  async run({ cwd, stdout }) {
    await stdout.write(`${cwd}\n`);
    return 0;
  },
};
