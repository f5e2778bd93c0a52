import { SIGTERM } from '../pipe.ts';
import { type Command, fail } from '../process.ts';

const SIGNALS: Readonly<Record<string, number>> = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  KILL: 9,
  USR1: 10,
  USR2: 12,
  TERM: 15,
  STOP: 19,
};

/** `kill [-SIGNAL] PID …`; 0 only asks whether the process is there. */
export const kill: Command = {
  name: 'kill',
  async run(process) {
    const { args, container, stdout } = process;
    const words = args.slice(1);
    if (words[0] === '-l') {
      await stdout.write(`${Object.keys(SIGNALS).join(' ')}\n`);
      return 0;
    }
    const given =
      /^-(?!\d*$|-)/.test(words[0] ?? '') || /^-\d+$/.test(words[0] ?? '') ? words.shift()?.slice(1) : undefined;
    const name = given === 's' ? words.shift() : given;
    const signal = name === undefined ? SIGTERM : (SIGNALS[name.replace(/^SIG/, '')] ?? Number(name));
    if (Number.isNaN(signal)) return fail(process, `${name}: invalid signal specification`);
    if (words.length === 0) return fail(process, 'usage: kill [-s sigspec | -signum] pid', 2);
    let code = 0;
    for (const word of words) {
      const entry = container.processes.get(Number(word));
      if (!entry) code = await fail(process, `(${word}) - No such process`);
      else if (signal !== 0) entry.kill(signal);
    }
    return code;
  },
};
