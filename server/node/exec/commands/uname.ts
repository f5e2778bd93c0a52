import type { Command } from '../process.ts';

export const uname: Command = {
  name: 'uname',
  async run({ args: [, ...options], container, stdout }) {
    const letters = options.join('').replace(/-/g, '') || 's';
    const parts: [string, string][] = [
      ['s', 'Linux'],
      ['n', container.hostname],
      ['r', '6.12.0'],
      ['v', '#1 SMP simulated'],
      ['m', 'x86_64'],
      ['o', 'GNU/Linux'],
    ];
    const shown = letters.includes('a') ? parts : parts.filter(([letter]) => letters.includes(letter));
    await stdout.write(`${shown.map(([, value]) => value).join(' ')}\n`);
    return 0;
  },
};
