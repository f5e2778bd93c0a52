import type { Command } from '../process.ts';
import { runShell } from '../shell/run-shell.ts';

export const sh: Command = {
  name: 'sh',
  aliases: ['ash', 'dash'],
  run: (process) => runShell(process, process.container.flavour.sh),
};

export const bash: Command = { name: 'bash', run: (process) => runShell(process, 'bash') };
