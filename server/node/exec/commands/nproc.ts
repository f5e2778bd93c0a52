import type { Command } from '../process.ts';

export const nproc: Command = {
  name: 'nproc',
  async run({ stdout }) {
    await stdout.write('2\n');
    return 0;
  },
};
