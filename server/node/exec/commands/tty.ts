import type { Command } from '../process.ts';

export const tty: Command = {
  name: 'tty',
  async run({ stdin, stdout }) {
    await stdout.write(stdin.isTerminal ? '/dev/pts/0\n' : 'not a tty\n');
    return stdin.isTerminal ? 0 : 1;
  },
};

export const stty: Command = {
  name: 'stty',
  async run({ args, terminal, stdout }) {
    const { width, height } = terminal?.size ?? { width: 80, height: 24 };
    if (args[1] === 'size') await stdout.write(`${height} ${width}\n`);
    return 0;
  },
};
