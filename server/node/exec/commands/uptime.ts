import type { Command } from '../process.ts';
import { formatTime } from './date.ts';

export const uptime: Command = {
  name: 'uptime',
  async run({ container, stdout }) {
    const now = container.clock.now();
    const minutes = Math.floor((now - container.startedAt) / 60_000);
    await stdout.write(` ${formatTime('%T', now)} up ${minutes} min,  0 users,  load average: 0.00, 0.00, 0.00\n`);
    return 0;
  },
};

export const free: Command = {
  name: 'free',
  async run({ stdout }) {
    await stdout.write('               total        used        free      shared  buff/cache   available\n');
    await stdout.write('Mem:         8388608           0     8388608           0           0     8388608\n');
    return 0;
  },
};

export const df: Command = {
  name: 'df',
  async run({ stdout }) {
    await stdout.write('Filesystem     1K-blocks  Used Available Use% Mounted on\n');
    await stdout.write('overlay        104857600     0 104857600   0% /\n');
    return 0;
  },
};
