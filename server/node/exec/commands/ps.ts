import type { Command } from '../process.ts';
import type { ProcessEntry } from '../process-table.ts';
import { formatTime } from './date.ts';

export const ps: Command = {
  name: 'ps',
  async run({ args, container, stdout }) {
    const options = args.slice(1).join('').replace(/-/g, '');
    const { user, flavour, processes } = container;
    const isWide = /[aefx]/.test(options);
    const rows = processes.list().map((entry) => {
      if (flavour.sh === 'ash')
        return `${String(entry.pid).padStart(5)} ${user.name.padEnd(8)} ${'0:00'} ${commandOf(entry)}`;
      return (options.includes('u') ? auxRow : options.includes('f') ? fullRow : plainRow)(entry, user.name);
    });
    const shown =
      isWide || flavour.sh === 'ash'
        ? rows
        : rows.filter((_, index) => processes.list()[index]?.hasTerminal !== false || rows.length < 3);
    const title =
      flavour.sh === 'ash'
        ? 'PID   USER     TIME  COMMAND'
        : options.includes('u')
          ? 'USER         PID %CPU %MEM    VSZ   RSS TTY      STAT START   TIME COMMAND'
          : options.includes('f')
            ? 'UID          PID    PPID  C STIME TTY          TIME CMD'
            : '    PID TTY          TIME CMD';
    await stdout.write(`${[title, ...shown].join('\n')}\n`);
    return 0;
  },
};

function commandOf({ args }: ProcessEntry): string {
  return args.join(' ');
}

function terminalOf({ hasTerminal }: ProcessEntry): string {
  return hasTerminal ? 'pts/0' : '?';
}

function plainRow(entry: ProcessEntry): string {
  const name = (entry.args[0] ?? '').replace(/^.*\//, '');
  return `${String(entry.pid).padStart(7)} ${terminalOf(entry).padEnd(8)} 00:00:00 ${name}`;
}

function fullRow(entry: ProcessEntry, user: string): string {
  const { pid, parent, startedAt } = entry;
  const start = formatTime('%H:%M', startedAt);
  return `${user.padEnd(8)} ${String(pid).padStart(7)} ${String(parent).padStart(7)}  0 ${start} ${terminalOf(entry).padEnd(8)} 00:00:00 ${commandOf(entry)}`;
}

function auxRow(entry: ProcessEntry, user: string): string {
  const start = formatTime('%H:%M', entry.startedAt);
  return `${user.padEnd(8)} ${String(entry.pid).padStart(7)}  0.0  0.0   4000  2000 ${terminalOf(entry).padEnd(8)} S    ${start}   0:00 ${commandOf(entry)}`;
}
